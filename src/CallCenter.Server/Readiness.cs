using CallCenter.Engine.Board;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace CallCenter.Server;

/// <summary>Whether events can be counted and KPIs be read, for health probes.</summary>
internal sealed class Readiness(KpiBoard board, TimeProvider time)
{
    /// <summary>Name of the store among the services of the health protocol; the others have their full names in the contract.</summary>
    public const string Store = "store";

    /// <summary>Name of the definitions file; the server goes on with those from before while it is wrong.</summary>
    public const string Definitions = "definitions";

    // A failed write counts for so long: a balancer that sends no more events must learn at some time that they can be sent again.
    private static readonly TimeSpan FailureMemory = TimeSpan.FromSeconds(10);

    private readonly Lock _lock = new(); // Guards the next field.
    private long? _writeFailedAt;
    private bool _definitionsAreRight = true;

    public bool CanRead => board.Ready.IsCompletedSuccessfully && board.Shards.Troubled.Count == 0;

    public bool CanWrite
    {
        get
        {
            lock (_lock) return CanRead && (_writeFailedAt is not { } at || time.GetElapsedTime(at) > FailureMemory);
        }
    }

    /// <summary>What is in force is what the definitions file says.</summary>
    public bool DefinitionsAreRight
    {
        get => Volatile.Read(ref _definitionsAreRight);
        set => Volatile.Write(ref _definitionsAreRight, value);
    }

    /// <summary>A call ended because the store did not answer or refused to write.</summary>
    public void StoreFailed()
    {
        lock (_lock) _writeFailedAt = time.GetTimestamp();
    }

    /// <summary>The services of the health protocol; the empty name stands for all that balancers ask for.</summary>
    public static void Register(IServiceCollection services)
    {
        var states = new Dictionary<string, Func<Readiness, bool>>
        {
            [V1.IngestService.Descriptor.FullName] = r => r.CanWrite,
            [V1.KpiService.Descriptor.FullName] = r => r.CanRead,
            [Store] = r => r.CanWrite,
            [Definitions] = r => r.DefinitionsAreRight,
        };
        services.AddSingleton<Readiness>();
        var checks = services.AddGrpcHealthChecks(health =>
        {
            health.Services.Clear();
            health.Services.Map("", check => check.Name != Definitions);
            foreach (var name in states.Keys) health.Services.Map(name, check => check.Name == name);
        });
        foreach (var (name, isReady) in states)
        {
            checks.Add(new HealthCheckRegistration(
                name, provider => new State(() => isReady(provider.GetRequiredService<Readiness>())), HealthStatus.Unhealthy, null));
        }
        // How soon an open watch learns of a change; a second is the shortest period that there is.
        services.Configure<HealthCheckPublisherOptions>(publisher =>
        {
            publisher.Delay = TimeSpan.Zero;
            publisher.Period = TimeSpan.FromSeconds(1);
        });
    }

    private sealed class State(Func<bool> isReady) : IHealthCheck
    {
        public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken)
            => Task.FromResult(isReady() ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy());
    }
}
