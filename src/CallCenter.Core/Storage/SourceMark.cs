using CallCenter.Core.Identity;

namespace CallCenter.Core.Storage;

/// <summary>How far a source is durably counted, and who owns it.</summary>
public readonly record struct SourceMark(Fence Fence, Sequence Committed);

/// <summary>A source's step in a commit: from what its mark must be to what it becomes.</summary>
public readonly record struct MarkStep(SourceId Source, Fence Fence, Sequence Expected, Sequence Next);
