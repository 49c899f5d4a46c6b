using CallCenter.Core.Events;
using CallCenter.Core.Identity;
using CallCenter.Core.Log;

namespace CallCenter.Core.Floor;

/// <summary>An agent's membership of one queue, for lists.</summary>
/// <param name="Reason">Of the pause; empty without one.</param>
public sealed record AgentQueue(string Queue, bool IsPaused, string Reason);

/// <summary>An agent as lists show it, read from its stored items.</summary>
/// <param name="Since">Start of the state; null when not known, and when the agent has been offline since it was first named.</param>
/// <param name="Reason">Of a break or not-ready state; empty otherwise.</param>
/// <param name="Queues">By name.</param>
public sealed record StoredAgent(
    string Id, string DisplayName, string Team, string Seniority, AgentState State, Instant? Since, string Reason,
        IReadOnlyList<AgentQueue> Queues)
{
    /// <param name="live">The value of <see cref="FloorItemKind.AgentLive"/>.</param>
    /// <param name="clock">The value of <see cref="FloorItemKind.AgentClock"/>; null before the first change.</param>
    /// <param name="agentFixed">The value of <see cref="FloorItemKind.AgentFixed"/>.</param>
    public static StoredAgent Read(byte[] agentFixed, byte[] live, byte[]? clock)
    {
        var agent = AgentCodec.ReadFixed(new FloorItem(default, agentFixed));
        AgentCodec.ReadLive(agent, live);
        var known = clock is null ? default : AgentClockCodec.Read(clock);
        var state = known.State ?? (agent.Presence == Presence.Offline ? AgentState.Offline : AgentState.Unknown);
        return new StoredAgent(
            agent.Id, agent.DisplayName, agent.Team, agent.Seniority, state, known.Since,
            state is AgentState.Break or AgentState.NotReady ? agent.Reason : "",
            [.. agent.Memberships.Values.Select(m => new AgentQueue(m.Queue, m.Paused, m.Reason))]);
    }
}
