using CallCenter.Core.Replicas;

namespace CallCenter.Engine.Limits;

/// <summary>How much of its tenant's limits a source uses, as far as it is committed. Set by one thread at a time, read by any.</summary>
internal sealed class SourceUse(TenantUse tenant)
{
    private int _visits;
    private int _agents;
    private int _rows;

    public int Visits => Volatile.Read(ref _visits);
    public int Agents => Volatile.Read(ref _agents);
    public int Rows => Volatile.Read(ref _rows);

    public void Follow(SourceSize size)
    {
        size.Changed = s => Set(s.Visits, s.Agents, s.Rows);
        size.Changed(size);
    }

    public void End(SourceSize size)
    {
        size.Changed = null;
        Set(0, 0, 0);
    }

    private void Set(int visits, int agents, int rows)
    {
        tenant.Add(visits - _visits, agents - _agents, rows - _rows);
        Volatile.Write(ref _visits, visits);
        Volatile.Write(ref _agents, agents);
        Volatile.Write(ref _rows, rows);
    }
}
