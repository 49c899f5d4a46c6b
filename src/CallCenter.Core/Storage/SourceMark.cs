using CallCenter.Core.Identity;

namespace CallCenter.Core.Storage;

/// <summary>The last durably counted sequence of a source, and its owner.</summary>
public readonly record struct SourceMark(Fence Fence, Sequence Committed)
{
    /// <summary>Where the shard's log ended when the source was claimed: a log that ends before does not hold all that the mark
    /// counts.</summary>
    public LogPosition LogEnd { get; init; }
}

/// <summary>A source's step in a commit: the expected mark and the next one.</summary>
public readonly record struct MarkStep(SourceId Source, Fence Fence, Sequence Expected, Sequence Next);
