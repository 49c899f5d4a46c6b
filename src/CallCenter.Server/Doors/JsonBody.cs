using System.Text;
using Google.Protobuf;
using Grpc.Core;
using Microsoft.Net.Http.Headers;

namespace CallCenter.Server.Doors;

/// <summary>A message as the JSON body of a request.</summary>
internal static class JsonBody
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Why a body in another encoding is refused.</summary>
    public const string OtherEncoding = "JSON is read in UTF-8; leave the charset out of the content type";

    /// <summary>Whether the content type names no encoding but UTF-8, the only one of JSON between systems (RFC 8259).</summary>
    public static bool IsUtf8(HttpRequest request)
    {
        var charset = HeaderUtilities.RemoveQuotes(request.GetTypedHeaders().ContentType?.Charset ?? default);
        return charset.Length == 0 || charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Reads the body. The result parses it, or fails with what gRPC throws for a request that it cannot read: within the call, so
    /// that it is counted, logged and answered as such a request.</summary>
    public static async Task<Func<T>> ReadAsync<T>(HttpContext http) where T : IMessage, new()
    {
        if (!http.Request.HasJsonContentType()) return Failing<T>(StatusCode.InvalidArgument, "send it as application/json");
        if (!IsUtf8(http.Request)) return Failing<T>(StatusCode.InvalidArgument, OtherEncoding);
        try
        {
            using var reader = new StreamReader(http.Request.Body, Strict);
            var text = await reader.ReadToEndAsync(http.RequestAborted);
            return () => Parse<T>(text);
        }
        catch (BadHttpRequestException e) when (e.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return Failing<T>(StatusCode.ResourceExhausted, e.Message);
        }
        catch (Exception e) when (e is BadHttpRequestException or DecoderFallbackException)
        {
            return Failing<T>(StatusCode.InvalidArgument, e.Message);
        }
    }

    private static T Parse<T>(string text) where T : IMessage, new()
    {
        try
        {
            return JsonParser.Default.Parse<T>(text);
        }
        catch (Exception e) when (e is InvalidProtocolBufferException or InvalidJsonException)
        {
            throw Failure(StatusCode.InvalidArgument, e.Message);
        }
    }

    private static Func<T> Failing<T>(StatusCode code, string message) => () => throw Failure(code, message);

    private static RpcException Failure(StatusCode code, string message) => new(new Status(code, message));
}
