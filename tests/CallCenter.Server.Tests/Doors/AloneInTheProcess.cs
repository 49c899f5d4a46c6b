namespace CallCenter.Server.Tests;

/// <summary>Tests that run beside no others: OpenTelemetry listens by a meter's name, so the page of one server would also show the
/// instruments of every other server in the process.</summary>
[CollectionDefinition(nameof(AloneInTheProcess), DisableParallelization = true)]
public sealed class AloneInTheProcess;
