using CallCenter.V1;

namespace CallCenter.Client;

/// <summary>The identity and the limits of a sender.</summary>
public sealed record EventSenderOptions
{
    /// <summary>The source: one adapter identity with its own sequence, 1 to 128 bytes. No two live senders may share it.</summary>
    public required string Source { get; init; }

    /// <summary>Name of the adapter program, for the server's logs.</summary>
    public string Adapter { get; init; } = "";

    /// <summary>Version of the adapter program, for the server's logs.</summary>
    public string AdapterVersion { get; init; } = "";

    /// <summary>The numbering of events. Default: after the server's last one.</summary>
    public Numbering Numbering { get; init; } = Numbering.ContinueAfterCommitted;

    /// <summary>Events in a batch, at most; the server may allow fewer. Default 500. More costs memory, fewer costs speed.</summary>
    public int BatchEventCountMax { get; init; } = 500;

    /// <summary>
    /// Events kept here until they are acked, at most; <see cref="EventSender.SendAsync"/> waits beyond it. Default 10,000. The
    /// server may allow fewer in flight. A larger buffer covers longer disconnections and costs memory.
    /// </summary>
    public int UnackedEventCountMax { get; init; } = 10_000;

    /// <summary>
    /// Acked events that are kept for a resend, in case the server loses acked events (a store restored from a copy).
    /// Default 0: the sender then fails with <see cref="CallCenterException.CommittedWentBack"/>.
    /// </summary>
    public int RetainedEventCount { get; init; }

    /// <summary>
    /// Time that an incomplete batch waits for more events. Default 2 ms; zero sends at once, in more and smaller messages.
    /// </summary>
    public TimeSpan LingerTime { get; init; } = TimeSpan.FromMilliseconds(2);

    /// <summary>Ceiling of the first wait before reconnecting; it doubles with every failure in a row. Default 0.1 s.</summary>
    public TimeSpan BackOffMin { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>Ceiling of all waits before reconnecting. Default 30 s.</summary>
    public TimeSpan BackOffMax { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Called after each welcome, before the first event. The returned event, if not null, is sent after the events given to
    /// <see cref="EventSender.SendAsync"/> before the call and before those given later: a floor report, when
    /// <see cref="Welcome.Floor"/> asks for one or events were missed. Only with <see cref="Numbering.ContinueAfterCommitted"/>.
    /// </summary>
    public Func<Welcome, CancellationToken, ValueTask<Event?>>? OnConnected { get; init; }

    /// <summary>Called when a stream has broken, before the next attempt. Must return soon.</summary>
    public Action<CallCenterException>? OnDisconnected { get; init; }

    /// <summary>Called for each rejected event, before a flush that covers it ends. Must return soon: acks wait for it.</summary>
    public Action<RejectedEvent>? OnRejected { get; init; }

    /// <summary>Called after each welcome and ack. Must return soon: acks wait for it.</summary>
    public Action<SendProgress>? OnProgress { get; init; }

    /// <summary>The clock of all waits. Default: the system's.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Draws the jitter of waits. Default: a new generator. Used by the sender alone.</summary>
    public Random? Random { get; init; }

    internal void Validate()
    {
        ArgumentException.ThrowIfNullOrEmpty(Source);
        ArgumentOutOfRangeException.ThrowIfLessThan(BatchEventCountMax, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(UnackedEventCountMax, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(RetainedEventCount);
        ArgumentOutOfRangeException.ThrowIfLessThan(LingerTime, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(BackOffMin, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(BackOffMax, BackOffMin);
        if (OnConnected is not null && Numbering == Numbering.FromOne)
            throw new ArgumentException("OnConnected can add an event, which numbering from one does not allow.", nameof(OnConnected));
    }
}
