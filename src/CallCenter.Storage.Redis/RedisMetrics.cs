using System.Diagnostics.Metrics;

namespace CallCenter.Storage.Redis;

/// <summary>Measurements of the store, under the meter <see cref="MeterName"/>.</summary>
public static class RedisMetrics
{
    public const string MeterName = "CallCenter.Storage.Redis";

    private static readonly Meter Meter = new(MeterName);

    internal static readonly Histogram<double> CommitDuration = Meter.CreateHistogram<double>(
        "callcenter.redis.commit.duration", "s", "Time of a commit, with the wait for replicas.");

    internal static readonly Histogram<int> ReplicasAchieved = Meter.CreateHistogram<int>(
        "callcenter.redis.commit.replicas", "{replica}",
            "Replicas that had a commit when it was acked; recorded when replicas are asked for.");

    internal static readonly Counter<long> Retries = Meter.CreateCounter<long>(
        "callcenter.redis.retries", "{call}",
            "Calls asked again after an answer that passes: a slot moving, a fail-over, data being loaded.");
}
