using CallCenter.V1;

namespace CallCenter.ScriptedServer;

/// <summary>The committed events of a source: each once, in sequence.</summary>
public sealed class SourceBook
{
    private readonly Lock _gate = new();
    private readonly List<Event> _events = [];

    public int HeartbeatCount { get; set; }

    public long Fence { get; set; }

    public long CommittedSequence
    {
        get
        {
            lock (_gate)
                return _events.Count;
        }
    }

    /// <summary>The committed events; the first has sequence 1.</summary>
    public IReadOnlyList<Event> Events
    {
        get
        {
            lock (_gate)
                return [.. _events];
        }
    }

    /// <summary>Visit ids of the committed VisitQueued events.</summary>
    public IReadOnlyList<string> VisitIds => [.. Events.Select(e => e.VisitQueued?.VisitId ?? e.KindCase.ToString())];

    /// <summary>Simulates earlier events, or a store restored from an old copy.</summary>
    public void SetCommitted(int count)
    {
        lock (_gate)
        {
            while (_events.Count < count)
                _events.Add(new Event());
            _events.RemoveRange(count, _events.Count - count);
        }
    }

    /// <summary>Commits the new events of a batch; returns the number of duplicates, or null for a gap.</summary>
    public int? Commit(EventBatch batch)
    {
        lock (_gate)
        {
            if (batch.FirstSequence > _events.Count + 1)
                return null;
            int duplicates = (int)Math.Min(batch.Events.Count, _events.Count + 1 - batch.FirstSequence);
            _events.AddRange(batch.Events.Skip(duplicates));
            return duplicates;
        }
    }
}
