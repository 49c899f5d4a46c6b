using CallCenter.Core.Log;
using CallCenter.Core.Measures;

namespace CallCenter.Core.Floor;

/// <summary>What is live at one source, and what its machines share.</summary>
internal sealed class FloorState
{
    private int _visitHandle;
    private int _agentHandle;

    public Dictionary<string, Visit> Visits { get; } = new(StringComparer.Ordinal);
    public Dictionary<string, Agent> Agents { get; } = new(StringComparer.Ordinal);
    public RowRegistry Rows { get; } = new();
    public DeltaSet Deltas { get; } = new();
    public FloorChanges Changes { get; } = new();

    public int NextVisitHandle() => ++_visitHandle;
    public int NextAgentHandle() => ++_agentHandle;

    /// <summary>Goes on numbering after what was restored.</summary>
    public void UseHandle(FloorItemKey key)
    {
        if (key.Kind == FloorItemKind.VisitFixed) _visitHandle = Math.Max(_visitHandle, key.Handle);
        if (key.Kind == FloorItemKind.AgentFixed) _agentHandle = Math.Max(_agentHandle, key.Handle);
    }
}
