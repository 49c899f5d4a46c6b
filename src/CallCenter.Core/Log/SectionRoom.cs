using CallCenter.Core.Floor;
using CallCenter.Core.Measures;

namespace CallCenter.Core.Log;

/// <summary>Where sections are decoded to, one after the other, so that a busy log makes no garbage of its deltas. Used by one loop
/// only.</summary>
public sealed class SectionRoom
{
    /// <summary>Of the rows' keys.</summary>
    public TextPool Texts { get; } = new();

    internal List<Delta> Deltas { get; } = [];
    internal List<FloorItem> Items { get; } = [];
}
