using CallCenter.Core.Identity;

namespace CallCenter.Core.Log;

/// <summary>A span for which a source's events are missing.</summary>
public readonly record struct FeedGap(Instant From, Instant To);

/// <summary>What is known of a source's feed.</summary>
public sealed class SourceStatus
{
    /// <summary>Enough to tell a screen what is incomplete; the counts of what was inferred are measures.</summary>
    public const int GapsMax = 20;

    /// <summary>Newest event time; <see cref="Instant.MinValue"/> before the first event.</summary>
    public Instant Newest { get; set; } = Instant.MinValue;

    public List<FeedGap> Gaps { get; } = [];

    public void AddGap(Instant from, Instant to)
    {
        if (to <= from) return;
        Gaps.Add(new FeedGap(from, to));
        if (Gaps.Count > GapsMax) Gaps.RemoveAt(0);
    }
}
