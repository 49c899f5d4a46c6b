using CallCenter.Core.Identity;
using CallCenter.Core.Log;

namespace CallCenter.Engine.Shards;

/// <summary>Whether a source's events arrive as they should, in the protocol's order.</summary>
public enum FeedState { Unknown = 0, Connected = 1, Behind = 2, Silent = 3, Disconnected = 4, Calls = 5 }

/// <summary>The feed of one source at a moment.</summary>
/// <param name="Newest">Time of its newest counted event; null before the first.</param>
/// <param name="HeardAt">When its last word was received; null when no version stored it.</param>
public sealed record SourceFeed(SourceId Source, FeedState State, Instant? Newest, Instant? HeardAt)
{
    // Three words of a living adapter, whose heartbeats are 15 s apart, are not stored.
    private static readonly TimeSpan SilentAfter = TimeSpan.FromSeconds(45);

    // By then the node that had the stream would have noted its end.
    private static readonly TimeSpan LostAfter = TimeSpan.FromMinutes(2);

    // More than clocks differ and batches wait.
    private static readonly TimeSpan BehindAfter = TimeSpan.FromSeconds(30);

    /// <summary>Whether events of the source may be missing from values of now.</summary>
    public bool IsTroubled => State is FeedState.Behind or FeedState.Silent or FeedState.Disconnected;

    internal static SourceFeed Of(SourceId source, SourceStatus status, Instant at)
        => new(source, StateOf(status, at), Known(status.Newest), Known(status.HeardAt));

    private static FeedState StateOf(SourceStatus status, Instant at) => status.Link switch
    {
        FeedLink.Calls => FeedState.Calls,
        FeedLink.Closed => FeedState.Disconnected,
        FeedLink.Open when at - status.HeardAt > LostAfter => FeedState.Disconnected,
        FeedLink.Open when at - status.HeardAt > SilentAfter => FeedState.Silent,
        FeedLink.Open when IsBehind(status) => FeedState.Behind,
        FeedLink.Open => FeedState.Connected,
        _ => FeedState.Unknown,
    };

    private static bool IsBehind(SourceStatus status)
        => status.Newest > Instant.MinValue && status.EventReceivedAt - status.Newest > BehindAfter;

    private static Instant? Known(Instant time) => time > Instant.MinValue ? time : null;
}
