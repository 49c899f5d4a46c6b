using System.Diagnostics.Metrics;
using CallCenter.Engine.Board;
using CallCenter.Engine.Instruments;

namespace CallCenter.Server.Instruments;

/// <summary>
/// The doors' instruments of the meter "CallCenter". Written once a message, batch or call, never once an event.
/// Labels have few values, all known in advance: no name of a source, queue or agent.
/// </summary>
internal sealed class CallCenterMeter
{
    private readonly Counter<long> _events;
    private readonly Counter<long> _frames;
    private readonly Counter<long> _failures;

    public CallCenterMeter(IMeterFactory factory, KpiBoard board)
    {
        var meter = factory.Create(EngineMeter.Name);
        _events = meter.CreateCounter<long>("callcenter.events", "{event}", "Events by result: counted, duplicate or rejected.");
        _frames = meter.CreateCounter<long>("callcenter.frames", "{message}", "Messages to subscribers by kind.");
        _failures = meter.CreateCounter<long>("callcenter.call.failures", "{call}", "Failed calls by method and reason.");
        Sessions = meter.CreateUpDownCounter<long>("callcenter.sessions", "{stream}", "Ingest streams that are open.");
        Subscribers = meter.CreateUpDownCounter<long>("callcenter.subscribers", "{stream}", "Subscriptions that are open, over all doors.");
        AckLatency = meter.CreateHistogram(
            "callcenter.ack.latency", "s", "From the receipt of a batch to its ack.", tags: null, StoreMeter.Times);
        meter.CreateObservableGauge("callcenter.ready", () => board.Shards.IsLoaded ? 1 : 0, null, "1 when all shards are loaded.");
        meter.CreateObservableGauge("callcenter.shards.stale", () => board.Shards.Stale.Count(), "{shard}",
            "Shards that lag because the store does not answer.");
        meter.CreateObservableGauge("callcenter.shards.unreadable", () => board.Shards.Unreadable.Count(), "{shard}",
            "Shards whose stored form this server cannot read.");
        meter.CreateObservableGauge("callcenter.shards.skipping", () => board.Shards.SkippingCount, "{shard}",
            "Shards with content of a newer version, which this server skips.");
    }

    public UpDownCounter<long> Sessions { get; }
    public UpDownCounter<long> Subscribers { get; }
    public Histogram<double> AckLatency { get; }

    /// <summary>Adds the outcome of a batch.</summary>
    /// <param name="rejectedReasons">One reason a rejected event.</param>
    public void AddEvents(long counted, long duplicates, IEnumerable<string> rejectedReasons)
    {
        if (counted > 0) _events.Add(counted, new("result", "counted"), new("reason", ""));
        if (duplicates > 0) _events.Add(duplicates, new("result", "duplicate"), new("reason", ""));
        foreach (var group in rejectedReasons.GroupBy(reason => reason))
            _events.Add(group.Count(), new("result", "rejected"), new("reason", group.Key));
    }

    public void AddFrame(string kind) => _frames.Add(1, new KeyValuePair<string, object?>("kind", kind));

    public void AddFailure(string method, string reason) => _failures.Add(1, new("method", method), new("reason", reason));
}
