using CallCenter.V1;

namespace CallCenter.Simulator;

/// <summary>A presence an agent will take, and for how long.</summary>
internal sealed record Wish(Presence Presence, string Reason, TimeSpan Duration);
