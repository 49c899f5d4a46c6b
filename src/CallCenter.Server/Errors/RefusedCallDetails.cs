using System.Globalization;
using CallCenter.Core.Identity;
using Grpc.AspNetCore.Server;
using Grpc.Core;
using Microsoft.AspNetCore.Http.Features;

namespace CallCenter.Server.Errors;

/// <summary>
/// Middleware for the calls that gRPC refuses before <see cref="ErrorInterceptor"/> runs: unknown methods and unreadable requests.
/// They too end with the details that the contract promises.
/// </summary>
internal sealed class RefusedCallDetails(RequestDelegate next, RequestLimits limits, RefusedCallLog log)
{
    private const string StatusName = "grpc-status";
    private const string MessageName = "grpc-message";

    public async Task InvokeAsync(HttpContext context)
    {
        await next(context);
        var trailers = TrailersOf(context.Response);
        if (trailers is null || trailers.ContainsKey(MetadataExtensions.StatusDetailsTrailerName)) return;
        if (CodeIn(trailers) is not { } code) return;
        if (Explain(context, code, trailers[MessageName].ToString()) is not { } failure) return;
        log.Refused(failure, context.Request.Path, PeerOf(context));
        Write(failure, trailers);
    }

    private RpcException? Explain(HttpContext context, StatusCode code, string message)
    {
        if (code == StatusCode.OK || ErrorInterceptor.HasSeen(context)) return null;
        if (context.Response.StatusCode == StatusCodes.Status415UnsupportedMediaType)
            return RpcErrors.RequestUnreadable("The request is not gRPC; send it with content-type application/grpc over HTTP/2.");
        if (context.GetEndpoint()?.Metadata.GetMetadata<GrpcMethodMetadata>() is null)
            return RpcErrors.MethodUnknown(SafeText.Of(context.Request.Path));
        return RpcErrors.OfReading(code, Uri.UnescapeDataString(message), limits.MessageBytesMax);
    }

    // A call that has sent nothing ends with one block of headers, which holds its trailers.
    private static IHeaderDictionary? TrailersOf(HttpResponse response)
        => response.HasStarted ? response.HttpContext.Features.Get<IHttpResponseTrailersFeature>()?.Trailers : response.Headers;

    private static StatusCode? CodeIn(IHeaderDictionary trailers)
        => int.TryParse(trailers[StatusName], NumberStyles.None, CultureInfo.InvariantCulture, out var code) ? (StatusCode)code : null;

    private static string PeerOf(HttpContext context) => $"{context.Connection.RemoteIpAddress}:{context.Connection.RemotePort}";

    private static void Write(RpcException failure, IHeaderDictionary trailers)
    {
        trailers[StatusName] = ((int)failure.StatusCode).ToString(CultureInfo.InvariantCulture);
        trailers[MessageName] = Uri.EscapeDataString(failure.Status.Detail);
        var details = failure.Trailers.GetValueBytes(MetadataExtensions.StatusDetailsTrailerName)!;
        trailers[MetadataExtensions.StatusDetailsTrailerName] = Convert.ToBase64String(details);
    }
}
