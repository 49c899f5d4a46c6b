using CallCenter.V1;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Core;

namespace CallCenter.ScriptedServer;

/// <summary>Failures as the contract packs them: google.rpc.Status in the trailers.</summary>
public static class Refusal
{
    public static RpcException Of(
        StatusCode code, ErrorReason reason, string message, params (string Key, string Value)[] metadata) =>
        Pack(code, message, Info(reason, metadata));

    public static RpcException RetryAfter(TimeSpan delay, ErrorReason reason, string message) =>
        Pack(StatusCode.Unavailable, message, Info(reason), new RetryInfo { RetryDelay = Duration.FromTimeSpan(delay) });

    /// <summary>A refusal after which a client reconnects.</summary>
    public static RpcException Retryable(
        StatusCode code, ErrorReason reason, string message, params (string Key, string Value)[] metadata) =>
        Pack(code, message, Info(reason, metadata), new RetryInfo { RetryDelay = new Duration() });

    private static ErrorInfo Info(ErrorReason reason, params (string Key, string Value)[] metadata)
    {
        // A reason of a newer server has no name here.
        string name = ErrorReasonReflection.Descriptor.EnumTypes[0].FindValueByNumber((int)reason)?.Name ?? $"ERROR_REASON_NEW_{reason}";
        var info = new ErrorInfo { Domain = "callcenter.v1", Reason = name["ERROR_REASON_".Length..] };
        foreach ((string key, string value) in metadata)
            info.Metadata.Add(key, value);
        return info;
    }

    private static RpcException Pack(StatusCode code, string message, params IMessage[] details)
    {
        var status = new Google.Rpc.Status { Code = (int)code, Message = message };
        status.Details.AddRange(details.Select(Any.Pack));
        return status.ToRpcException();
    }
}
