using System.Collections.Concurrent;
using CallCenter.Core.Encoding;
using CallCenter.Core.Floor;
using CallCenter.Core.Identity;
using CallCenter.Core.Replicas;
using CallCenter.Core.Storage;
using CallCenter.Engine.Board;
using CallCenter.Engine.Instruments;
using CallCenter.Engine.Limits;
using CallCenter.Engine.Settings;
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
    private readonly EngineMeter _meter;
    private readonly CurrentSettings _settings;
    private readonly ShardWriter[] _writers;
    private readonly Ledger _ledger;

    public SourceSessions(IMetricStore store, KpiBoard board, EngineOptions options, TimeProvider time, ILogger<SourceSessions> log,
        EngineMeter? meter = null, CurrentSettings? settings = null)
    {
        _settings = settings ?? CurrentSettings.Standard;
        _meter = meter ?? new EngineMeter();
        _meter.Meter.CreateObservableGauge("callcenter.commit.queue", () => _writers!.Sum(w => w.EnlistedCount), "{source}",
            "Sources that wait for a place in the next commit of their shard.");
        (_store, _board, _options, _time, _log) = (store, board, options, time, log);
        _ledger = new Ledger(store, options.Ledger);
        _writers = [.. Enumerable.Range(0, store.ShardCount).Select(shard => new ShardWriter(shard, store, board, options, time, log))];
    }

    internal Ledger Ledger => _ledger;

    /// <summary>Sources with a session on this node, those that are just being opened included.</summary>
    public int Count => _owners.Count;

    /// <summary>Runs the writers until cancelled; end the sessions first.</summary>
    public Task RunAsync(CancellationToken cancellationToken) => Task.WhenAll(_writers.Select(w => w.RunAsync(cancellationToken)));

    /// <summary>Claims the source: ends its session here, raises the fence, and starts from its stored floor.</summary>
    public Task<SourceSession> OpenAsync(SourceId source, CancellationToken cancellationToken)
        => OpenAsync(source, EventNumbering.BySequence, cancellationToken);

    private async Task<SourceSession> OpenAsync(SourceId source, EventNumbering numbering, CancellationToken cancellationToken)
    {
        var owner = await LockOwnerAsync(source, cancellationToken);
        try
        {
            if (owner.Session is { Completion.IsCompleted: false } older)
            {
                older.Supersede();
                await older.Completion.WaitAsync(cancellationToken);
            }
            var session = owner.Session = await StartAsync(source, numbering, cancellationToken);
            _ = session.Completion.ContinueWith(
                _ => TryRetire(source, owner), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
            return session;
        }
        finally
        {
            owner.Gate.Release();
            TryRetire(source, owner);
        }
    }

    /// <summary>Claims the source unless a session has it here; for events that are published one call at a time.</summary>
    public async Task<SourceSession?> OpenUnlessStreamingAsync(SourceId source, CancellationToken cancellationToken)
        => LiveOf(source) is not null ? null : await OpenAsync(source, EventNumbering.WithinSession, cancellationToken);

    /// <summary>The session of a source on this node; null when there is none.</summary>
    internal SourceSession? LiveOf(SourceId source)
        => _owners.TryGetValue(source, out var owner) && owner.Session is { Completion.IsCompleted: false } live ? live : null;

    /// <summary>Erases the id of a contact, in the session of the source or in one that ends with the erasure.</summary>
    /// <returns>What was erased; null when the session ended before that was durable.</returns>
    /// <param name="finished">Records of the ledger that name the contact.</param>
    internal async Task<ContactTraces?> ForgetAsync(
        SourceId source, ForgottenContact contact, int finished, CancellationToken cancellationToken)
    {
        var owner = await LockOwnerAsync(source, cancellationToken);
        try
        {
            if (owner.Session is { Completion.IsCompleted: false } live)
                return await live.ForgetAsync(contact, finished, cancellationToken);
            var session = owner.Session = await StartAsync(source, EventNumbering.None, cancellationToken);
            try
            {
                return await session.ForgetAsync(contact, finished, cancellationToken);
            }
            finally
            {
                session.Complete();
                await session.Completion;
            }
        }
        finally
        {
            owner.Gate.Release();
            TryRetire(source, owner);
        }
    }

    /// <summary>When silence would end the first of the live visits of a source without a session; null without one.</summary>
    /// <exception cref="StoreUnavailableException">The stored floor is unreadable.</exception>
    internal Instant? NextEndOf(SourceId source, StoredFloor stored) => LoadFloor(source, stored).NextEnd;

    /// <summary>Applies the passing of time to a source, in a session that ends with it, unless it has one here.</summary>
    internal async Task AdvanceAsync(SourceId source, CancellationToken cancellationToken)
    {
        var owner = await LockOwnerAsync(source, cancellationToken);
        try
        {
            if (owner.Session is { Completion.IsCompleted: false }) return;
            var session = owner.Session = await StartAsync(source, EventNumbering.None, cancellationToken);
            session.Advance();
            session.Complete();
            await session.Completion;
        }
        finally
        {
            owner.Gate.Release();
            TryRetire(source, owner);
        }
    }

    /// <summary>Ends all sessions after their events are committed.</summary>
    public async Task DrainAsync(CancellationToken cancellationToken)
    {
        var sessions = _owners.Values.Select(o => o.Session).OfType<SourceSession>().ToList();
        foreach (var session in sessions) session.Complete();
        await Task.WhenAll(sessions.Select(s => s.Completion)).WaitAsync(cancellationToken);
        foreach (var writer in _writers) writer.Complete();
    }

    private async Task<Owner> LockOwnerAsync(SourceId source, CancellationToken cancellationToken)
    {
        while (true)
        {
            var owner = _owners.GetOrAdd(source, _ => new Owner());
            await owner.Gate.WaitAsync(cancellationToken);
            if (!owner.IsRetired) return owner;
            owner.Gate.Release();
        }
    }

    // An owner whose gate is taken is in use; whoever holds the gate retires it afterwards.
    private void TryRetire(SourceId source, Owner owner)
    {
        if (!owner.Gate.Wait(0)) return;
        if (owner.Session is not { Completion.IsCompleted: false })
        {
            owner.IsRetired = true;
            _owners.TryRemove(KeyValuePair.Create(source, owner));
        }
        owner.Gate.Release();
    }

    private async Task<SourceSession> StartAsync(SourceId source, EventNumbering numbering, CancellationToken cancellationToken)
    {
        var tenant = _board.Uses.Of(source.Tenant);
        var limits = _options.Limits.Of(source.Tenant);
        // Before the claim, which leaves a mark in the store.
        if (!tenant.TryOpen(source, limits.SourcesMax, Instant.FromDateTimeOffset(_time.GetUtcNow()))) throw _board.OverLimits.Refuse(
            source.Tenant, "sources", limits.SourcesMax, limits.SourcesMax, $"{limits.Path}:{nameof(limits.SourcesMax)}");
        try
        {
            var quota = new SourceQuota(source, tenant, limits, _board.OverLimits);
            return await StartAsync(source, quota, numbering, cancellationToken);
        }
        finally
        {
            tenant.Opened(source);
        }
    }

    private async Task<SourceSession> StartAsync(
        SourceId source, SourceQuota quota, EventNumbering numbering, CancellationToken cancellationToken)
    {
        var shard = Sharding.ShardOf(source, _store.ShardCount);
        while (true)
        {
            var lineage = _board.LineageOf(shard);
            var mark = await _store.ClaimAsync(shard, source, cancellationToken);
            var stored = await _board.ReadFloorAsync(shard, source, mark.LogEnd, cancellationToken);
            // Rolled back between the claim and the floor: they do not belong together.
            if (_board.LineageOf(shard) != lineage) continue;
            EngineLog.SessionOpened(_log, source, mark.Fence.Value, mark.Committed.Value);
            var floor = LoadFloor(source, stored);
            var defects = new DefectLog(source, _time, _log);
            var builder = new SectionBuilder(source, mark, floor, quota, _settings, defects, _meter.Ghosts, numbering);
            var context = new SessionContext(source, _writers[shard], _ledger, lineage, () => _board.LineageOf(shard), _time, _log);
            return new SourceSession(context, mark, builder, _options);
        }
    }

    private SourceFloor LoadFloor(SourceId source, StoredFloor stored)
    {
        try
        {
            return new SourceFloor(
                _options.Limits.Of(source, _options.Floor), stored.Rows, stored.Items, _settings.Of(source.Tenant));
        }
        catch (StoredFormException e)
        {
            throw new StoreUnavailableException($"The stored floor of source '{source}' is unreadable: {e.Message}.", e);
        }
    }

    private sealed class Owner
    {
        /// <summary>Guards the properties below.</summary>
        public SemaphoreSlim Gate { get; } = new(1, 1);

        public SourceSession? Session { get; set; }

        /// <summary>No longer in the table; a new owner takes its place.</summary>
        public bool IsRetired { get; set; }
    }
}
