using System.Text;

namespace CallCenter.Campaign.Fuzz;

/// <summary>Calls of gRPC-Web over HTTP/1.1, as binary and as text.</summary>
internal static class GrpcWebRequests
{
    private static readonly string[] Types =
        ["application/grpc-web", "application/grpc-web+proto", "application/grpc-web-text", "application/grpc-web-text+proto"];

    public static WebRequest Of(Random random, IReadOnlyList<FuzzMethod> methods)
    {
        var method = Mutations.Pick(random, methods);
        var type = Mutations.Pick(random, Types);
        var isText = type.Contains("text", StringComparison.Ordinal);
        var frames = method.RandomRequests(random).SelectMany(message => GrpcFrames.Frame(random, message)).ToArray();
        var body = isText ? Encoding.ASCII.GetBytes(Convert.ToBase64String(frames)) : frames;
        return new WebRequest("POST", random.Next(20) == 0 ? method.Path + "x" : method.Path)
        {
            ContentType = type,
            Accept = type,
            Body = random.Next(6) == 0 ? Mutations.Of(random, body) : body,
            Check = (response, answer) => Check(response, answer, method, isText),
            AllowsPlainStatus = true,
        };
    }

    private static string Check(HttpResponseMessage response, byte[] body, FuzzMethod method, bool isText)
    {
        var text = isText ? Unpack(body) : Encoding.Latin1.GetString(body);
        var status = response.Headers.TryGetValues("grpc-status", out var values) ? values.First() : TrailerOf(text, "grpc-status");
        if (status is null or "0") return $"status {status ?? "open"}";
        if (status is "2" or "13")
            throw new FuzzFindingException($"{method.Path} answered status {status}: {text[^Math.Min(text.Length, 300)..]}");
        var isExplained = response.Headers.Contains("grpc-status-details-bin") || TrailerOf(text, "grpc-status-details-bin") is not null;
        return isExplained || !method.IsOfContract ? $"status {status}"
            : throw new FuzzFindingException($"{method.Path} answered status {status} without details");
    }

    private static string? TrailerOf(string text, string name)
        => text.LastIndexOf($"{name}:", StringComparison.OrdinalIgnoreCase) is >= 0 and var at
            ? text[(at + name.Length + 1)..].Split('\r')[0].Trim() : null;

    // Each frame is encoded by itself, so that padding may be anywhere.
    private static string Unpack(byte[] body)
    {
        var text = new StringBuilder();
        for (var i = 0; i + 4 <= body.Length; i += 4)
        {
            var bytes = new byte[3];
            if (Convert.TryFromBase64String(Encoding.ASCII.GetString(body, i, 4), bytes, out var count))
                text.Append(Encoding.Latin1.GetString(bytes, 0, count));
        }
        return text.ToString();
    }
}
