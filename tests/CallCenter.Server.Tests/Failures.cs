using CallCenter.Client;
using Google.Rpc;
using Grpc.Core;

namespace CallCenter.Server.Tests;

/// <summary>Failures of calls in the contract's words.</summary>
internal static class Failures
{
    public static async Task<CallCenterException> OfAsync<T>(AsyncUnaryCall<T> call)
        => CallCenterException.From(await Assert.ThrowsAsync<RpcException>(() => call.ResponseAsync).WaitAsync(Waits.Limit));

    /// <summary>Fields named by the BadRequest detail of a failed call.</summary>
    public static IEnumerable<string> FieldsOf(CallCenterException failure)
    {
        var rpc = Assert.IsType<RpcException>(failure.InnerException);
        return rpc.GetRpcStatus()?.GetDetail<BadRequest>()?.FieldViolations.Select(v => v.Field) ?? [];
    }

    /// <summary>Asserts code, reason and all metadata at once.</summary>
    public static void AssertIs(CallCenterException failure, StatusCode code, string reason, params (string Key, string Value)[] metadata)
        => Assert.Equal(
            (code, reason, Text(metadata)),
            (failure.StatusCode, failure.Reason, Text(failure.Metadata.Select(m => (m.Key, m.Value)))));

    private static string Text(IEnumerable<(string Key, string Value)> metadata)
        => string.Join(", ", metadata.OrderBy(m => m.Key, StringComparer.Ordinal).Select(m => $"{m.Key}={m.Value}"));
}
