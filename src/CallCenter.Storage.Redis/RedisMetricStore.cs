using CallCenter.Core.Encoding;
using CallCenter.Core.Identity;
using CallCenter.Core.Storage;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace CallCenter.Storage.Redis;

/// <summary>
/// Shards in Redis, each under one hash tag: one script call a commit, one a fold. Any number of nodes may use them at a time. Connects
/// at the first call. Safe for several threads.
/// </summary>
public sealed class RedisMetricStore : IMetricStore
{
    // Entries of one read: of 256 KiB at most each, they are an answer that Redis gives in a few milliseconds.
    private const int EntriesOfPage = 32;

    // Folds take blocks away when their time is over. This is for the blocks of a system that is never started again: longer than the
    // longest level keeps its slots, and than any standstill that is worth going on from.
    private static readonly TimeSpan BlockLife = TimeSpan.FromDays(60);

    private readonly RedisStoreOptions _options;
    private readonly TimeProvider _time;
    private readonly string _node;
    private readonly RedisLink _link;
    private readonly ShardFormats _formats;
    private readonly ShardReader _reader;
    private readonly RedisArchive _archive;
    private readonly ReplicaWaits _replicas;
    private readonly CommitCounts _commits = new();
    private readonly ShardKeys[] _keys;
    private readonly long[] _leases;

    /// <param name="node">Tells this process from all others that use the same shards.</param>
    public RedisMetricStore(RedisStoreOptions options, string node, TimeProvider time, ILogger log)
    {
        var errors = options.Errors().ToList();
        if (errors.Count > 0) throw new ArgumentException(string.Join(" ", errors), nameof(options));
        (_options, _node, _time) = (options, node, time);
        _link = new RedisLink(options, time, log);
        _formats = new ShardFormats(_link, options, node, time);
        _replicas = new ReplicaWaits(_link, options, log);
        _keys = [.. HashSlots.Tags(options.Shards).Select(tag => new ShardKeys(options.Prefix, tag))];
        _leases = new long[options.Shards];
        Ledger = new RedisLedger(_link, _keys);
        _archive = new RedisArchive(_link, _keys);
        Alerts = new RedisAlerts(_link, _keys, _replicas, options, node);
        _reader = new ShardReader(_link, _archive, _formats, options);
    }

    public int ShardCount => _keys.Length;
    public bool IsShared => true;
    public ILedgerStore Ledger { get; }
    public IArchiveStore Archive => _archive;
    public IAlertStore Alerts { get; }

    public int FormatOf(int shard) => _formats.Of(_keys[shard]);

    public async Task<SourceMark> ClaimAsync(int shard, SourceId source, CancellationToken cancellationToken)
    {
        RedisValue field = Fields.Source(source);
        while (true)
        {
            var held = await _link.AskAsync(
                Line.Commits, db => db.HashGetAsync(_keys[shard].Marks, field, CommandFlags.DemandMaster), cancellationToken);
            var fence = held.IsNull ? 0 : ReadMark(source, held.ToString()).Mark.Fence.Value;
            RedisValue[] values = [field, fence, Fields.MarkStart(FormatOf(shard))];
            var answer = (RedisResult[])(await _link.RunAsync(
                Line.Commits, Script.Claim, _keys[shard].Core, values, cancellationToken))!;
            // Somebody else claimed it in between, or this claim did, whose first answer was lost.
            if ((int)answer[0] == 0) continue;
            var (mark, commits) = ReadMark(source, (string)answer[1]!);
            _commits.Claimed(source, mark.Fence, commits);
            return mark with { LogEnd = StreamIds.Read((RedisValue)answer[2]) };
        }
    }

    public async Task<CommitOutcome> CommitAsync(int shard, LogCommit commit, CancellationToken cancellationToken)
    {
        var started = _time.GetTimestamp();
        var answer = await RunAsync(shard, commit, cancellationToken);
        if ((int)answer[0] == 0) return Refuse(commit.Marks, (int)answer[1] - 1, (string)answer[2]!);
        _commits.Committed(commit.Marks);
        if (_options.Replicas > 0) await _replicas.WaitAsync(_keys[shard], cancellationToken);
        RedisMetrics.CommitDuration.Record(_time.GetElapsedTime(started).TotalSeconds);
        return new CommitOutcome.Committed(
            new LogEntry(StreamIds.Read((RedisValue)answer[1]), StreamIds.Read((RedisValue)answer[2]), commit.Batch));
    }

