using System.Globalization;
using CallCenter.Server.Errors;
using Google.Rpc;
using Grpc.Core;
using Microsoft.AspNetCore.Mvc;

namespace CallCenter.Server.Doors;

/// <summary>A failed call as application/problem+json (RFC 9457); the contract's reason and metadata are extra members.</summary>
internal static class Problem
{
    private const string ContentType = "application/problem+json";

    public static Task WriteAsync(HttpContext http, RpcException failure)
    {
        var problem = Of(failure);
        http.Response.StatusCode = problem.Status!.Value;
        if (RetryOf(failure) is { } retry)
            http.Response.Headers.RetryAfter = Math.Ceiling(retry.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        return http.Response.WriteAsJsonAsync(problem, options: null, ContentType, http.RequestAborted);
    }

    public static ProblemDetails Of(RpcException failure)
    {
        var status = failure.GetRpcStatus();
        var info = status?.GetDetail<ErrorInfo>();
        var problem = new ProblemDetails
        {
            Status = HttpStatusOf(failure.StatusCode),
            Title = info?.Reason ?? failure.StatusCode.ToString(),
            Detail = status?.Message ?? failure.Status.Detail,
        };
        if (info is not null) (problem.Extensions["reason"], problem.Extensions["metadata"]) = (info.Reason, info.Metadata);
        if (status?.GetDetail<BadRequest>() is { } bad)
            problem.Extensions["fields"] = bad.FieldViolations.Select(v => new { v.Field, v.Description }).ToList();
        if (status?.GetDetail<V1.PublishResponse>() is { } refused)
            problem.Extensions["rejections"] = refused.Rejections.Select(OfRejection).ToList();
        return problem;
    }

    private static object OfRejection(V1.Rejection rejection)
        => new { rejection.Sequence, Reason = RpcErrors.NameOf(rejection.Reason), rejection.Message, rejection.Metadata };

    private static TimeSpan? RetryOf(RpcException failure) => failure.GetRpcStatus()?.GetDetail<RetryInfo>()?.RetryDelay.ToTimeSpan();

    /// <summary>The usual mapping of gRPC's codes, as JSON transcoding has it.</summary>
    private static int HttpStatusOf(StatusCode code) => code switch
    {
        StatusCode.InvalidArgument or StatusCode.FailedPrecondition or StatusCode.OutOfRange => StatusCodes.Status400BadRequest,
        StatusCode.Unauthenticated => StatusCodes.Status401Unauthorized,
        StatusCode.PermissionDenied => StatusCodes.Status403Forbidden,
        StatusCode.NotFound => StatusCodes.Status404NotFound,
        StatusCode.Aborted or StatusCode.AlreadyExists => StatusCodes.Status409Conflict,
        StatusCode.ResourceExhausted => StatusCodes.Status429TooManyRequests,
        StatusCode.Cancelled => StatusCodes.Status499ClientClosedRequest,
        StatusCode.Unimplemented => StatusCodes.Status501NotImplemented,
        StatusCode.Unavailable => StatusCodes.Status503ServiceUnavailable,
        StatusCode.DeadlineExceeded => StatusCodes.Status504GatewayTimeout,
        _ => StatusCodes.Status500InternalServerError,
    };
}
