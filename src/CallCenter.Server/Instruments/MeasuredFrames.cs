using CallCenter.Server.Kpis;
using CallCenter.V1;
using Grpc.Core;

namespace CallCenter.Server.Instruments;

/// <summary>Counts the messages of a subscription by kind.</summary>
internal sealed class MeasuredFrames(IServerStreamWriter<SubscribeResponse> inner, CallCenterMeter meter)
    : IServerStreamWriter<SubscribeResponse>
{
    /// <summary>Messages so far.</summary>
    public long Count { get; private set; }

    public WriteOptions? WriteOptions
    {
        get => inner.WriteOptions;
        set => inner.WriteOptions = value;
    }

    public Task WriteAsync(SubscribeResponse message)
    {
        Count++;
        meter.AddFrame(SubscriptionMeter.KindOf(message));
        return inner.WriteAsync(message);
    }
}
