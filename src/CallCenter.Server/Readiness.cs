using CallCenter.Engine.Board;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace CallCenter.Server;

/// <summary>Whether events can be counted and KPIs be read, for health probes.</summary>
internal sealed class Readiness(KpiBoard board, TimeProvider time)
{
    /// <summary>Name of the store among the services of the health protocol; the others have their full names in the contract.</summary>
    public const string Store = "store";

    // A failed write counts for so long: a balancer that sends no more events must learn at some time that they can be sent again.
    private static readonly TimeSpan FailureMemory = TimeSpan.FromSeconds(10);

    private readonly Lock _lock = new(); // Guards the field below.
    private long? _writeFailedAt;

    public bool CanRead => board.Ready.IsCompletedSuccessfully && board.Shards.Troubled.Count == 0;

    public bool CanWrite
    {
        get
        {
            lock (_lock) return CanRead && (_writeFailedAt is not { } at || time.GetElapsedTime(at) > FailureMemory);
        }
    }

    /// <summary>A call ended because the store did not answer or refused to write.</summary>
    public void StoreFailed()
    {
        lock (_lock) _writeFailedAt = time.GetTimestamp();
    }

    /// <summary>The services of the health protocol; the empty name stands for all of them together.</summary>
    public static void Register(IServiceCollection services)
    {
        var states = new Dictionary<string, Func<Readiness, bool>>
        {
            [V1.IngestService.Descriptor.FullName] = r => r.CanWrite,
            [V1.KpiService.Descriptor.FullName] = r => r.CanRead,
            [Store] = r => r.CanWrite,
        };
        services.AddSingleton<Readiness>();
        var checks = services.AddGrpcHealthChecks(health =>
        {
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
