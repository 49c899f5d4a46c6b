using System.Text;
using System.Text.Json;
using CallCenter.V1;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace CallCenter.Campaign.Fuzz;

/// <summary>Requests with a message as their body: plausible ones, random ones and broken JSON.</summary>
internal static class BodyRequests
{
    private static readonly string[] Types =
    [
        "application/json", "application/json; charset=utf-8", "application/json; charset=utf-16", "application/json; charset=x",
        "application/problem+json", "application/x-www-form-urlencoded", "text/plain", "application/grpc", "json",
    ];

    private static readonly string[] Accepts =
        ["*/*", "application/json", "text/csv", "text/csv;q=0.1, */*;q=x", "text/event-stream", "application/xml", ""];

    public static WebRequest Of(Random random) => random.Next(8) switch
    {
        0 or 1 => SnapshotAt(random, "/v1/kpis:snapshot"),
        2 => SnapshotAt(random, "/v1/kpis:snapshot?format=csv"),
        3 => Make(random, "/v1/kpis:subscribe", Json(random, Subscribe(random), SubscribeRequest.Descriptor)) with { Check = CheckLines },
        4 => Make(random, "/v1/contacts:forget", Json(random, PlausibleMessage.Forget(random), ForgetContactRequest.Descriptor)),
        5 => Make(random, "/v1/stream-tickets", Mutations.Noise(random, 40)),
        _ => Make(random, "/v1/events", Json(random, PlausibleMessage.Visit(random), PublishRequest.Descriptor)),
    };

    /// <summary>The body of a message: mostly as it is, else mutated, random of its type, or one that JSON readers trip over.</summary>
    private static byte[] Json(Random random, IMessage plausible, MessageDescriptor type) => random.Next(8) switch
    {
        0 => Encoding.UTF8.GetBytes(Nested(random)),
        1 => RandomJson(random, type),
        2 => Mutations.Of(random, RandomJson(random, type)),
        3 or 4 => Mutations.Of(random, Encoding.UTF8.GetBytes(JsonFormatter.Default.Format(plausible))),
        _ => Encoding.UTF8.GetBytes(JsonFormatter.Default.Format(plausible)),
    };

    public static byte[] RandomJson(Random random, MessageDescriptor type)
    {
        try
        {
            return Encoding.UTF8.GetBytes(JsonFormatter.Default.Format(RandomMessage.Of(random, type)));
        }
        catch (InvalidOperationException)
        {
            // A moment or time that JSON has no text for.
            return "{}"u8.ToArray();
        }
    }

    private static WebRequest SnapshotAt(Random random, string path)
    {
        var request = new GetSnapshotRequest { Selector = PlausibleMessage.Selector(random) };
        return Make(random, path, Json(random, request, GetSnapshotRequest.Descriptor)) with { Check = CheckBoard };
    }

    private static SubscribeRequest Subscribe(Random random) => new()
    {
        Selector = PlausibleMessage.Selector(random),
        ResumeToken = random.Next(3) == 0 ? ByteString.CopyFrom(Mutations.Noise(random, 70)) : ByteString.Empty,
    };

    private static WebRequest Make(Random random, string path, byte[] body) => new(random.Next(20) == 0 ? "GET" : "POST", path)
    {
        Body = body,
        ContentType = random.Next(6) == 0 ? Mutations.Pick(random, Types) : Types[0],
        Accept = Mutations.Pick(random, Accepts),
    };

    private static string Nested(Random random)
    {
        var depth = random.Next(1, 20_000);
        var (open, close) = Mutations.Pick(random, [("[", "]"), ("{\"selector\":", "}"), ("{\"a\":[", "]}")]);
        return random.Next(4) switch
        {
            0 => string.Concat(Enumerable.Repeat(open, depth)),
            1 => string.Concat(Enumerable.Repeat(open, depth)) + "1" + string.Concat(Enumerable.Repeat(close, depth)),
            2 => $"{{\"selector\":{{}},\"selector\":{new string('9', depth)}}}",
            _ => $"{{\"selector\":{{\"kpis\":[{{\"spec\":\"\\ud800{new string('x', depth)}\"}}]}}}}",
        };
    }

    private static string CheckBoard(HttpResponseMessage response, byte[] body)
    {
        var isCsv = response.Content.Headers.ContentType?.MediaType == "text/csv";
        return isCsv ? CsvOutcome(Encoding.UTF8.GetString(body)) : JsonOutcome(Encoding.UTF8.GetString(body), "200 JSON");
    }

    // A subscription lives on, so that its last line may be broken off.
    private static string CheckLines(HttpResponseMessage response, byte[] body)
    {
        var text = Encoding.UTF8.GetString(body);
        foreach (var line in text[..(text.LastIndexOf('\n') + 1)].Split('\n', StringSplitOptions.RemoveEmptyEntries)) JsonOutcome(line, "");
        return text.Length == 0 ? "200 without a line" : "200 lines";
    }

    private static string CsvOutcome(string text)
        => text.Split('\n', ',').Any(cell => cell.TrimStart('"') is ['=' or '@', ..])
            ? throw new FuzzFindingException($"CSV with a formula: {text[..Math.Min(text.Length, 1_000)]}") : "200 CSV";

    private static string JsonOutcome(string text, string outcome)
    {
        try
        {
            using var json = JsonDocument.Parse(text);
            return json.RootElement.ValueKind == JsonValueKind.Object ? outcome : throw new FuzzFindingException($"no object: {text}");
        }
        catch (JsonException e)
        {
            throw new FuzzFindingException($"JSON that cannot be read, {e.Message}: {text[..Math.Min(text.Length, 1_000)]}");
        }
    }
}
