using System.Text;
using CallCenter.Notation;
using CallCenter.Server.Access;
using CallCenter.Server.Callers;
using CallCenter.Server.Errors;
using CallCenter.V1;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Grpc.AspNetCore.Server;
using Grpc.Core;
using Microsoft.Net.Http.Headers;
using AlertService = CallCenter.Server.Alerts.AlertService;
using KpiService = CallCenter.Server.Kpis.KpiService;

namespace CallCenter.Server.Doors;

/// <summary>
/// KPIs for curl, scripts and browsers: GET /v1/kpis (JSON, or CSV on request) and GET /v1/stream (server-sent events), with the
/// selector in the query; GET /v1/alert-stream, alerts as such events; POST /v1/kpis:snapshot, :series and :subscribe, with whole
/// messages as JSON; POST /v1/stream-tickets for browsers. The other addresses in the protos' annotations come from JSON transcoding.
/// </summary>
internal static class JsonDoors
{
    public const string SnapshotMethod = "/callcenter.v1.KpiService/GetSnapshot";
    private const string SeriesMethod = "/callcenter.v1.KpiService/QuerySeries";
    public const string TicketsPath = "/v1/stream-tickets";
    private const string WatchMethod = "/callcenter.v1.AlertService/WatchAlerts";
    private const string SubscribeMethod = "/callcenter.v1.KpiService/Subscribe";

    // JSON transcoding has the addresses with a body too, and would answer without display texts and CSV.
    private const int BeforeTranscoding = -1;

    public static void AddJsonDoors(this IServiceCollection services, IGrpcServerBuilder grpc)
    {
        services.AddSingleton<KpiService>();
        grpc.AddJsonTranscoding(json =>
        {
            // As protobuf's own formatter writes, which the other addresses use: a browser reads no number above 2^53 exactly.
            json.JsonSettings.WriteInt64sAsStrings = true;
            json.JsonSettings.IgnoreDefaultValues = true;
            json.TypeRegistry = TypeRegistry.FromMessages(
                Google.Rpc.ErrorInfo.Descriptor, Google.Rpc.BadRequest.Descriptor, Google.Rpc.RetryInfo.Descriptor,
                Google.Rpc.QuotaFailure.Descriptor, PublishResponse.Descriptor);
        });
    }

    public static void MapJsonDoors(this IEndpointRouteBuilder doors)
    {
        doors.MapGet("/v1/kpis", (HttpContext http, KpiService service)
            => SnapshotAsync(http, service, () => SnapshotRequestOf(http.Request)));
        doors.MapPost("/v1/kpis:snapshot", async (HttpContext http, KpiService service)
            => await SnapshotAsync(http, service, await JsonBody.ReadAsync<GetSnapshotRequest>(http))).WithOrder(BeforeTranscoding);
        doors.MapPost("/v1/kpis:series", async (HttpContext http, KpiService service)
            => await SeriesAsync(http, service, await JsonBody.ReadAsync<QuerySeriesRequest>(http))).WithOrder(BeforeTranscoding);
        doors.MapGet(TicketHandler.StreamPath, (HttpContext http, KpiService service)
            => StreamAsync(http, service, new EventStream(http.Response), () => SubscribeRequestOf(http.Request)));
        doors.MapPost("/v1/kpis:subscribe", async (HttpContext http, KpiService service)
            => await StreamAsync(http, service, new JsonLines(http.Response), await JsonBody.ReadAsync<SubscribeRequest>(http)))
            .WithOrder(BeforeTranscoding);
        doors.MapGet(TicketHandler.AlertStreamPath, (HttpContext http, AlertService service) => new AlertEvents(http.Response).RunAsync(
            new HttpCall(http, WatchMethod), () => WatchRequestOf(http.Request), service.WatchAlerts));
        doors.MapPost(TicketsPath, IssueTicketAsync);
    }

    private static Task SnapshotAsync(HttpContext http, KpiService service, Func<GetSnapshotRequest> read)
        => AnswerAsync(http, SnapshotMethod, read, service.GetSnapshot, DisplayTexts.Add,
            (text, request, answer) => BoardCsv.Write(text, request.Selector, answer.Snapshot.Rows, answer.AsOfTime.ToDateTimeOffset()));

    private static Task SeriesAsync(HttpContext http, KpiService service, Func<QuerySeriesRequest> read)
        => AnswerAsync(http, SeriesMethod, read, service.QuerySeries, DisplayTexts.Add,
            (text, request, answer) => SeriesCsv.Write(text, request.Selector, answer));

