namespace CallCenter.Simulator.Tests;

/// <summary>The strict server refused an event.</summary>
internal sealed class RefusedException(string rule) : Exception(rule);
