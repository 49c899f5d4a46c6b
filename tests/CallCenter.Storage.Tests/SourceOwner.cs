using CallCenter.Core.Identity;
using CallCenter.Core.Storage;

namespace CallCenter.Storage.Tests;

/// <summary>A source's owner as the engine is one: commits event by event, and after any fault claims its source anew and goes on where the
/// store says. Event n is the batch that holds the number n, so that the log tells what was counted.</summary>
internal static class SourceOwner
{
    /// <summary>Brings the source to this event, however often it takes. <paramref name="sent"/> is told each event before it is
    /// sent.</summary>
    public static async Task ResumeAsync(IMetricStore store, SourceId source, int until, Action<int>? sent = null)
    {
        var shard = Samples.ShardOf(store, source);
        SourceMark? mark = null;
        await Waits.UntilAsync(async () =>
        {
            try
            {
                mark ??= await store.ClaimAsync(shard, source, default);
                if (mark.Value.Committed.Value >= until) return true;
                var next = (int)mark.Value.Committed.Value + 1;
                sent?.Invoke(next);
                var commit = new LogCommit([Samples.Step(source, mark.Value, next - 1, next)], BitConverter.GetBytes(next));
                var outcome = await store.CommitAsync(shard, commit, default);
                mark = outcome is CommitOutcome.Committed ? mark.Value with { Committed = new Sequence(next) } : null;
            }
            catch (StoreUnavailableException)
            {
                mark = null;
            }
            return mark?.Committed.Value >= until;
        }, $"event {until} of {source} is counted", pause: TimeSpan.Zero);
    }

    /// <summary>The log of the source's shard, once it can be read.</summary>
    public static async Task<IReadOnlyList<LogEntry>> ReadAsync(IMetricStore store, SourceId source)
    {
        IReadOnlyList<LogEntry> log = [];
        await Waits.UntilAsync(async () =>
        {
            try
            {
                log = await store.ReadLogAsync(Samples.ShardOf(store, source), LogPosition.Start, int.MaxValue, default);
                return true;
            }
            catch (StoreUnavailableException)
            {
                return false;
            }
        }, "the log can be read");
        return log;
    }

    /// <summary>The log holds events 1 to <paramref name="until"/> of its only source, each once, in an unbroken chain.</summary>
    public static async Task AssertCountedOnceAsync(IMetricStore store, SourceId source, int until)
    {
        var log = await ReadAsync(store, source);
        Assert.Equal(Enumerable.Range(1, until), log.Select(e => BitConverter.ToInt32(e.Batch.Span)));
        Samples.AssertChain(LogPosition.Start, log);
    }
}
