using CallCenter.V1;

namespace CallCenter.Client;

/// <summary>The behaviour of a subscription.</summary>
public sealed record WatchOptions
{
    /// <summary>The shortest time between two messages, 0.05 s to 60 s. Default null: the server's, 1 s.</summary>
    public TimeSpan? MinInterval { get; init; }

    /// <summary>When messages with values come. Default: when values have changed.</summary>
    public SubscribeMode Mode { get; init; }

    /// <summary>Changes that are too small to be sent, at most one for each column. Default: none.</summary>
    public IReadOnlyList<DeadBand> DeadBands { get; init; } = [];

    /// <summary>
    /// Silence after which the board is stale. Default null: the server's word, and before it 12 s; never less than twice
    /// <see cref="MinInterval"/>.
    /// </summary>
    public TimeSpan? StaleAfter { get; init; }

    /// <summary>Silence after which the stream counts as dead and is reopened. Default 30 s.</summary>
    public TimeSpan SilenceMax { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Ceiling of the first wait before reconnecting; it doubles with every failure in a row. Default 0.1 s.</summary>
    public TimeSpan BackOffMin { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>Ceiling of all waits before reconnecting. Default 30 s.</summary>
    public TimeSpan BackOffMax { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Called when the stream has broken, before the next attempt. Must return soon.</summary>
    public Action<CallCenterException>? OnDisconnected { get; init; }

    /// <summary>The clock of all waits. Default: the system's.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Draws the jitter of waits. Default: a new generator. Used by one subscription alone.</summary>
    public Random? Random { get; init; }

    internal TimeSpan StaleTimeOf(TimeSpan? serversWord) =>
        Longer(StaleAfter ?? serversWord ?? TimeSpan.FromSeconds(12), (MinInterval ?? TimeSpan.Zero) * 2);

    internal TimeSpan DeadTimeOf(TimeSpan staleTime) => Longer(SilenceMax, staleTime);

    private static TimeSpan Longer(TimeSpan a, TimeSpan b) => a > b ? a : b;
}
