using CallCenter.Core.Log;

namespace CallCenter.Core.Replicas;

/// <summary>How many visits, agents and rows a source has. Used by one thread at a time.</summary>
public sealed class SourceSize
{
    public int Visits { get; private set; }
    public int Agents { get; private set; }
    public int Rows { get; private set; }

    /// <summary>Called after each change.</summary>
    public Action<SourceSize>? Changed { get; set; }

    internal void AddRows(int count)
    {
        Rows += count;
        Changed?.Invoke(this);
    }

    internal void AddItems(FloorItemKind kind, int count)
    {
        if (kind == FloorItemKind.VisitFixed) Visits += count;
        else if (kind == FloorItemKind.AgentFixed) Agents += count;
        else return;
        Changed?.Invoke(this);
    }
}
