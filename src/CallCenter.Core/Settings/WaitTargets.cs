using CallCenter.Core.Events;

namespace CallCenter.Core.Settings;

/// <summary>The limits that waits are judged by in each queue and channel: those of the queue, else of the channel, else of all. Safe for
/// several threads.</summary>
public sealed class WaitTargets
{
    public static readonly WaitTargets Standard
        = new(WaitTarget.Standard, new Dictionary<Channel, OwnTarget>(), new Dictionary<string, OwnTarget>());

    private readonly Dictionary<Channel, WaitTarget> _channels;
    private readonly Dictionary<string, OwnTarget> _queues;

    public WaitTargets(WaitTarget ofAll, IReadOnlyDictionary<Channel, OwnTarget> channels, IReadOnlyDictionary<string, OwnTarget> queues)
    {
        (OfAll, Channels) = (ofAll, channels);
        _channels = channels.ToDictionary(c => c.Key, c => c.Value.Over(ofAll));
        _queues = queues.ToDictionary(StringComparer.Ordinal);
    }

    /// <summary>Of queues and channels without limits of their own.</summary>
    public WaitTarget OfAll { get; }

    /// <summary>What channels have of their own.</summary>
    public IReadOnlyDictionary<Channel, OwnTarget> Channels { get; }

    /// <summary>Every threshold that is in force somewhere, ascending.</summary>
    public IReadOnlyList<TimeSpan> Thresholds =>
    [
        .. _channels.Values.Select(c => c.Threshold)
            .Concat(_queues.Values.Select(q => q.Threshold).OfType<TimeSpan>())
            .Append(OfAll.Threshold).Distinct().Order(),
    ];

    /// <param name="channel">Null in a row that lost its dimensions.</param>
    public WaitTarget Of(string queue, Channel? channel)
    {
        var target = channel is { } known && _channels.TryGetValue(known, out var ofChannel) ? ofChannel : OfAll;
        return _queues.Count > 0 && _queues.TryGetValue(queue, out var own) ? own.Over(target) : target;
    }
}
