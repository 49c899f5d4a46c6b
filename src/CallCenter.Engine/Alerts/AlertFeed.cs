using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using CallCenter.Core.Alerts;
using CallCenter.Core.Identity;
using CallCenter.Core.Storage;

namespace CallCenter.Engine.Alerts;

/// <summary>An alert as it is stored.</summary>
/// <param name="Revision">Of its last change.</param>
/// <param name="Acknowledgement">Null: none.</param>
public sealed record AlertEntry(Alert Alert, long Revision, Acknowledgement? Acknowledgement)
{
    internal static AlertEntry Of(StoredAlert stored) => new(
        AlertCodec.Decode(stored.Id, stored.Record.Span), stored.Revision,
        stored.Acknowledgement.IsEmpty ? null : AlertCodec.DecodeAcknowledgement(stored.Acknowledgement.Span));
}

/// <summary>Alerts of one moment, without those that were not raised.</summary>
/// <param name="Revision">Of the last change of any alert that is read.</param>
public sealed record AlertEntries(long Revision, IReadOnlyList<AlertEntry> Alerts);

/// <summary>What this node knows of the changes of a tenant's alerts. All watchers share its reads of the store. Safe for several
/// threads.</summary>
public sealed class AlertFeed
{
    /// <summary>How often the store is asked for changes by other nodes.</summary>
    internal static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(200);

    private const int PageSize = 500;

    private readonly TenantId _tenant;
    private readonly IMetricStore _store;
    private readonly TimeProvider _time;
    private readonly Lock _lock = new(); // Guards the fields below.
    private readonly Dictionary<long, Task<AlertEntries>> _reads = []; // By the revision that they go on from.
    private TaskCompletionSource _next = NewSignal();
    private Task<long>? _asked;
    private long _askedAt;
    private long _revision;

    internal AlertFeed(TenantId tenant, IMetricStore store, TimeProvider time) => (_tenant, _store, _time) = (tenant, store, time);

    /// <summary>Whether other nodes change alerts, too, so that the revision is to be asked for again and again.</summary>
    public bool IsPolled => _store.IsShared;

    /// <summary>This node changed an alert.</summary>
    public void Changed()
    {
        lock (_lock)
        {
            _asked = null;
            _next.SetResult();
            _next = NewSignal();
        }
    }

    /// <summary>Completes when this node changes an alert after the call.</summary>
    public Task NextAsync()
    {
        lock (_lock) return _next.Task;
    }

    /// <summary>The revision of the last change, as of a moment ago at most.</summary>
    public Task<long> RevisionAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            var isFresh = _asked is { IsCompleted: false } || (_asked is { IsCompletedSuccessfully: true }
                && (!IsPolled || _time.GetElapsedTime(_askedAt) < PollInterval));
            if (!isFresh) (_asked, _askedAt) = (AskAsync(), _time.GetTimestamp());
            return _asked!.WaitAsync(cancellationToken);
        }
    }

    /// <summary>All open alerts.</summary>
    public async Task<AlertEntries> ReadOpenAsync(CancellationToken cancellationToken)
        => EntriesOf(await _store.Alerts.ReadOpenAsync(_tenant, cancellationToken));

    /// <summary>The first alerts that changed after a revision, in the order of their last changes.</summary>
    public Task<AlertEntries> ReadChangedAsync(long after, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (!_reads.TryGetValue(after, out var read) || read.IsFaulted) _reads[after] = read = ReadAfterAsync(after);
            return read.WaitAsync(cancellationToken);
        }
    }

    /// <summary>Alerts with ids below one, the largest first, read as they are asked for.</summary>
    public async IAsyncEnumerable<AlertEntry> ReadBeforeAsync(
        long id, bool isOpenOnly, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (isOpenOnly)
        {
            var open = await ReadOpenAsync(cancellationToken);
            foreach (var entry in open.Alerts.Where(entry => entry.Alert.Id < id).Reverse()) yield return entry;
            yield break;
        }
        for (var isMore = true; isMore;)
        {
            var page = (await _store.Alerts.ReadBeforeAsync(_tenant, id, PageSize, cancellationToken)).Alerts;
            foreach (var stored in page)
            {
                id = stored.Id;
                if (AlertEntry.Of(stored) is { Alert.IsRaised: true } entry) yield return entry;
            }
            isMore = page.Count == PageSize;
        }
    }

    /// <summary>The alert of an id; null: there is none.</summary>
    public async Task<AlertEntry?> FindAsync(long id, CancellationToken cancellationToken)
        => (await _store.Alerts.ReadBeforeAsync(_tenant, id + 1, 1, cancellationToken)).Alerts is [var found] && found.Id == id
            && AlertEntry.Of(found) is { Alert.IsRaised: true } entry ? entry : null;

    /// <summary>Acknowledges an alert; false: it has an acknowledgement, or is gone.</summary>
    public async Task<bool> AcknowledgeAsync(long id, Acknowledgement acknowledgement, CancellationToken cancellationToken)
    {
        var isTaken = await _store.Alerts.AcknowledgeAsync(_tenant, id, AlertCodec.Encode(acknowledgement), cancellationToken);
        if (isTaken) Changed();
        return isTaken;
    }

    private async Task<long> AskAsync()
    {
        var revision = await _store.Alerts.ReadRevisionAsync(_tenant, CancellationToken.None);
        lock (_lock)
        {
            if (revision != _revision) _reads.Clear();
            return _revision = revision;
        }
    }

    private async Task<AlertEntries> ReadAfterAsync(long after)
    {
        var read = await _store.Alerts.ReadChangedAsync(_tenant, after, PageSize, CancellationToken.None);
        return EntriesOf(read.Alerts.Count < PageSize ? read : read with { Revision = read.Alerts[^1].Revision });
    }

    private static AlertEntries EntriesOf(StoredAlerts read)
        => new(read.Revision, [.. read.Alerts.Select(AlertEntry.Of).Where(entry => entry.Alert.IsRaised)]);

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}

/// <summary>The feeds of all tenants. Safe for several threads.</summary>
public sealed class AlertFeeds(IMetricStore store, TimeProvider time)
{
    private readonly ConcurrentDictionary<TenantId, AlertFeed> _feeds = new();

    public AlertFeed Of(TenantId tenant) => _feeds.GetOrAdd(tenant, _ => new AlertFeed(tenant, store, time));
}
