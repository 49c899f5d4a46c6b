using System.Globalization;
using Grpc.AspNetCore.Server;
using Grpc.Core;
using Microsoft.AspNetCore.Grpc.JsonTranscoding;

namespace CallCenter.Server.Doors;

/// <summary>Ends a request before any service sees it: with gRPC's trailers, or with problem details.</summary>
internal static class Refusal
{
    public static Task WriteAsync(HttpContext http, RpcException failure)
    {
        var metadata = http.GetEndpoint()?.Metadata;
        var isGrpc = metadata?.GetMetadata<GrpcMethodMetadata>() is not null
            && metadata.GetMetadata<GrpcJsonTranscodingMetadata>() is null;
        if (!isGrpc)
        {
            if (failure.StatusCode == StatusCode.Unauthenticated) http.Response.Headers.WWWAuthenticate = "Bearer";
            return Problem.WriteAsync(http, failure);
        }
        http.Response.ContentType = "application/grpc";
        http.Response.Headers["grpc-status"] = ((int)failure.StatusCode).ToString(CultureInfo.InvariantCulture);
        http.Response.Headers["grpc-message"] = Uri.EscapeDataString(failure.Status.Detail);
        var details = failure.Trailers.GetValueBytes(MetadataExtensions.StatusDetailsTrailerName)!;
        http.Response.Headers[MetadataExtensions.StatusDetailsTrailerName] = Convert.ToBase64String(details);
        return http.Response.CompleteAsync();
    }
}
