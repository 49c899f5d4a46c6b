namespace CallCenter.Core.Events;

/// <summary>A change of what a visit is counted by. A null keeps the former value, an empty text removes it.</summary>
public sealed record Classification
{
    public string? CustomerTier { get; init; }
    public string? CustomerSegment { get; init; }
    public string? IssueType { get; init; }
    public string? Complexity { get; init; }
    public string? Priority { get; init; }
    public string? Language { get; init; }

    /// <summary>Added to the former tags, or in place of those with the same name; an empty value removes a tag.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>();
}
