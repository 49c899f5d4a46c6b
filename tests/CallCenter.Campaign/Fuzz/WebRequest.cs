using System.Net.Http.Headers;
using System.Text;

namespace CallCenter.Campaign.Fuzz;

/// <summary>A request over HTTP/1.1.</summary>
/// <param name="Path">With the query.</param>
internal sealed record WebRequest(string Verb, string Path)
{
    public string? Accept { get; init; }
    public string ContentType { get; init; } = "application/json";
    public byte[]? Body { get; init; }

    /// <summary>Whether a failure need not have problem details.</summary>
    public bool AllowsPlainStatus { get; init; }

    /// <summary>Looks at an answer that is no failure; returns the kind of outcome.</summary>
    public Func<HttpResponseMessage, byte[], string>? Check { get; init; }

    public HttpRequestMessage ToMessage(Random random, string key)
    {
        var request = new HttpRequestMessage(new HttpMethod(Verb), Path);
        if (Accept is not null) request.Headers.TryAddWithoutValidation("accept", Accept);
        HeaderNoise.Add(random, request, key);
        if (Body is not null) request.Content = new ByteArrayContent(Body) { Headers = { ContentType = MediaType() } };
        return request;
    }

    public byte[] ToBytes(Random random, string key)
    {
        var (name, value) = HeaderNoise.One(random);
        var head = new StringBuilder($"{Verb} {Path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {key}\r\n")
            .Append($"{name}: {value}\r\n");
        if (Accept is not null) head.Append($"Accept: {Accept}\r\n");
        if (Body is not null) head.Append($"Content-Type: {ContentType}\r\nContent-Length: {Body.Length}\r\n");
        return [.. Encoding.UTF8.GetBytes(head.Append("\r\n").ToString()), .. Body ?? []];
    }

    private MediaTypeHeaderValue? MediaType() => MediaTypeHeaderValue.TryParse(ContentType, out var type) ? type : null;
}
