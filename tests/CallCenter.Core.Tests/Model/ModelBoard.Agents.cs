using CallCenter.Core.Kpis;

namespace CallCenter.Core.Tests.Model;

// What agents are beside their states: known of agents, not of their queues.
internal sealed partial class ModelBoard
{
    public KpiValue? ValueOfAgents(string kpi) => kpi switch
    {
        "agents_error" => KpiValue.Count(AgentsNow.Count(a => a.IsError)),
        "work_since_break" => KpiValue.Mean(
            AgentsNow.Sum(a => Math.Max(0, window.NowMs - a.WorkingMs ?? 0)), AgentsNow.Count(a => a.WorkingMs is not null)),
        "slots_available" => KpiValue.Count(AgentsNow.Sum(a => a.Free.Values.DefaultIfEmpty(0).Max())),
        "channel_slots_available" => KpiValue.Count(ChannelSlotsFree),
        _ => null,
    };

    private IEnumerable<ModelAgent> AgentsNow
        => agentsByQueue ? [] : sources.SelectMany(s => s.Agents.Values).Where(a => keep(a.Dims));

    private long ChannelSlotsFree => agentsByQueue
        ? 0
        : sources.SelectMany(s => s.Agents.Values)
            .Sum(a => a.Free.Where(f => keep(a.Dims with { Channel = Dims.NameOf(f.Key) })).Sum(f => f.Value));

    /// <summary>Milliseconds times thousandths of capacity that occupied agents had left.</summary>
    public long Spare => agentsByQueue
        ? 0
        : sources.SelectMany(s => s.Agents.Values).SelectMany(a => a.Spares).Where(s => keep(s.Dims))
            .Sum(s => s.Spare * window.Within(s.FromMs, s.ToMs ?? long.MaxValue));
}
