using System.Net;
using System.Text.Json;

namespace CallCenter.Campaign.Fuzz;

/// <summary>Addresses over HTTP/1.1: requests of a proper client with odd content, and bytes that are nearly a request.</summary>
/// <param name="make">Makes one request.</param>
internal sealed class WebDoor(FuzzTarget target, Func<Random, WebRequest> make) : FuzzDoor
{
    private static readonly TimeSpan AnswerMax = TimeSpan.FromSeconds(30), ReadMax = TimeSpan.FromSeconds(0.3);

    private readonly HttpClient _http = new() { BaseAddress = new Uri(target.Web), Timeout = AnswerMax };

    public override Task<string> TryAsync(Random random, CancellationToken cancellationToken)
        => random.Next(4) == 0 ? SendBytesAsync(random, cancellationToken) : SendAsync(random, cancellationToken);

    public override void Dispose() => _http.Dispose();

    private async Task<string> SendBytesAsync(Random random, CancellationToken cancellationToken)
    {
        var bytes = make(random).ToBytes(random, target.AttackerKey);
        var answer = await RawConnection.SendAsync(target.WebPort, Mutations.Of(random, bytes), cancellationToken);
        var status = answer.StartsWith("HTTP/1.1 ", StringComparison.Ordinal) && answer.Length > 12 ? answer[9..12] : "cut";
        // 505 is the transport's answer to a version of HTTP that is none.
        return status is not ['5', ..] || status == "505" || IsExplained(answer) ? $"bytes {status}"
            : throw new FuzzFindingException($"bytes answered {answer[..Math.Min(answer.Length, 300)]}");
    }

    private async Task<string> SendAsync(Random random, CancellationToken cancellationToken)
    {
        var wanted = make(random);
        using var request = wanted.ToMessage(random, target.AttackerKey);
        var told = $"{request.Method} {wanted.Path[..Math.Min(wanted.Path.Length, 400)]}";
        try
        {
            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            // A failure ends, however late on a busy machine; a stream lives on.
            var body = await ReadAsync(response, response.IsSuccessStatusCode ? ReadMax : AnswerMax, cancellationToken);
            return Judge(wanted, response, body, told);
        }
        catch (HttpRequestException e) when (e.InnerException is IOException)
        {
            return "reset";
        }
        catch (TaskCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new FuzzFindingException($"{told} had no answer within {AnswerMax.TotalSeconds} s");
        }
    }

    private static async Task<byte[]> ReadAsync(HttpResponseMessage response, TimeSpan max, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(max);
        using var body = new MemoryStream();
        try
        {
            await response.Content.CopyToAsync(body, limit.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // What came so far is judged.
        }
        return body.ToArray();
    }

    private static string Judge(WebRequest wanted, HttpResponseMessage response, byte[] body, string told)
    {
        var status = (int)response.StatusCode;
        if (status < 400) return wanted.Check?.Invoke(response, body) ?? $"{status}";
        var text = System.Text.Encoding.UTF8.GetString(body);
        if (status == 500 || status > 500 && !IsExplained(text)) throw new FuzzFindingException($"{told} answered {status}: {text}");
        // Of an address or a verb that is none, the status is the reason; and an answer to HEAD has no body.
        if (response.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.MethodNotAllowed || wanted.Verb == "HEAD") return $"{status}";
        return ReasonOf(text) is { } reason ? $"{status} {reason}"
            : wanted.AllowsPlainStatus ? $"{status}"
            : throw new FuzzFindingException($"{told} answered {status} without a reason: {text}");
    }

    private static bool IsExplained(string answer) => answer.Contains("\"reason\":", StringComparison.Ordinal);

    private static string? ReasonOf(string text)
    {
        try
        {
            using var json = JsonDocument.Parse(text);
            return json.RootElement.GetProperty("reason").GetString();
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return null;
        }
    }
}