    private static async Task AnswerAsync<TRequest, TAnswer>(
        HttpContext http, string method, Func<TRequest> read, Func<TRequest, ServerCallContext, Task<TAnswer>> run,
        Action<TAnswer> addTexts, Action<StringWriter, TRequest, TAnswer> writeCsv)
        where TRequest : class, IMessage, new()
        where TAnswer : class, IMessage
    {
        http.Response.Headers.XContentTypeOptions = "nosniff";
        http.Response.Headers.CacheControl = "no-store";
        try
        {
            var request = new TRequest();
            var answer = await new HttpCall(http, method).RunAsync(() => request = read(), run);
            if (WantsCsv(http.Request))
            {
                await WriteCsvAsync(http, text => writeCsv(text, request, answer));
                return;
            }
            addTexts(answer);
            await WriteJsonAsync(http, answer);
        }
        catch (RpcException e)
        {
            await Problem.WriteAsync(http, e);
        }
    }

    private static Task StreamAsync(HttpContext http, KpiService service, TextStream<Kpis.Frame> stream, Func<SubscribeRequest> read)
        => stream.RunAsync(new HttpCall(http, SubscribeMethod), read, service.StreamAsync);

    private static GetSnapshotRequest SnapshotRequestOf(HttpRequest request) => new()
    {
        Selector = SelectorQuery.Read(request.Query, SelectorQuery.Format),
        AnswerBytesMax = KpiService.AnswerBytesMax,
    };

    private static SubscribeRequest SubscribeRequestOf(HttpRequest request) => new()
    {
        Selector = SelectorQuery.Read(
            request.Query, SelectorQuery.Interval, SelectorQuery.LastEventId, StreamTickets.QueryName),
        MinInterval = SelectorQuery.ReadInterval(request.Query),
        ResumeToken = EventStream.TokenOf(LastEventIdOf(request)),
    };

    private static WatchAlertsRequest WatchRequestOf(HttpRequest request)
    {
        SelectorQuery.Check(request.Query, SelectorQuery.Target, SelectorQuery.LastEventId, StreamTickets.QueryName);
        return new WatchAlertsRequest
        {
            Target = SelectorQuery.Single(request.Query, SelectorQuery.Target) ?? "",
            ResumeToken = EventStream.TokenOf(LastEventIdOf(request)),
        };
    }

    // A page that opens a new EventSource with a new ticket cannot set the header.
    private static string? LastEventIdOf(HttpRequest request)
        => request.Headers["Last-Event-ID"] is { Count: > 0 } header
            ? header.ToString() : SelectorQuery.Single(request.Query, SelectorQuery.LastEventId);

    private static async Task IssueTicketAsync(HttpContext http, StreamTickets tickets, AuditLog audit, RefusedCallLog refused)
    {
        var caller = Caller.Of(http)!;
        try
        {
            var (text, expiresAt) = tickets.Issue(caller);
            audit.TicketIssued(caller);
            http.Response.Headers.CacheControl = "no-store";
            await http.Response.WriteAsJsonAsync(new { ticket = text, expireTime = expiresAt.UtcDateTime }, http.RequestAborted);
        }
        catch (TooManyTicketsException e)
        {
            var failure = RpcErrors.TooManyTickets(e);
            refused.Refused(failure, TicketsPath, caller.Address, $"By {caller.Credential}: {e.Message}");
            await Problem.WriteAsync(http, failure);
        }
    }

    private static bool WantsCsv(HttpRequest request)
        => SelectorQuery.Single(request.Query, SelectorQuery.Format) is { } format
            ? format == "csv"
            : request.GetTypedHeaders().Accept.Any(accept => accept.MediaType == "text/csv");

    private static Task WriteJsonAsync(HttpContext http, IMessage answer)
    {
        http.Response.ContentType = "application/json; charset=utf-8";
        return http.Response.WriteAsync(JsonFormatter.Default.Format(answer), http.RequestAborted);
    }

    private static Task WriteCsvAsync(HttpContext http, Action<StringWriter> write)
    {
        using var text = new StringWriter(new StringBuilder());
        write(text);
        http.Response.ContentType = "text/csv; charset=utf-8";
        http.Response.Headers[HeaderNames.ContentDisposition] = "attachment; filename=kpis.csv";
        return http.Response.WriteAsync(text.ToString(), http.RequestAborted);
    }
}
