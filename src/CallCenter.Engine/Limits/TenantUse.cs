using System.Collections.Concurrent;
using CallCenter.Core.Floor;
using CallCenter.Core.Identity;
using CallCenter.Core.Replicas;

namespace CallCenter.Engine.Limits;

/// <summary>
/// How much a tenant uses: what its sources have committed, on all nodes, as far as this node has read. Sources are added and their counts
/// change in the board's loop; any thread reads.
/// </summary>
internal sealed class TenantUse
{
    // How long completeness shows that a source was refused.
    private static readonly TimeSpan RefusalShown = TimeSpan.FromHours(24);

    private readonly ConcurrentDictionary<SourceId, SourceUse> _sources = new();
    private readonly Lock _lock = new(); // Guards the fields below.
    private readonly HashSet<SourceId> _opening = [];
    private (Instant First, Instant Last)? _refused;

    private long _visits;
    private long _agents;
    private long _rows;

    public void Add(SourceReplica source) => _sources.GetOrAdd(source.Id, _ => new SourceUse(this)).Follow(source.Size);

    public void Remove(SourceReplica source)
    {
        if (_sources.TryRemove(source.Id, out var use)) use.End(source.Size);
    }

    public void Add(int visits, int agents, int rows)
    {
        if (visits != 0) Interlocked.Add(ref _visits, visits);
        if (agents != 0) Interlocked.Add(ref _agents, agents);
        if (rows != 0) Interlocked.Add(ref _rows, rows);
    }

    /// <summary>The remaining room of a source.</summary>
    public TenantRoom RoomOf(SourceId source, TenantLimits limits)
    {
        var own = _sources.GetValueOrDefault(source);
        return new TenantRoom(
            TenantShare.Of(limits.VisitsMax, Interlocked.Read(ref _visits), own?.Visits ?? 0),
            TenantShare.Of(limits.AgentsMax, Interlocked.Read(ref _agents), own?.Agents ?? 0),
            TenantShare.Of(limits.RowsMax, Interlocked.Read(ref _rows), own?.Rows ?? 0),
            limits.Path);
    }

    /// <summary>Admits a source that is known, or one more; false when there are as many as allowed. <see cref="Opened"/> must
    /// follow.</summary>
    public bool TryOpen(SourceId source, int sourcesMax, Instant now)
    {
        lock (_lock)
        {
            var isNew = !_sources.ContainsKey(source) && !_opening.Contains(source);
            if (isNew && _sources.Count + _opening.Count(s => !_sources.ContainsKey(s)) >= sourcesMax)
            {
                _refused = _refused is { } before && now - before.Last < RefusalShown ? (before.First, now) : (now, now);
                return false;
            }
            _opening.Add(source);
            return true;
        }
    }

    /// <summary>The source is known, or could not be opened.</summary>
    public void Opened(SourceId source)
    {
        lock (_lock) _opening.Remove(source);
    }

    /// <summary>Since when sources were refused on this node, as long as that was so within the last 24 h.</summary>
    public Instant? RefusedSince(Instant now)
    {
        lock (_lock) return _refused is { } refused && now - refused.Last < RefusalShown ? refused.First : null;
    }
}
