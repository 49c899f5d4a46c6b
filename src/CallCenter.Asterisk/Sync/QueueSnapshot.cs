namespace CallCenter.Asterisk;

/// <summary>A caller in a queue, as a row of QueueStatus shows it.</summary>
internal sealed record WaitingRow(string Caller, string Queue, TimeSpan Wait);

/// <summary>A caller who talks to an agent of a queue, pieced together from a list of channels.</summary>
internal sealed record TalkingRow(string Caller, string Queue, TimeSpan Age)
{
    /// <summary>Interface of the agent; empty when unknown.</summary>
    public string Interface { get; init; } = "";

    /// <summary>Uniqueid of the agent's channel.</summary>
    public string AgentChannel { get; init; } = "";
}

/// <summary>All channels that were there.</summary>
internal sealed record ChannelSnapshot
{
    public required IReadOnlyList<TalkingRow> Talking { get; init; }

    /// <summary>Uniqueids of all channels.</summary>
    public required IReadOnlySet<string> Live { get; init; }

    /// <summary>Uniqueids of the two halves of each Local channel.</summary>
    public IReadOnlyList<(string Near, string Far)> Halves { get; init; } = [];

    /// <summary>Who is in a bridge, and in which.</summary>
    public IReadOnlyList<(string Channel, string Bridge)> Bridged { get; init; } = [];
}

/// <summary>What Asterisk answered when asked what is live. Everything up to <see cref="Asked"/>, by its clock, is contained.</summary>
internal sealed record QueueSnapshot(DateTimeOffset Asked)
{
    public required IReadOnlyList<string> Queues { get; init; }

    public required IReadOnlyList<MemberReport> Members { get; init; }

    public required IReadOnlyList<WaitingRow> Waiting { get; init; }

    /// <summary>Null when channels were not asked for, or the user may not list them: nothing is known of conversations then.</summary>
    public ChannelSnapshot? Channels { get; init; }
}
