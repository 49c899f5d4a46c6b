using CallCenter.V1;

namespace CallCenter.Simulator;

/// <summary>An agent's planned presence and its duration.</summary>
internal sealed record Wish(Presence Presence, string Reason, TimeSpan Duration);
