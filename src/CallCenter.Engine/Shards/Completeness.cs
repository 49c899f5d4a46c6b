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
    private static readonly TimeSpan GapsShown = TimeSpan.FromHours(24), LimitsShown = TimeSpan.FromHours(24);

    // Enough for any screen, and few enough to go with every message.
    private const int FeedsMax = 100;

    // A source that fell silent before counts in no window any more.
    private static readonly TimeSpan FeedsShown = Window.SlidingMax;

    /// <summary>Sources with facts that were counted without dimensions in the last 24 h, and the first such moment.</summary>
    public IReadOnlyList<(SourceId Source, Instant Since)> DimensionsDropped { get; init; } = [];

    /// <summary>Sources with events that were refused over a limit in the last 24 h, and the first such moment.</summary>
    public IReadOnlyList<(SourceId Source, Instant Since)> OverLimit { get; init; } = [];

    /// <summary>Since when sources of the tenant were refused on this node, since it has as many as allowed; null: not in the last
    /// 24 h.</summary>
    public Instant? SourcesRefused { get; init; }

    /// <summary>Sources that are silent, disconnected or behind, the one with the newest word first.</summary>
    public IReadOnlyList<SourceFeed> Troubled { get; init; } = [];

    internal static Completeness Of(IEnumerable<SourceReplica> all, ShardsState shards, Instant at)
    {
        var sources = all.ToList();
        var newest = sources.Select(s => s.Status.Newest).DefaultIfEmpty(Instant.MinValue).Max();
        return new Completeness(newest == Instant.MinValue ? null : newest, GapsOf(sources, at), shards)
        {
            DimensionsDropped = SourcesWith(Measure.DimensionsDropped, sources, at),
            OverLimit = SourcesWith(Measure.EventsOverLimit, sources, at),
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
    private static List<(SourceId Source, Instant Since)> SourcesWith(Measure measure, List<SourceReplica> sources, Instant at)
    {
        var from = (uint)Math.Max(0, at.UnixSeconds - (long)LimitsShown.TotalSeconds);
        var found = new List<(SourceId, Instant)>();
        foreach (var source in sources)
        {
            if (source.FeedRow is not { } feed) continue;
            var slots = feed.SlotsIn(measure, from, uint.MaxValue);
            if (!slots.IsEmpty) found.Add((source.Id, new Instant(slots[0] * 1000L)));
        }
        return found;
    }
}
