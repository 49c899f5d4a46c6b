using CallCenter.Core.Encoding;
using CallCenter.Core.Measures;

namespace CallCenter.Core.Log;

/// <summary>Memory that sections are decoded to one after the other, so that a busy log makes no garbage of its deltas. Used by one thread
/// at a time.</summary>
public sealed class SectionBuffers
{
    /// <summary>Interned texts of row keys.</summary>
    public TextPool Texts { get; } = new();

    /// <summary>Content that was skipped because this version does not know it.</summary>
    public SkippedContent Skipped { get; } = new();

    internal List<Delta> Deltas { get; } = [];
    internal List<FloorItem> Items { get; } = [];
}
