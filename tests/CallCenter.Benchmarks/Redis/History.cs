using CallCenter.Core.Encoding;
using CallCenter.Core.Identity;
using CallCenter.Core.Log;
using CallCenter.Core.Measures;
using CallCenter.Core.Replicas;
using CallCenter.Core.Storage;
using CallCenter.Core.Windows;

namespace CallCenter.Benchmarks.Redis;

/// <summary>The density of 24 h of history.</summary>
/// <param name="PerMinute">Events a minute of a row, given the row and the minute of the day; 0 for none.</param>
/// <param name="Measures">The number of measures, of 8 in a row, that change in a changed slot.</param>
internal sealed record Density(string Name, Func<int, int, double> PerMinute, int Measures)
{
    /// <summary>Every minute of every row, every measure.</summary>
    public static readonly Density Dense = new(
        "dense: all 8 measures of every row change in every minute of 24 h", (_, _) => double.PositiveInfinity, 8);

    /// <summary>A call center of 5,000 agents: three shifts, 200 events a second by day.</summary>
    public static readonly Density Working = new(
        "working: queues share 12,000 events/min by Zipf 0.9 (a tenth of it from 20 to 8 h), "
            + "agents work 8 of 24 h in three shifts with an event every 2 min; 5 of 8 measures a change",
        (row, minute) => row < Workload.Queues
            ? 12_000 * Workload.ShareOf(row) * (minute is >= 480 and < 1200 ? 1 : 0.1)
            : row % 3 == minute / 480 ? 0.5 : 0,
        5);
}

/// <summary>Fills a store with 24 h of 1,000 queues and 5,000 agents, through commits, copies of the shards and folds.</summary>
internal sealed class History(IMetricStore store, Density density)
{
    public const int Rows = Workload.Queues + Workload.Agents;

    private const int Minutes = 24 * 60;

    private static readonly Measure[] Kept =
    [
        Measure.Offered, Measure.Answered, Measure.Abandoned, Measure.WaitOfAnswered, Measure.Completed, Measure.Held,
        Measure.Offers, Measure.OfferNoAnswer,
    ];

    private readonly Random _random = new(11);

    // 24 h that end at the end of a minute, so that all minutes are whole.
    private readonly uint _end = (uint)(DateTimeOffset.UtcNow.ToUnixTimeSeconds() / 60 * 60);

    public long RowMinutes { get; private set; }

    /// <summary>Bytes of the blocks by level.</summary>
    public long[] BlockBytes { get; } = new long[SlotLadder.Levels.Length];

    /// <summary>Row-minutes that lie in the level of minutes.</summary>
    public long RowMinutesOfMinuteLevel { get; private set; }

    public async Task FillAsync()
    {
        var sources = Enumerable.Range(0, Workload.Sources).GroupBy(s => Sharding.ShardOf(new SourceId(TenantId.Default, $"source-{s}"),
            store.ShardCount));
        foreach (var shard in sources)
        {
            await FillAsync(shard.Key, [.. shard]);
            GC.Collect();
        }
    }

    private async Task FillAsync(int shard, List<int> sources)
    {
        var replica = new ShardReplica(shard, ReplicaObserver.None);
        var rows = sources.ToDictionary(s => s, s => Enumerable.Range(0, Rows).Where(r => Workload.SourceOf(r) == s).ToArray());
        for (var minute = 0; minute < Minutes; minute++)
        {
            var sections = sources.ConvertAll(s => BatchCodec.Encode(Section(s, rows[s], minute), StoredFormat.Newest));
            var next = new LogPosition(0, minute + 1);
            if (!replica.Apply(new LogEntry(next, replica.Cursor, BatchCodec.Join(sections))))
                throw new InvalidOperationException("The chain is broken.");
        }
        // One real commit, for a fold must end at an entry that is in the log.
        var marks = new List<MarkStep>();
        foreach (var s in sources)
        {
            var mark = await store.ClaimAsync(shard, new SourceId(TenantId.Default, $"source-{s}"), CancellationToken.None);
            marks.Add(new MarkStep(new SourceId(TenantId.Default, $"source-{s}"), mark.Fence, mark.Committed, mark.Committed + 1));
        }
        var last = BatchCodec.Join(sources.ConvertAll(s => BatchCodec.Encode(Section(s, rows[s], Minutes - 1) with { Deltas = [] },
            StoredFormat.Newest)));
        var entry = ((CommitOutcome.Committed)await store.CommitAsync(shard, new LogCommit(marks, last), CancellationToken.None)).Entry;
        if (!replica.Apply(entry with { Previous = replica.Cursor })) throw new InvalidOperationException("The chain is broken.");
        await FoldAsync(replica);
    }

    private async Task FoldAsync(ShardReplica replica)
    {
        if (!await store.LeaseFoldAsync(replica.Number, TimeSpan.FromMinutes(2), CancellationToken.None))
            throw new InvalidOperationException("No lease.");
        var fold = replica.MakeFold(new Instant(_end * 1000L), StoredFormat.Newest);
        if (!await store.FoldAsync(replica.Number, fold, CancellationToken.None)) throw new InvalidOperationException("Not folded.");
        foreach (var block in fold.Blocks) BlockBytes[block.Key.Level] += block.Bytes.Length;
    }

    private SourceSection Section(int source, int[] rows, int minute)
    {
        var start = _end - (uint)(Minutes - minute) * 60;
        var width = WidthAt(start);
        var deltas = new List<Delta>();
        for (var slot = start; slot < start + 60; slot += width)
        {
            for (var i = 0; i < rows.Length; i++)
            {
                if (Changes(rows[i], minute, slot - start, width)) AddChange(deltas, i, slot);
            }
        }
        var changed = deltas.Select(d => d.Row).Distinct().Count();
        RowMinutes += changed;
        if (width == 60) RowMinutesOfMinuteLevel += changed;
        RowKey[] keys = minute == 0 ? [.. rows.Select(Workload.KeyOf)] : [];
        var first = minute == 0 ? 0 : rows.Length;
        return new SourceSection(
            new SourceId(TenantId.Default, $"source-{source}"), new Fence(1), new Sequence(minute), new Sequence(minute + 1), first, keys,
                [.. deltas], []);
    }

    // As the ladder cuts it: older slots are of a minute already.
    private uint WidthAt(uint minute)
    {
        var level = new BlockCuts(_end).BlockOf(minute).Level;
        return SlotLadder.Levels[level].Width;
    }

    private bool Changes(int row, int minute, uint second, uint width)
    {
        var rate = density.PerMinute(row, minute);
        // Dense: one change a minute.
        if (double.IsPositiveInfinity(rate)) return width == 60 || second == (uint)row % 60 / width * width;
        return rate > 0 && _random.NextDouble() < 1 - Math.Exp(-rate * width / 60);
    }

    private void AddChange(List<Delta> deltas, int row, uint slot)
    {
        var skipped = density.Measures == Kept.Length ? 0 : _random.Next(Kept.Length);
        for (var i = 0; i < Kept.Length; i++)
        {
            if ((i + skipped) % Kept.Length >= density.Measures) continue;
            deltas.Add(new Delta(row, slot, Kept[i], Kept[i] == Measure.WaitOfAnswered ? _random.Next(1, 60_000) : _random.Next(1, 4)));
        }
    }
}
