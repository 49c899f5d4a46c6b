using CallCenter.Core.Identity;
using CallCenter.Core.Log;
using CallCenter.Core.Measures;
using CallCenter.Core.Replicas;
using CallCenter.Core.Windows;

namespace CallCenter.Engine.Shards;

/// <summary>How complete the events of a tenant's sources behind the values are.</summary>
/// <param name="Newest">The newest event among all sources; null before the first.</param>
/// <param name="Gaps">Spans of the last 24 h without a source's events, newest first.</param>
/// <param name="Shards">Shards whose newer events may be missing.</param>
public sealed record Completeness(
    Instant? Newest, IReadOnlyList<(SourceId Source, Instant From, Instant To)> Gaps, ShardsState Shards)
{
    private static readonly TimeSpan GapsShown = TimeSpan.FromHours(24), DroppedShown = TimeSpan.FromHours(24);

    // Enough for any screen, and few enough to go with every message.
    private const int FeedsMax = 100;

    // A source that fell silent before counts in no window any more.
    private static readonly TimeSpan FeedsShown = Window.SlidingMax;

    /// <summary>Sources with facts that were counted without dimensions in the last 24 h, and the first such moment.</summary>
    public IReadOnlyList<(SourceId Source, Instant Since)> DimensionsDropped { get; init; } = [];

    /// <summary>Sources that are silent, disconnected or behind, the one with the newest word first.</summary>
    public IReadOnlyList<SourceFeed> Troubled { get; init; } = [];

    internal static Completeness Of(IEnumerable<SourceReplica> all, ShardsState shards, Instant at)
    {
        var sources = all.ToList();
        var newest = sources.Select(s => s.Status.Newest).DefaultIfEmpty(Instant.MinValue).Max();
        return new Completeness(newest == Instant.MinValue ? null : newest, GapsOf(sources, at), shards)
        {
            DimensionsDropped =
            [
                .. from source in sources
                   let since = DroppedSince(source, at)
                   where since is not null
                   select (source.Id, since.Value)
            ],
            Troubled =
            [
                .. sources
                    .Select(s => SourceFeed.Of(s.Id, s.Status, at))
                    .Where(f => f.IsTroubled && at - f.HeardAt!.Value < FeedsShown)
                    .OrderByDescending(f => f.HeardAt)
                    .Take(FeedsMax)
            ],
        };
    }

    private static List<(SourceId Source, Instant From, Instant To)> GapsOf(List<SourceReplica> sources, Instant at) =>
    [
        .. sources
            .SelectMany(s => s.Status.Gaps.Select(g => (Source: s.Id, g.From, g.To)))
            .Where(g => at - g.To < GapsShown)
            .OrderByDescending(g => g.To)
            .Take(SourceStatus.GapsMax)
    ];

    // The measure tells: it is durable, and known on every node.
    private static Instant? DroppedSince(SourceReplica source, Instant at)
    {
        var from = (uint)Math.Max(0, at.UnixSeconds - (long)DroppedShown.TotalSeconds);
        if (source.FeedRow is not { } feed) return null;
        var slots = feed.SlotsIn(Measure.DimensionsDropped, from, uint.MaxValue);
        return slots.IsEmpty ? null : new Instant(slots[0] * 1000L);
    }
}
