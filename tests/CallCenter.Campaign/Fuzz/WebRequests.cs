using System.Text;
using CallCenter.V1;

namespace CallCenter.Campaign.Fuzz;

/// <summary>Requests to the addresses of each door.</summary>
internal static class WebRequests
{
    private static readonly string[] Verbs = ["POST", "PUT", "DELETE", "HEAD", "OPTIONS", "TRACE", "PATCH", "x"];
    private static readonly string[] Windows =
    [
        "today", "30m", "24h", "1h", "0s", "-1h", "999h", "15m:previous", "today@Asia/Kolkata", "previous-week", "since-login",
        "last:50", "last:0",
        "today,hours=own", "week,hours=own/peak", "2026-11-29T08:00Z..", "2026-11-29T08:00Z..2026-11-29T07:00Z",
    ];
    private static readonly string[] Probes = ["/healthz", "/readyz", "/metrics", "/metrics"];

    /// <summary>KPIs, definitions and events as JSON.</summary>
    public static WebRequest Json(Random random) => random.Next(5) switch
    {
        0 => new WebRequest(Verb(random, "GET"), "/v1/definitions" + (random.Next(3) == 0 ? Query(random) : "")),
        1 => new WebRequest("POST", "/v1/kpis:snapshot") { Body = JsonOf(random, GetSnapshotRequest.Descriptor) },
        2 => new WebRequest(Verb(random, "POST"), "/v1/events")
        {
            Body = JsonOf(random, PublishRequest.Descriptor),
            ContentType = random.Next(8) > 0 ? "application/json" : "text/plain",
        },
        _ => new WebRequest(Verb(random, "GET"), "/v1/kpis" + Query(random)),
    };

    public static WebRequest Csv(Random random)
        => new(Verb(random, "GET"), "/v1/kpis" + Query(random)) { Accept = "text/csv", Check = CheckCsv };

    public static WebRequest Events(Random random) => random.Next(4) == 0
        ? new WebRequest("POST", "/v1/kpis:subscribe") { Body = JsonOf(random, SubscribeRequest.Descriptor) }
        : new WebRequest(Verb(random, "GET"), "/v1/stream" + Query(random) + (random.Next(2) == 0 ? "&interval=100ms" : ""))
        {
            Accept = "text/event-stream",
        };

    public static WebRequest Metrics(Random random) => random.Next(2) == 0
        ? new WebRequest(Verb(random, "GET"), Mutations.Pick(random, Probes) + (random.Next(4) == 0 ? Query(random) : ""))
        {
            // A probe's answer is its status.
            AllowsPlainStatus = true,
        }
        : new WebRequest(Verb(random, "GET"), "/metrics/kpis" + Query(random)) { Check = CheckEnd };

    private static string Verb(Random random, string usual) => random.Next(12) == 0 ? Mutations.Pick(random, Verbs) : usual;

    // Parameters that the server knows, mostly with values that it knows; some escaped wrongly.
    private static string Query(Random random)
    {
        var parts = new List<string>();
        if (random.Next(10) > 0) parts.Add($"kpi={Value(random, Kpis(random))}");
        if (random.Next(3) > 0) parts.Add($"by={Value(random, RandomMessage.Dimension(random))}");
        if (random.Next(3) == 0) parts.Add($"where={Value(random, $"{RandomMessage.Dimension(random)}=q{random.Next(9)}")}");
        if (random.Next(2) == 0) parts.Add($"window={Value(random, Mutations.Pick(random, Windows))}");
        if (random.Next(10) == 0) parts.Add($"{Value(random, "format")}={Value(random, "csv")}");
        return "?" + string.Join('&', parts);
    }

    private static string Kpis(Random random)
        => string.Join(',', Enumerable.Range(0, random.Next(1, 4)).Select(_ => Kpi(random)));

    private static string Kpi(Random random) => random.Next(4) == 0 ? $"{RandomMessage.Kpi(random)}@20s" : RandomMessage.Kpi(random);

    private static string Value(Random random, string usual) => random.Next(12) switch
    {
        0 => Uri.EscapeDataString(string.Concat(Mutations.NastyText(random).Take(1))),
        1 => Uri.EscapeDataString(Short(Mutations.NastyText(random))),
        2 => Uri.EscapeDataString(Mutations.Of(random, usual)),
        3 => Mutations.Of(random, usual).Replace(' ', '+').Replace('\r', '+').Replace('\n', '+'),
        _ => Uri.EscapeDataString(usual),
    };

    private static string Short(string text) => text[..Math.Min(text.Length, 2_000)];

    private static byte[] JsonOf(Random random, Google.Protobuf.Reflection.MessageDescriptor type)
    {
        var json = BodyRequests.RandomJson(random, type);
        return random.Next(3) == 0 ? Mutations.Of(random, json) : json;
    }

    private static string CheckCsv(HttpResponseMessage response, byte[] body)
        => response.Content.Headers.ContentType?.MediaType == "text/csv" && body.AsSpan().StartsWith("="u8)
            ? throw new FuzzFindingException("CSV that begins with a formula") : "200";

    private static string CheckEnd(HttpResponseMessage response, byte[] body)
        => body.Length == 0 || body.AsSpan().EndsWith("# EOF\n"u8) ? "200"
            : throw new FuzzFindingException($"OpenMetrics without an end: {Encoding.UTF8.GetString(body)[^Math.Min(body.Length, 100)..]}");
}
