using CallCenter.Server.Access;
using CallCenter.V1;
using Microsoft.OpenApi.Any;
using Microsoft.OpenApi.Models;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace CallCenter.Server.Doors;

/// <summary>Adds the addresses that no annotation of the protos has to the OpenAPI document, and CSV to the one whose annotation knows JSON
/// only.</summary>
internal sealed class OwnAddresses : IDocumentFilter
{
    private const string Json = "application/json", Csv = "text/csv", Events = "text/event-stream", Text = "text/plain";

    private static readonly OpenApiParameter[] Selector =
    [
        Query(SelectorQuery.Kpi, "KPIs, with commas between: service_level@20s,speed_of_answer:p90. Default: a usual choice."),
        Query(SelectorQuery.By, "Dimensions to group by, with commas between: queue,channel."),
        Query(SelectorQuery.Where, "A filter: queue=sales|help. May be there several times; all of them hold."),
        Query(SelectorQuery.Window, $"{Notation.WindowText.Forms}. Default today."),
    ];

    private static OpenApiParameter[] Reconnects =>
    [
        Query(StreamTickets.QueryName, "In place of the header Authorization: a ticket of POST /v1/stream-tickets."),
        Query(SelectorQuery.LastEventId, "In place of the header Last-Event-ID, which wins: the id of the last event received."),
        Header("Last-Event-ID", "The id of the last event received: the stream goes on with what changed since."),
    ];

    private static OpenApiParameter Format
        => Query(SelectorQuery.Format, "csv: as with the header Accept: text/csv.", "json", "csv");

    public void Apply(OpenApiDocument swaggerDoc, DocumentFilterContext context)
    {
        OpenApiSchema SchemaOf<T>() => context.SchemaGenerator.GenerateSchema(typeof(T), context.SchemaRepository);

        Add(swaggerDoc, "/v1/kpis", "KpiService", "The values of a selector now, as JSON, or as CSV on request.",
            [.. Selector, Format],
            (Json, SchemaOf<GetSnapshotResponse>()), (Csv, TextSchema));
        Add(swaggerDoc, TicketHandler.StreamPath, "KpiService",
            "The values of a selector as server-sent events: snapshot, update and heartbeat, each with a SubscribeResponse as data, and "
            + "failure with a problem. The id of an event is its resume token.",
            [
                .. Selector,
                Query(SelectorQuery.Interval, "The shortest time between two events: 500ms, 2s. Default 1s."),
                .. Reconnects,
            ],
            (Events, SchemaOf<SubscribeResponse>()));
        Add(swaggerDoc, TicketHandler.AlertStreamPath, "AlertService",
            "Alerts as server-sent events: open, changed and heartbeat, each with a WatchAlertsResponse as data, and failure with a "
            + "problem. The id of an event is its resume token.",
            [Query(SelectorQuery.Target, "Only alerts of the target of this name."), .. Reconnects],
            (Events, SchemaOf<WatchAlertsResponse>()));
        Add(swaggerDoc, "/metrics/kpis", "Metrics", "The values of a selector as gauges for Prometheus.", Selector, (Text, TextSchema));
        Add(swaggerDoc, "/metrics", "Metrics", "The server's own metrics for Prometheus; needs the role operator.", [], (Text, TextSchema));
        Add(swaggerDoc, "/healthz", "Probes", "Answers while the process does.", [], (Text, TextSchema));
        Add(swaggerDoc, "/readyz", "Probes", "Answers 200 while events can be counted and KPIs be read, else 503.", [], (Text, TextSchema));
        AddTickets(swaggerDoc);
        var snapshot = swaggerDoc.Paths["/v1/kpis:snapshot"].Operations[OperationType.Post];
        snapshot.Parameters.Add(Format);
        snapshot.Responses["200"].Content[Csv] = new OpenApiMediaType { Schema = TextSchema };
    }

    private static void AddTickets(OpenApiDocument document)
    {
        var ticket = new OpenApiSchema
        {
            Type = "object",
            Properties =
            {
                ["ticket"] = new OpenApiSchema { Type = "string", Description = "For ?ticket= of one stream." },
                ["expireTime"] = new OpenApiSchema { Type = "string", Format = "date-time", Description = "60 s from now, UTC." },
            },
        };
        document.Paths[JsonDoors.TicketsPath] = new OpenApiPathItem
        {
            Operations =
            {
                [OperationType.Post] = Operation("KpiService",
                    "A ticket for one stream of a browser, whose EventSource sends no headers: good once, within 60 s, on this server.",
                    [], (Json, ticket)),
            },
        };
    }

    private static void Add(
        OpenApiDocument document, string path, string tag, string summary, OpenApiParameter[] parameters,
        params (string Type, OpenApiSchema Schema)[] answers)
        => document.Paths[path] = new OpenApiPathItem
        {
            Operations = { [OperationType.Get] = Operation(tag, summary, parameters, answers) },
        };

    private static OpenApiOperation Operation(
        string tag, string summary, OpenApiParameter[] parameters, params (string Type, OpenApiSchema Schema)[] answers) => new()
        {
            Tags = [new OpenApiTag { Name = tag }],
            Summary = summary,
            Parameters = [.. parameters],
            Responses =
            {
                ["200"] = new OpenApiResponse
                {
                    Description = "OK",
                    Content = answers.ToDictionary(answer => answer.Type, answer => new OpenApiMediaType { Schema = answer.Schema }),
                },
            },
        };

    private static OpenApiSchema TextSchema => new() { Type = "string" };

    private static OpenApiParameter Query(string name, string description, params string[] values) => new()
    {
        Name = name,
        In = ParameterLocation.Query,
        Description = description,
        Schema = new OpenApiSchema { Type = "string", Enum = [.. values.Select(value => new OpenApiString(value))] },
    };

    private static OpenApiParameter Header(string name, string description) => new()
    {
        Name = name,
        In = ParameterLocation.Header,
        Description = description,
        Schema = TextSchema,
    };
}
