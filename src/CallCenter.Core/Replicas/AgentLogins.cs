using CallCenter.Core.Identity;
using CallCenter.Core.Log;
using CallCenter.Core.Windows;

namespace CallCenter.Core.Replicas;

/// <summary>Finds logins and states in the stored items of a source's agents. Nothing is kept up to date before somebody asks: few windows
/// need it. Used by one thread at a time.</summary>
internal sealed class AgentLogins(SourceReplica source) : ILogins
{
    private Dictionary<string, int>? _handles;

    public Instant? LoggedInAt(string agent)
        => HandleOf(agent) is { } handle && source.LiveAgent(handle) is { } live ? AgentHeads.LoggedInAt(live) : null;

    public (int State, Instant? Since)? StateOf(string agent)
        => HandleOf(agent) is { } handle && source.ClockOfAgent(handle) is { } clock ? AgentHeads.StateOf(clock) : null;

    private int? HandleOf(string agent) => (_handles ??= HandlesOf(source)).TryGetValue(agent, out var handle) ? handle : null;

    private static Dictionary<string, int> HandlesOf(SourceReplica source)
    {
        var handles = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var agent in source.AgentsFrom(0)) handles[AgentHeads.IdOf(agent.Fixed)] = agent.Handle;
        return handles;
    }

    /// <summary>The ids of agents have changed.</summary>
    public void Forget() => _handles = null;
}
