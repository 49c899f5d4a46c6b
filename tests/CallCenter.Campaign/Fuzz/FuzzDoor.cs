using Google.Rpc;
using Grpc.Core;

namespace CallCenter.Campaign.Fuzz;

/// <summary>A way into the server, and what may come out of it.</summary>
internal abstract class FuzzDoor : IDisposable
{
    /// <summary>Sends one case and judges the answer.</summary>
    /// <returns>The kind of the outcome, for the counts of the report.</returns>
    /// <exception cref="FuzzFindingException">The answer is one that no client should get.</exception>
    public abstract Task<string> TryAsync(Random random, CancellationToken cancellationToken);

    public virtual void Dispose() { }

    /// <summary>Judges the end of a call of a proper client with improper content: a failure has a reason of the contract.</summary>
    protected static string Judge(RpcException failure, bool isOfContract)
    {
        var reason = failure.GetRpcStatus()?.GetDetail<ErrorInfo>()?.Reason;
        // The transport, after too many streams that the fuzzer left.
        if (failure.Status.DebugException is IOException or HttpRequestException) return "connection cut";
        if (failure.StatusCode is StatusCode.Unknown or StatusCode.Internal or StatusCode.DataLoss)
            throw new FuzzFindingException($"failed with {failure.StatusCode} {reason}: {failure.Status.Detail}");
        if (reason is null && isOfContract)
            throw new FuzzFindingException($"failed with {failure.StatusCode} without a reason: {failure.Status.Detail}");
        if (reason == "SERVER_STOPPING")
            throw new FuzzFindingException($"failed with {reason} while nobody stops it: {failure.Status.Detail}");
        return $"{failure.StatusCode} {reason}".TrimEnd();
    }
}

/// <summary>The server answered in a way that no client should see.</summary>
internal sealed class FuzzFindingException(string message) : Exception(message);
