using System.Collections.Concurrent;
using CallCenter.Core.Identity;
using Grpc.Core;

namespace CallCenter.Server.Errors;

/// <summary>Logs refused calls: one line a minute and reason, with the number of calls since the previous line.</summary>
internal sealed class RefusedCallLog(TimeProvider time, ILogger<RefusedCallLog> log)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, Count> _counts = new(StringComparer.Ordinal);

    /// <param name="cause">A sentence for operators that the caller does not get; empty when there is none.</param>
    public void Refused(RpcException failure, string method, string peer, string cause = "")
    {
        var reason = RpcErrors.ReasonOf(failure) ?? failure.StatusCode.ToString();
        var count = _counts.GetOrAdd(reason, _ => new Count());
        lock (count)
        {
            count.Unlogged++;
            var now = time.GetTimestamp();
            if (count.LoggedAt is { } last && time.GetElapsedTime(last, now) < Interval) return;
            ServerLog.CallsRefused(log, reason, count.Unlogged, SafeText.Of(method), peer, SafeText.Of(cause));
            (count.Unlogged, count.LoggedAt) = (0, now);
        }
    }

    private sealed class Count
    {
        public long Unlogged { get; set; }
        public long? LoggedAt { get; set; }
    }
}
