namespace CallCenter.Core.Floor;

public enum RefusalReason
{
    /// <summary>Does not fit the state of its visit or agent, or names one that is not known.</summary>
    TransitionRefused,

    /// <summary>Older than the history kept.</summary>
    TooOld,
}

/// <summary>Why a machine did not take an event. A value, not an exception: sources err every day.</summary>
public sealed record Refusal(RefusalReason Reason, string Message, IReadOnlyDictionary<string, string> Metadata)
{
    public static Refusal OfVisit(string visitId, string state, string eventName) => new(
        RefusalReason.TransitionRefused,
        $"Visit '{visitId}' is {state}, which {eventName} does not fit; check the order of events, or send a floor report.",
        new Dictionary<string, string> { ["visit"] = visitId, ["state"] = state, ["event"] = eventName });

    public static Refusal OfAgent(string agent, string state, string eventName) => new(
        RefusalReason.TransitionRefused,
        $"Agent '{agent}' is {state}, which {eventName} does not fit; send the agent's presence and memberships first.",
        new Dictionary<string, string> { ["agent"] = agent, ["state"] = state, ["event"] = eventName });

    public static Refusal TooOld(DateTimeOffset occurred, DateTimeOffset oldest) => new(
        RefusalReason.TooOld,
        $"The event of {occurred:O} is older than the history kept, which starts at {oldest:O}; it can no longer be counted.",
        new Dictionary<string, string> { ["occurredTime"] = $"{occurred:O}", ["oldestTime"] = $"{oldest:O}" });
}
