using System.Collections.Concurrent;
using CallCenter.Core.Encoding;
using CallCenter.Core.Floor;
using CallCenter.Core.Identity;
using CallCenter.Core.Storage;
using CallCenter.Engine.Board;
using CallCenter.Engine.Shards;
using Microsoft.Extensions.Logging;

namespace CallCenter.Engine.Ingest;

/// <summary>The live sessions of this node, at most one a source; the newest wins. Safe for several threads.</summary>
public sealed class SourceSessions
{
    private readonly ConcurrentDictionary<SourceId, Owner> _owners = new();
    private readonly IMetricStore _store;
    private readonly KpiBoard _board;
    private readonly EngineOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger<SourceSessions> _log;
    private readonly ShardWriter[] _writers;

    public SourceSessions(IMetricStore store, KpiBoard board, EngineOptions options, TimeProvider time, ILogger<SourceSessions> log)
    {
        (_store, _board, _options, _time, _log) = (store, board, options, time, log);
        _writers = [.. Enumerable.Range(0, store.ShardCount).Select(shard => new ShardWriter(shard, store, board, options, time, log))];
    }

    /// <summary>Runs the writers until cancelled; end the sessions first.</summary>
    public Task RunAsync(CancellationToken cancellationToken) => Task.WhenAll(_writers.Select(w => w.RunAsync(cancellationToken)));

    /// <summary>Takes the source over: ends its session here, raises the fence, and starts from its stored floor.</summary>
    public async Task<SourceSession> OpenAsync(SourceId source, CancellationToken cancellationToken)
    {
        var owner = _owners.GetOrAdd(source, _ => new Owner());
        await owner.Gate.WaitAsync(cancellationToken);
        try
        {
            if (owner.Session is { Completion.IsCompleted: false } older)
            {
                older.Break(SessionEnd.Superseded,
                    $"Another session owns source '{source}' now. If that was not intended, two adapters use one source name.");
                await older.Completion.WaitAsync(cancellationToken);
            }
            return owner.Session = await StartAsync(source, cancellationToken);
        }
        finally
        {
            owner.Gate.Release();
        }
    }

    /// <summary>Takes the source over unless a stream has it here; for events that are published one call at a time.</summary>
    public async Task<SourceSession?> OpenUnlessStreamingAsync(SourceId source, CancellationToken cancellationToken)
        => _owners.TryGetValue(source, out var owner) && owner.Session is { Completion.IsCompleted: false } ? null
            : await OpenAsync(source, cancellationToken);

    /// <summary>Ends all sessions after what they have taken is committed.</summary>
    public async Task DrainAsync(CancellationToken cancellationToken)
    {
        var sessions = _owners.Values.Select(o => o.Session).OfType<SourceSession>().ToList();
        foreach (var session in sessions) session.Complete();
        await Task.WhenAll(sessions.Select(s => s.Completion)).WaitAsync(cancellationToken);
        foreach (var writer in _writers) writer.Complete();
    }

    private async Task<SourceSession> StartAsync(SourceId source, CancellationToken cancellationToken)
    {
        var shard = Sharding.ShardOf(source, _store.ShardCount);
        // Before the claim: entries that are lost after it are lost to this session.
        var lineage = _board.LineageOf(shard);
        var mark = await _store.ClaimAsync(shard, source, cancellationToken);
        var stored = await _board.ReadFloorAsync(shard, source, mark.LogEnd, cancellationToken);
        EngineLog.SessionOpened(_log, source.Name, mark.Fence.Value, mark.Committed.Value);
        var floor = LoadFloor(source, stored);
        return new SourceSession(source, mark, floor, mark.Committed > Sequence.None, _writers[shard], _options, _time, _log)
        {
            HasLostCommits = () => _board.LineageOf(shard) != lineage,
        };
    }

    private SourceFloor LoadFloor(SourceId source, StoredFloor stored)
    {
        try
        {
            return new SourceFloor(_options.Floor, stored.Rows, stored.Items);
        }
        catch (StoredFormException e)
        {
            throw new StoreUnavailableException($"The stored floor of source '{source}' is unreadable: {e.Message}.", e);
        }
    }

    private sealed class Owner
    {
        public SemaphoreSlim Gate { get; } = new(1, 1);
        public SourceSession? Session { get; set; }
    }
}