    public Task<ShardImage> LoadAsync(int shard, CancellationToken cancellationToken) => _reader.ReadAsync(_keys[shard], cancellationToken);

    public async Task<IReadOnlyList<LogEntry>> ReadLogAsync(
        int shard, LogPosition after, int entriesMax, CancellationToken cancellationToken)
    {
        await _formats.RegisterIfDueAsync(_keys[shard], cancellationToken);
        var entries = new List<LogEntry>();
        while (entries.Count < entriesMax)
        {
            var from = entries.Count > 0 ? entries[^1].Position : after;
            var count = Math.Min(EntriesOfPage, entriesMax - entries.Count);
            var (last, page) = await ReadPageAsync(_keys[shard], from, count, cancellationToken);
            if (page.Length == 0 && entries.Count == 0 && last != after) return [Break(after, last)];
            entries.AddRange(page.Select(StreamIds.Entry));
            if (page.Length < count) break;
        }
        return entries;
    }

    public async Task<bool> LeaseFoldAsync(int shard, TimeSpan duration, CancellationToken cancellationToken)
    {
        RedisValue[] values = [_node, (long)duration.TotalMilliseconds];
        await _formats.RegisterAsync(Line.Commits, _keys[shard], cancellationToken);
        var lease = (long)await _link.RunAsync(Line.Commits, Script.Lease, _keys[shard].Core, values, cancellationToken);
        Volatile.Write(ref _leases[shard], lease);
        return lease > 0;
    }

    public async Task<bool> FoldAsync(int shard, ShardFold fold, CancellationToken cancellationToken)
    {
        var keys = _keys[shard];
        RedisKey[] named =
        [
            .. keys.Core, keys.Blocks, keys.Rows, keys.Items, keys.LedgerHeads, keys.Ledger, keys.Archived,
            .. fold.Blocks.Select(b => keys.Block(b.Key)), .. fold.Archive.Select(b => keys.Archive(b.Source, b.Level)),
            .. fold.Archived.SelectMany(Levels, (extent, level) => keys.Archive(extent.Source, level)),
        ];
        var values = FoldValues(fold, Volatile.Read(ref _leases[shard]));
        return (int)await _link.RunOnceAsync(Line.Bulk, Script.Fold, named, values, cancellationToken) == 1;
    }

    /// <summary>Lets servers write a stored format as soon as all that run read it. Servers that do not read it cannot start from then
    /// on.</summary>
    /// <returns>The lowest format that was written so far, and the nodes that still run and do not read the new one.</returns>
    public async Task<(int Before, IReadOnlyList<string> Behind)> RaiseFormatAsync(int format, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(format, StoredFormat.Newest);
        // First the layout, which servers of format 1 check at their start.
        await _formats.RaiseLayoutAsync(format, cancellationToken);
        var (before, behind) = (format, new SortedSet<string>(StringComparer.Ordinal));
        foreach (var keys in _keys)
        {
            var answer = (RedisResult[])(await _link.RunAsync(Line.Commits, Script.Raise, keys.Core, [format], cancellationToken))!;
            before = Math.Min(before, (int)answer[0]);
            behind.UnionWith((string[])answer[1]!);
        }
        return (before, [.. behind]);
    }

    public ValueTask DisposeAsync() => _link.DisposeAsync();

    private (SourceMark Mark, long Commits) ReadMark(SourceId source, string text)
    {
        try
        {
            return Fields.ReadMark(text);
        }
        catch (StoredFormException e)
        {
            throw new StoreUnavailableException($"{_options} holds an unreadable mark of source '{source}': {e.Message}.", e);
        }
    }

