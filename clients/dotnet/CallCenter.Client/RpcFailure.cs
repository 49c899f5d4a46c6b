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
            Retryable = CanRetry(failure.StatusCode, reason, retry is not null),
        };
    }

    /// <summary>The reason's name as it stands on the wire: without the enum's prefix.</summary>
    public static string NameOf(ErrorReason reason)
    {
        const string prefix = "ERROR_REASON_";
        string? name = ErrorReasonReflection.Descriptor.EnumTypes[0].FindValueByNumber((int)reason)?.Name;
        return name is null ? $"UNKNOWN_{(int)reason}" : name[prefix.Length..];
    }

    private static bool CanRetry(StatusCode code, string reason, bool serverSaysWhen)
    {
        if (reason == NameOf(ErrorReason.SessionSuperseded))
            return false; // Otherwise two adapters would take the source from each other for ever.
        return code switch
        {
            StatusCode.Unavailable or StatusCode.DeadlineExceeded or StatusCode.Aborted => true,
            // Codes of a broken connection or a crashed handler; they depend on the point of the break.
            StatusCode.Cancelled or StatusCode.Internal or StatusCode.Unknown => true,
            // While the stream was open; at its beginning the reason is another one.
            StatusCode.Unauthenticated => reason == NameOf(ErrorReason.CredentialExpired),
            StatusCode.OutOfRange => reason == NameOf(ErrorReason.SequenceGap),
            StatusCode.ResourceExhausted => serverSaysWhen,
            _ => false,
        };
    }

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
