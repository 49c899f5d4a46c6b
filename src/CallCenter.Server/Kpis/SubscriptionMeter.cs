using System.Diagnostics.Metrics;
using CallCenter.Engine.Instruments;
using CallCenter.V1;

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

    public static string KindOf(SubscribeResponse message) => message.MessageCase switch
    {
        SubscribeResponse.MessageOneofCase.Snapshot => "snapshot",
        SubscribeResponse.MessageOneofCase.Update => "update",
        _ => "heartbeat",
    };

    public void AddConflated(long updates, string kind) => _conflated.Add(updates, new KeyValuePair<string, object?>("kind", kind));

    public void AddTimedOut(string kind) => _timedOut.Add(1, new KeyValuePair<string, object?>("kind", kind));
}
