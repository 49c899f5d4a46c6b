using CallCenter.Core.Identity;

namespace CallCenter.Core.Log;

/// <summary>A span for which a source's events are missing.</summary>
public readonly record struct FeedGap(Instant From, Instant To);

/// <summary>How a source's events arrive. The numbers are stored.</summary>
public enum FeedLink : byte
{
    /// <summary>Not stored by the version that wrote it.</summary>
    Unknown = 0,

    /// <summary>Over a stream that was open at the last commit.</summary>
    Open = 1,

    /// <summary>Over a stream that has ended.</summary>
    Closed = 2,

    /// <summary>In calls of their own.</summary>
    Calls = 3,
}

/// <summary>What is known of a source's feed.</summary>
public sealed class SourceStatus
{
    /// <summary>Enough to tell a screen what is incomplete; the counts of what was inferred are measures.</summary>
    public const int GapsMax = 20;

    /// <summary>Newest event time; <see cref="Instant.MinValue"/> before the first event.</summary>
    public Instant Newest { get; set; } = Instant.MinValue;

    public FeedLink Link { get; set; }

    /// <summary>When the source's last word was received, a heartbeat or an event, by the server's clock; to ten seconds or so.</summary>
    public Instant HeardAt { get; set; } = Instant.MinValue;

    /// <summary>When its last counted event was received, by the server's clock; <see cref="Instant.MinValue"/> before the
    /// first.</summary>
    public Instant EventReceivedAt { get; set; } = Instant.MinValue;

    /// <summary>The last sequence that is durably counted; null when no version stored it, and none before the first commit.</summary>
    public Sequence? Committed { get; set; }

    public List<FeedGap> Gaps { get; } = [];

    public void AddGap(Instant from, Instant to)
    {
        if (to <= from) return;
        Gaps.Add(new FeedGap(from, to));
        if (Gaps.Count > GapsMax) Gaps.RemoveAt(0);
    }
}
