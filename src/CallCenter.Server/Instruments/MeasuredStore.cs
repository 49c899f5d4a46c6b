using System.Diagnostics;
using CallCenter.Core.Identity;
using CallCenter.Core.Storage;
using CallCenter.Engine.Instruments;

namespace CallCenter.Server.Instruments;

/// <summary>A store whose calls are timed and counted by method and result.</summary>
internal sealed class MeasuredStore(IMetricStore inner, StoreMeter meter, TimeProvider time) : IMetricStore
{
    public int ShardCount => inner.ShardCount;

    public bool IsShared => inner.IsShared;

    public ILedgerStore Ledger => inner.Ledger;

    public IArchiveStore Archive => inner.Archive;

    public IAlertStore Alerts => inner.Alerts;

    public int FormatOf(int shard) => inner.FormatOf(shard);

    public Task<SourceMark> ClaimAsync(int shard, SourceId source, CancellationToken cancellationToken)
        => MeasureAsync("claim", () => inner.ClaimAsync(shard, source, cancellationToken));

    public Task<CommitOutcome> CommitAsync(int shard, LogCommit commit, CancellationToken cancellationToken)
    {
        meter.CommitSizes.Record(commit.Batch.Length);
        return MeasureAsync("commit", () => inner.CommitAsync(shard, commit, cancellationToken));
    }

    public Task<ShardImage> LoadAsync(int shard, CancellationToken cancellationToken)
        => MeasureAsync("load", () => inner.LoadAsync(shard, cancellationToken));

    public Task<IReadOnlyList<LogEntry>> ReadLogAsync(
        int shard, LogPosition after, int entriesMax, CancellationToken cancellationToken)
        => MeasureAsync("read", () => inner.ReadLogAsync(shard, after, entriesMax, cancellationToken));

    public Task<bool> LeaseFoldAsync(int shard, TimeSpan duration, CancellationToken cancellationToken)
        => MeasureAsync("lease", () => inner.LeaseFoldAsync(shard, duration, cancellationToken));

    public Task<bool> FoldAsync(int shard, ShardFold fold, CancellationToken cancellationToken)
        => MeasureAsync("fold", () => inner.FoldAsync(shard, fold, cancellationToken));

    public ValueTask DisposeAsync() => inner.DisposeAsync();

    private async Task<T> MeasureAsync<T>(string method, Func<Task<T>> call)
    {
        using var activity = Activity.Current is { Recorded: true }
            ? EngineMeter.Activities.StartActivity($"store {method}") : null;
        var (start, result) = (time.GetTimestamp(), "failed");
        try
        {
            var answer = await call();
            result = answer is CommitOutcome.Refused ? "refused" : "ok";
            return answer;
        }
        finally
        {
            meter.Calls.Record(time.GetElapsedTime(start).TotalSeconds, new("method", method), new("result", result));
        }
    }
}
