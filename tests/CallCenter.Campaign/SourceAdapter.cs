using CallCenter.Client;
using CallCenter.V1;

namespace CallCenter.Campaign;

/// <summary>
/// The adapter of one source: a sender that is replaced after a failure, or on request in mid-batch by a take-over. All
/// senders send the same story, each from the server's position.
/// </summary>
public sealed class SourceAdapter(Story story, IReadOnlyList<NodeRelay> relays, Random random, FaultLog log) : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly HashSet<long> _fences = [];
    private readonly List<SenderLife> _old = [];
    private SenderLife? _life;
    private int _lifeCount;
    private bool _isClosed;

    public Story Story => story;

    public bool HasSender => _life is not null;
    public HashSet<long> Rejected { get; } = [];

    /// <summary>The number of events handed to any of the senders.</summary>
    public long Fed { get; private set; }

    /// <summary>The number of superseded senders.</summary>
    public int SupersededCount { get; private set; }

    /// <summary>Starts a new sender while the one before still sends.</summary>
    public string TakeOver()
    {
        lock (_gate)
        {
            if (_isClosed) return "closed";
            if (_life is { } before) _old.Add(before);
            var relay = relays[random.Next(relays.Count)];
            var numbering = random.Next(4) == 0 ? Numbering.FromOne : Numbering.ContinueAfterCommitted;
            _life = new SenderLife(this, relay, numbering, new Random(random.Next()), $"{story.Source}/{++_lifeCount}");
            return $"{_life.Name} at {relay.Name}, {numbering}";
        }
    }

    /// <summary>Waits until the newest sender has sent the whole story and had it acked.</summary>
    public async Task UntilAckedAsync(TimeSpan max)
    {
        using var limit = new CancellationTokenSource(max);
        while (_life is not { } life || !await life.IsAckedAsync(story.Count, limit.Token))
        {
            if (limit.IsCancellationRequested) throw new TimeoutException($"{_life?.Name} has acked {_life?.Acked} of {story.Count}.");
            await Task.Delay(20, CancellationToken.None);
        }
    }

    /// <summary>Stops the superseded senders, after the server has told the live ones.</summary>
    public async Task EndOldAsync()
    {
        SenderLife[] old;
        lock (_gate)
        {
            old = [.. _old];
            _old.Clear();
        }
        foreach (var life in old) await life.DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        lock (_gate) _isClosed = true;
        await EndOldAsync();
        if (_life is { } life) await life.DisposeAsync();
    }

    /// <summary>A fence is issued once: two sessions with the same fence would both own the source.</summary>
    internal void Welcomed(SenderLife life, Welcome welcome)
    {
        lock (_gate)
        {
            if (!_fences.Add(welcome.Fence)) log.Break("Exclusive", $"{life.Name} was given fence {welcome.Fence}, which was given before");
        }
        log.Say($"{life.Name} welcome, fence {welcome.Fence}, committed {welcome.CommittedSequence}");
    }

    internal void NoteFed(long count)
    {
        lock (_gate) Fed = Math.Max(Fed, count);
    }

    internal void NoteRejected(long sequence)
    {
        lock (_gate) Rejected.Add(sequence);
    }

    internal void Ended(SenderLife life, Exception why)
    {
        var reason = (why as CallCenterException)?.Reason ?? why.GetType().Name;
        log.Say($"{life.Name} ended: {reason} {why.Message}");
        lock (_gate)
        {
            if (reason == "SESSION_SUPERSEDED") SupersededCount++;
            if (life != _life || _isClosed) return;
        }
        // The old sender took the source over again, or the store lost more events than the sender retains: start anew.
        log.Say($"{story.Source} begins anew: {TakeOver()}");
    }
}
