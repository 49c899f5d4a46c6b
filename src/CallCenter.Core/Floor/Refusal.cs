using System.Globalization;
using CallCenter.Core.Identity;

namespace CallCenter.Core.Floor;

public enum RefusalReason
{
    /// <summary>Does not fit the state of its visit or agent, or names one that is not known.</summary>
    TransitionRefused,

    /// <summary>Older than the history kept.</summary>
    TooOld,

    /// <summary>One more than the source, or its tenant, may have.</summary>
    OverLimit,

    /// <summary>The server failed on the event: a defect.</summary>
    Internal,

    /// <summary>Another event was counted under its sequence.</summary>
    SequenceReused,
}

/// <summary>Why an event was not counted. A value, not an exception: sources err every day.</summary>
public sealed record Refusal(RefusalReason Reason, string Message, IReadOnlyDictionary<string, string> Metadata)
{
    /// <summary>For the log, with <see cref="RefusalReason.Internal"/>.</summary>
    public Exception? Defect { get; init; }

    /// <summary>With <see cref="RefusalReason.OverLimit"/>.</summary>
    public SourceLimit? Limit { get; init; }

    public static Refusal OfVisit(string visitId, string state, string eventName) => new(
        RefusalReason.TransitionRefused,
        $"Visit '{visitId}' is {state}, which {eventName} does not fit; check the order of events, or send a floor report.",
        new Dictionary<string, string> { ["visit"] = visitId, ["state"] = state, ["event"] = eventName });

    public static Refusal OfContact(string contactId, string state, string eventName) => new(
        RefusalReason.TransitionRefused,
        $"Contact '{contactId}' is {state}, which {eventName} does not fit; check the order of events, or open the contact first.",
        new Dictionary<string, string> { ["contact"] = contactId, ["state"] = state, ["event"] = eventName });

    public static Refusal OfAgent(string agent, string state, string eventName) => new(
        RefusalReason.TransitionRefused,
        $"Agent '{agent}' is {state}, which {eventName} does not fit; send the agent's presence and memberships first.",
        new Dictionary<string, string> { ["agent"] = agent, ["state"] = state, ["event"] = eventName });

    public static Refusal TooOld(DateTimeOffset occurred, DateTimeOffset oldest) => new(
        RefusalReason.TooOld,
        $"The event of {occurred:O} is older than the history kept, which starts at {oldest:O}; it can no longer be counted.",
        new Dictionary<string, string> { ["occurredTime"] = $"{occurred:O}", ["oldestTime"] = $"{oldest:O}" });

    /// <param name="limited">Plural noun of the things that are too many.</param>
    /// <param name="count">How many there would be.</param>
    /// <param name="option">The setting that raises the limit.</param>
    public static Refusal OverLimit(SourceLimit limit, string limited, long count, int max, string option) => new(
        RefusalReason.OverLimit,
        $"There would be {count} {limited}, and {max} are allowed; end some, or raise {option} of the server.",
        new Dictionary<string, string>
        {
            ["limited"] = limited,
            ["count"] = count.ToString(CultureInfo.InvariantCulture),
            ["max"] = max.ToString(CultureInfo.InvariantCulture),
            ["option"] = option,
        })
    { Limit = limit };

    public static Refusal SequenceReused(Sequence sequence, Sequence committed) => new(
        RefusalReason.SequenceReused,
        $"Sequence {sequence} was used for another event: this one happened after all that was counted up to sequence {committed}. "
            + "Number on after Welcome.committed_sequence, or call Publish with event ids.",
        new Dictionary<string, string> { ["committedSequence"] = committed.ToString() });

    public static Refusal OfDefect(Exception defect) => new(
        RefusalReason.Internal,
        "The server failed on this event, and did not count it; its log has the details.",
        new Dictionary<string, string>())
    { Defect = defect };
}
