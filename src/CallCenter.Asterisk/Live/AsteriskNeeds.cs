using System.Globalization;

namespace CallCenter.Asterisk;

/// <summary>How one need of the adapter is met.</summary>
public enum NeedState
{
    /// <summary>Met.</summary>
    Met,

    /// <summary>Not met: some numbers are missing or less exact.</summary>
    Missing,

    /// <summary>Asterisk has not answered, and no event has shown it yet.</summary>
    Unknown,
}

/// <summary>One need of the adapter, and how it is met.</summary>
/// <param name="State">How it is met.</param>
/// <param name="Text">A sentence without its full stop.</param>
/// <param name="Setting">The line that manager.conf lacks, with its section; empty: none would help.</param>
public sealed record NeedFinding(NeedState State, string Text, string Setting = "");

/// <summary>The adapter's needs on one Asterisk, and how far they are met. Filled by its session.</summary>
internal sealed class AsteriskNeeds(string user)
{
    /// <summary>Events of one class after which one of another, which goes with it, must have come, too.</summary>
    private const int EnoughEvents = 20;

    /// <summary>The server counts what is further ahead at its own time.</summary>
    private static readonly TimeSpan ClockTolerance = TimeSpan.FromSeconds(5);

    private static readonly (AmiClasses Class, string Name, string Cost)[] Classes =
    [
        (AmiClasses.Agent, "agent", "no queue is seen at all"),
        (AmiClasses.Call, "call", "hold, transfers and hang-ups are not seen"),
        (AmiClasses.System, "system", "a restart and a reload are not seen"),
        (AmiClasses.Dialplan, "dialplan", "refused callers are not seen, and a time limit looks like a redirect"),
    ];

    public string Version { get; set; } = "";

    public AmiCensus? Census { get; set; }

    /// <summary>How far Asterisk's clock is ahead of ours.</summary>
    public TimeSpan? ClockAhead { get; set; }

    /// <summary>FullyBooted came; false: it should have by now.</summary>
    public bool? IsBooted { get; set; }

    public QueueSnapshot? Floor { get; set; }

    /// <summary>The user's read classes by Asterisk's answer; null: no answer, or the user may not ask.</summary>
    public IReadOnlySet<string>? ReadClasses { get; set; }

    /// <summary>Whether timestampevents is on, by Asterisk's answer; null: no answer, or the user may not ask.</summary>
    public bool? HasStamps { get; set; }

    /// <summary>Nothing more would be learned by waiting.</summary>
    public bool IsComplete => Floor is not null && ClockAhead is not null && IsBooted is not null
        && Findings().All(finding => finding.State != NeedState.Unknown);

    public IReadOnlyList<NeedFinding> Findings() =>
        [new(NeedState.Met, $"AMI version {Version}"), .. Classes.Select(Class), Stamps(), Channels(), Clock(), Queues()];

    private NeedFinding Class((AmiClasses Class, string Name, string Cost) need)
    {
        var state = ReadClasses is { } classes
            ? classes.Contains(need.Name) || classes.Contains("all") ? NeedState.Met : NeedState.Missing
            : Seen(need.Class);
        return state switch
        {
            NeedState.Met => new(state, $"read class {need.Name}"),
            NeedState.Unknown => new(state, $"read class {need.Name}: no event of it has arrived yet; a call into a queue would show"),
            _ => new(state, $"read class {need.Name} is missing: {need.Cost}", $"[{user}]\nread = agent,call,system,dialplan"),
        };
    }

    private NeedState Seen(AmiClasses need)
    {
        if (Census?.Seen.HasFlag(need) == true || (need == AmiClasses.System && IsBooted == true))
            return NeedState.Met;
        var isMissing = need switch
        {
            AmiClasses.System => IsBooted == false,
            AmiClasses.Agent => Floor?.Members.Count > 0 && Census?.CountOf(AmiClasses.Call) >= 5 * EnoughEvents,
            AmiClasses.Call => Census?.CountOf(AmiClasses.Dialplan) >= EnoughEvents,
            _ => Census?.CountOf(AmiClasses.Call) >= EnoughEvents,
        };
        return isMissing ? NeedState.Missing : NeedState.Unknown;
    }

    private NeedFinding Stamps()
    {
        var hasStamps = HasStamps ?? (Census?.HasStamps == true ? true : Census?.LacksStamps == true ? false : null);
        return hasStamps switch
        {
            true => new(NeedState.Met, "timestampevents"),
            false => new(NeedState.Missing,
                "events bear no time: all times are those of their arrival, late when the network or Asterisk is",
                "[general]\ntimestampevents = yes"),
            null => new(NeedState.Unknown, "timestampevents: no event has arrived yet"),
        };
    }

    private NeedFinding Channels() => Floor switch
    {
        null => new(NeedState.Unknown, "list of channels: no answer yet"),
        { Channels: null } => new(NeedState.Missing,
            "channels may not be listed: conversations that began before a (re)connect are not known",
            $"[{user}]\nwrite = system,reporting"),
        _ => new(NeedState.Met, "list of channels (write class system or reporting)"),
    };

    private NeedFinding Clock()
    {
        if (ClockAhead is not { } ahead)
            return new(NeedState.Unknown, "clock: no answer to Ping yet");
        var seconds = Math.Abs(ahead.TotalSeconds).ToString("0.0", CultureInfo.InvariantCulture);
        var text = $"Asterisk's clock is {seconds} s {(ahead < TimeSpan.Zero ? "behind" : "ahead of")} this one";
        return ahead.Duration() <= ClockTolerance ? new(NeedState.Met, text)
            : new(NeedState.Missing, text + ": set both by NTP, or events count at wrong times");
    }

    private NeedFinding Queues()
    {
        if (Floor is not { } floor)
            return new(NeedState.Unknown, "queues: no answer yet");
        if (floor.Queues.Count == 0)
            return new(NeedState.Missing, "there is no queue: app_queue is not loaded, or queues.conf has none");
        var members = floor.Members.Select(member => member.Interface).Distinct().ToArray();
        var local = members.Count(member => member.StartsWith("Local/", StringComparison.OrdinalIgnoreCase));
        var behind = local > 0 ? $", {local} behind Local channels, whose phones are followed" : "";
        return new(NeedState.Met, string.Create(
            CultureInfo.InvariantCulture, $"{floor.Queues.Count} queues with {members.Length} members{behind}"));
    }
}
