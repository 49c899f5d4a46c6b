using System.Net;
using System.Net.Http.Headers;

namespace CallCenter.Campaign.Fuzz;

/// <summary>Requests over HTTP/2 with a gRPC content type, whose headers and message prefixes no gRPC client would send.</summary>
internal sealed class GrpcFrames(FuzzTarget target) : IDisposable
{
    private const string Grpc = "application/grpc";

    private static readonly string[] Types =
        [Grpc, Grpc + "+proto", Grpc + "+json", "application/grpc-web", "text/plain", "application/json"];

    private static readonly TimeSpan AnswerMax = TimeSpan.FromSeconds(30), ReadMax = TimeSpan.FromSeconds(0.3);

    private readonly HttpClient _http = new()
    {
        BaseAddress = new Uri(target.Grpc),
        Timeout = AnswerMax,
    };

    /// <summary>A message with its prefix, mostly a true one.</summary>
    public static byte[] Frame(Random random, byte[] message)
    {
        var length = random.Next(8) == 0 ? random.Next() : message.Length;
        var compressed = (byte)(random.Next(8) == 0 ? random.Next(256) : 0);
        return [compressed, (byte)(length >> 24), (byte)(length >> 16), (byte)(length >> 8), (byte)length, .. message];
    }

    public async Task<string> SendAsync(Random random, FuzzMethod method, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, random.Next(12) == 0 ? method.Path + "x" : method.Path)
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        request.Headers.TryAddWithoutValidation("te", "trailers");
        HeaderNoise.Add(random, request, target.AttackerKey);
        var frames = method.RandomRequests(random).SelectMany(message => Frame(random, message)).ToArray();
        request.Content = new ByteArrayContent(frames);
        request.Content.Headers.ContentType = new MediaTypeHeaderValue(random.Next(4) > 0 ? Types[0] : Mutations.Pick(random, Types));
        try
        {
            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            return $"frames {await JudgeAsync(response, method, cancellationToken)}";
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            return "frames reset";
        }
        catch (TaskCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new FuzzFindingException($"frames to {method.Name} had no answer within {AnswerMax.TotalSeconds} s");
        }
    }

    public void Dispose() => _http.Dispose();

    private static async Task<string> JudgeAsync(HttpResponseMessage response, FuzzMethod method, CancellationToken cancellationToken)
    {
        if (!response.Headers.Contains("grpc-status") && !await TryReadAsync(response, cancellationToken)) return "left open";
        var status = First(response.Headers, "grpc-status") ?? First(response.TrailingHeaders, "grpc-status");
        var details = First(response.Headers, "grpc-status-details-bin") ?? First(response.TrailingHeaders, "grpc-status-details-bin");
        var message = First(response.Headers, "grpc-message") ?? First(response.TrailingHeaders, "grpc-message");
        var told = $"HTTP {(int)response.StatusCode}, status {status ?? "none"}";
        if (status == "0") return told;
        // The services of others have gRPC's own codes for frames that it cannot read.
        if ((int)response.StatusCode >= 500 || (method.IsOfContract && status is ("2" or "13")))
            throw new FuzzFindingException($"{method.Path} answered {told}: {message}");
        // Not asked as gRPC: another door answers, in its own way.
        if (response.RequestMessage?.Content?.Headers.ContentType?.MediaType is not (Grpc or Grpc + "+proto")) return told;
        if (details is null && method.IsOfContract)
            throw new FuzzFindingException($"{method.Path} answered {told} without details: {message}; to {response.RequestMessage}");
        return told;
    }

    private static async Task<bool> TryReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(ReadMax);
        try
        {
            await response.Content.CopyToAsync(Stream.Null, limit.Token);
            return true;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }

    private static string? First(HttpHeaders headers, string name) => headers.TryGetValues(name, out var values) ? values.First() : null;
}