    private async Task<RedisResult[]> RunAsync(int shard, LogCommit commit, CancellationToken cancellationToken)
    {
        var values = new RedisValue[2 + 3 * commit.Marks.Count];
        (values[0], values[1]) = (commit.Marks.Count, commit.Batch);
        var start = Fields.MarkStart(FormatOf(shard));
        for (var i = 0; i < commit.Marks.Count; i++)
        {
            var step = commit.Marks[i];
            values[2 + 3 * i] = Fields.Source(step.Source);
            values[3 + 3 * i] = _commits.Expected(step);
            values[4 + 3 * i] = start + Fields.Mark(step.Fence, step.Next);
        }
        try
        {
            return (RedisResult[])(await _link.RunOnceAsync(Line.Commits, Script.Commit, _keys[shard].Core, values, cancellationToken))!;
        }
        catch
        {
            // Whether it was executed is unknown.
            _commits.Forget(commit.Marks);
            throw;
        }
    }

    private CommitOutcome.Refused Refuse(IReadOnlyList<MarkStep> steps, int index, string mark)
    {
        _commits.Forget([steps[index]]);
        return new CommitOutcome.Refused(steps[index].Source, ReadMark(steps[index].Source, mark).Mark);
    }

    private Task<(LogPosition Last, StreamEntry[] Page)> ReadPageAsync(
        ShardKeys keys, LogPosition after, int count, CancellationToken cancellationToken)
        => _link.AskAsync(Line.Bulk, async db =>
        {
            var last = db.HashGetAsync(keys.Marks, Fields.Last, CommandFlags.DemandMaster);
            var page = db.StreamRangeAsync(keys.Log, $"({after}", "+", count, Order.Ascending, CommandFlags.DemandMaster);
            var held = await last;
            return (held.IsNull ? LogPosition.Start : StreamIds.Read(held), await page);
        }, cancellationToken);

    // Nothing follows, and yet the log ends elsewhere: it was rolled back, or trimmed beyond the reader. Both show as a broken chain.
    private static LogEntry Break(LogPosition after, LogPosition last)
        => new(last > after ? last : after with { Minor = after.Minor + 1 }, last, default);

    // In the order in which the script gets what is kept of each.
    private static IEnumerable<ArchiveLevel> Levels(ArchiveExtent extent) => [ArchiveLevel.Hour, ArchiveLevel.Day];

    private RedisValue[] FoldValues(ShardFold fold, long lease)
    {
        var values = new List<RedisValue>
        {
            lease, fold.Expected.ToString(), fold.Checkpoint.ToString(), fold.FoldedAt, (long)_options.LogKept.TotalMilliseconds,
                fold.Format, fold.Blocks.Count,
        };
        foreach (var block in fold.Blocks)
        {
            var life = block.Key.Level == BlockKey.BaseLevel ? 0 : (long)BlockLife.TotalMilliseconds;
            values.AddRange([ShardKeys.NameOf(block.Key), life, block.Bytes]);
        }
        AddFields(values, fold.Rows.Select(r => (Fields.Row(r), r.Key.IsEmpty ? RedisValue.Null : (RedisValue)r.Key)));
        AddFields(values, fold.Items.Select(i => (Fields.Item(i), (RedisValue)i.Item.Value)));
        values.Add(fold.Ledger.Count);
        foreach (var chunk in fold.Ledger)
            values.AddRange([chunk.Position.ToString(), chunk.DoneTo.UnixMs, chunk.Head, chunk.Data]);
        values.AddRange([fold.LedgerKept.From.UnixMs, fold.LedgerKept.BytesMax]);
        values.Add(fold.Archive.Count);
        foreach (var block in fold.Archive) values.AddRange([block.End, block.Bytes]);
        values.Add(fold.Archived.Count);
        foreach (var extent in fold.Archived)
            values.AddRange([Fields.Source(extent.Source), Fields.Extent(extent), fold.ArchiveKept.HoursFrom, fold.ArchiveKept.DaysFrom]);
        return [.. values];
    }

    // First the fields to set, then, those without a value, the fields to delete.
    private static void AddFields(List<RedisValue> values, IEnumerable<(string Field, RedisValue Value)> fields)
    {
        var byFate = fields.ToLookup(f => f.Value.IsNull);
        values.Add(byFate[false].Count());
        foreach (var (field, value) in byFate[false]) values.AddRange([field, value]);
        values.Add(byFate[true].Count());
        foreach (var (field, _) in byFate[true]) values.Add(field);
    }
}
