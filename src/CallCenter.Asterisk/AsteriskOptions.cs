namespace CallCenter.Asterisk;

/// <summary>Where Asterisk is and how to talk to it. The user needs read classes agent, call, system and dialplan, and write class
/// system or reporting for the list of conversations.</summary>
public sealed record AsteriskOptions
{
    /// <summary>Host of the AMI.</summary>
    /// <value>Default localhost. AMI is not encrypted: keep it on one machine or in a tunnel.</value>
    public string Host { get; init; } = "localhost";

    /// <summary>Port of the AMI.</summary>
    /// <value>Default 5038.</value>
    public int Port { get; init; } = 5038;

    /// <summary>Host and port as people write them.</summary>
    public string Address => Host.Contains(':') ? $"[{Host}]:{Port}" : $"{Host}:{Port}";

    /// <summary>Name of a user in manager.conf.</summary>
    public string Username { get; init; } = "";

    /// <summary>The user's secret.</summary>
    public string Secret { get; init; } = "";

    /// <summary>Whether the secret stays off the wire.</summary>
    /// <value>Default MD5 challenge; plain only where the Asterisk allows no other.</value>
    public AmiLogin Login { get; init; } = AmiLogin.Challenge;

    /// <summary>How often Asterisk is asked whether it is there. A question that is not answered within two intervals, in which not a
    /// byte of anything else came either, ends the connection.</summary>
    /// <value>Default 15 s, 1 s to 60 s. Longer finds a dead connection later.</value>
    public TimeSpan PingInterval { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How long connecting and logging in may take.</summary>
    /// <value>Default 10 s, 1 s to 60 s.</value>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long to wait for FullyBooted, which a user without class system never gets, before the first reconciliation.</summary>
    /// <value>Default 5 s, 0 to 60 s.</value>
    public TimeSpan BootPatience { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How often members and waiting callers are compared with Asterisk's own list.</summary>
    /// <value>Default 1 min, 10 s to 1 h. A reload can change members without an event.</value>
    public TimeSpan ReconcileInterval { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Limit of the first pause before connecting again; it doubles up to <see cref="PauseMax"/>. A pause is a random part
    /// of it.</summary>
    /// <value>Default 1 s.</value>
    public TimeSpan PauseMin { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Limit of all pauses before connecting again.</summary>
    /// <value>Default 60 s.</value>
    public TimeSpan PauseMax { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Messages read from the socket and not yet mapped. Beyond it the connection is given up and a new one
    /// reconciles.</summary>
    /// <value>Default 200,000, 1,000 to 10,000,000, about 3 KiB each: half an hour of a busy Asterisk while the server is away. Asterisk
    /// cuts a reader off who is 100 ms late, so the socket is never left unread.</value>
    public int BufferedMessagesMax { get; init; } = 200_000;

    /// <summary>Called whenever Asterisk has let us in.</summary>
    public Action? OnConnected { get; init; }

    /// <summary>Called whenever a connection was lost, or could not be made, and another will be tried.</summary>
    public Action<AmiConnectionException>? OnDisconnected { get; init; }

    /// <summary>Called with a sentence about what is wrong on Asterisk's side and costs numbers; each kind once.</summary>
    public Action<string>? OnAdvice { get; init; }

    /// <summary>Path of Asterisk's own queue_log, from which the time without a connection is filled; null: it stays a gap.</summary>
    /// <value>Default none. What rotation has put beside it is read, too.</value>
    public string? QueueLog { get; init; }

    /// <summary>The time of the newest event that the server has counted of this source, null when it has none: from there a new run goes
    /// on in the log. Without it, or behind no event at all, it starts at the last midnight.</summary>
    public Func<CancellationToken, ValueTask<DateTimeOffset?>>? CountedUntil { get; init; }

    /// <summary>Called whenever queue_log was read, before the floor report.</summary>
    public Action<GapFilled>? OnGapFilled { get; init; }

    /// <summary>Opens the connection; null: TCP to the host and port.</summary>
    internal Func<CancellationToken, ValueTask<Stream>>? Dial { get; init; }

    /// <summary>How messages become events.</summary>
    public MappingOptions Mapping { get; init; } = new();

    /// <summary>The address alone: a record would show the secret, too.</summary>
    public override string ToString() => Address;
}
