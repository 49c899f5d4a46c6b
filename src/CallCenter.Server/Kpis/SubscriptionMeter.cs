using System.Diagnostics.Metrics;
using CallCenter.Engine.Instruments;
using Kind = CallCenter.V1.SubscribeResponse.MessageOneofCase;

namespace CallCenter.Server.Kpis;

/// <summary>The instruments of subscribers that do not keep up, by the kind of the message that they were slow to read.</summary>
internal sealed class SubscriptionMeter
{
    private readonly Counter<long> _conflated;
    private readonly Counter<long> _timedOut;

    public SubscriptionMeter(IMeterFactory factory)
    {
        var meter = factory.Create(EngineMeter.Name);
        _conflated = meter.CreateCounter<long>("callcenter.updates.conflated", "{update}",
            "Updates that were due while a subscriber still read an earlier message, and that a newer one has replaced.");
        _timedOut = meter.CreateCounter<long>("callcenter.subscribers.timed_out", "{stream}",
            "Subscriptions that were ended because their messages were not read in time.");
    }

    public static string NameOf(Kind kind) => kind switch
    {
        Kind.Snapshot => "snapshot",
        Kind.Update => "update",
        _ => "heartbeat",
    };

    public void AddConflated(long updates, Kind kind) => _conflated.Add(updates, new KeyValuePair<string, object?>("kind", NameOf(kind)));

    public void AddTimedOut(Kind kind) => _timedOut.Add(1, new KeyValuePair<string, object?>("kind", NameOf(kind)));
}
