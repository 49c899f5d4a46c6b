using CallCenter.Server.Kpis;
using Grpc.Core;

namespace CallCenter.Server.Instruments;

/// <summary>Counts the messages of a subscription by kind.</summary>
internal sealed class MeasuredFrames(IServerStreamWriter<Frame> inner, CallCenterMeter meter)
    : IServerStreamWriter<Frame>
{
    /// <summary>Messages so far.</summary>
    public long Count { get; private set; }

    public WriteOptions? WriteOptions
    {
        get => inner.WriteOptions;
        set => inner.WriteOptions = value;
    }

    public Task WriteAsync(Frame message)
    {
        Count++;
        meter.AddFrame(SubscriptionMeter.NameOf(message.Shared.Kind));
        return inner.WriteAsync(message);
    }
}
