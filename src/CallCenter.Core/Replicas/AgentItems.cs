using CallCenter.Core.Log;

namespace CallCenter.Core.Replicas;

/// <summary>The stored items of an agent.</summary>
/// <param name="Fixed">The value of <see cref="FloorItemKind.AgentFixed"/>.</param>
/// <param name="Live">The value of <see cref="FloorItemKind.AgentLive"/>.</param>
/// <param name="Clock">The value of <see cref="FloorItemKind.AgentClock"/>; null before the agent's first change.</param>
public readonly record struct AgentItems(int Handle, byte[] Fixed, byte[] Live, byte[]? Clock);
