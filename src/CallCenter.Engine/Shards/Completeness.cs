using CallCenter.Core.Identity;

namespace CallCenter.Engine.Shards;

/// <summary>How complete the events behind the values are.</summary>
/// <param name="Newest">The newest event among all sources; null before the first.</param>
/// <param name="Gaps">Spans of the last 24 h without a source's events, newest first.</param>
/// <param name="Shards">Shards whose newer events may be missing.</param>
public sealed record Completeness(
    Instant? Newest, IReadOnlyList<(SourceId Source, Instant From, Instant To)> Gaps, ShardsState Shards)
{
    /// <summary>Sources with facts that were counted without dimensions in the last 24 h, and the first such moment.</summary>
    public IReadOnlyList<(SourceId Source, Instant Since)> DimensionsDropped { get; init; } = [];
}
