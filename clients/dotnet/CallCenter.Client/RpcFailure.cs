using System.Collections.ObjectModel;
using CallCenter.V1;
using Google.Protobuf;
using Google.Rpc;
using Grpc.Core;

namespace CallCenter.Client;

/// <summary>Reads google.rpc.Status from a failed call, and decides whether a retry can help.</summary>
internal static class RpcFailure
{
    private const string Domain = "callcenter.v1";

    public static CallCenterException Read(RpcException failure)
    {
        Google.Rpc.Status? status = failure.Trailers.GetRpcStatus(ignoreParseError: true);
        ErrorInfo? info = Detail<ErrorInfo>(status);
        RetryInfo? retry = Detail<RetryInfo>(status);
        string reason = info is { Domain: Domain } ? info.Reason : "";
        return new CallCenterException(failure.StatusCode, reason, Describe(failure, status), failure)
        {
            Metadata = info is null ? ReadOnlyDictionary<string, string>.Empty : info.Metadata.AsReadOnly(),
            RetryDelay = retry?.RetryDelay?.ToTimeSpan(),
            Retryable = CanRetry(reason, retry is not null),
        };
    }

    /// <summary>The reason's name as it stands on the wire: without the enum's prefix.</summary>
    public static string NameOf(ErrorReason reason)
    {
        const string prefix = "ERROR_REASON_";
        string? name = ErrorReasonReflection.Descriptor.EnumTypes[0].FindValueByNumber((int)reason)?.Name;
        return name is null ? $"UNKNOWN_{(int)reason}" : name[prefix.Length..];
    }

    /// <summary>
    /// Decided by the reason alone: codes depend on the transport and on the point of a break. A failure without a reason is one of the
    /// transport. The server asks for a retry exactly where one can help, so that reasons of newer servers need not be known here.
    /// </summary>
    private static bool CanRetry(string reason, bool serverAsksForIt) => reason.Length == 0 || serverAsksForIt;

    private static string Describe(RpcException failure, Google.Rpc.Status? status)
    {
        if (!string.IsNullOrEmpty(status?.Message))
            return status.Message;
        return string.IsNullOrEmpty(failure.Status.Detail) ? $"The call failed with {failure.StatusCode}." : failure.Status.Detail;
    }

    private static T? Detail<T>(Google.Rpc.Status? status)
        where T : class, IMessage<T>, new()
    {
        try
        {
            return status?.GetDetail<T>();
        }
        catch (InvalidProtocolBufferException)
        {
            return null; // The code and its text remain.
        }
    }
}
