using System.Diagnostics;
using CallCenter.Core.Events;
using CallCenter.Core.Floor;
using CallCenter.Core.Identity;

namespace CallCenter.Engine.Ingest;

/// <summary>Why an event was not counted, by the mapping of its fields or by the floor.</summary>
/// <param name="Refused">The floor's reason; none: a field is invalid.</param>
public sealed record EventRejection(string Message, IReadOnlyDictionary<string, string> Metadata, RefusalReason? Refused)
{
    /// <param name="problem">What is wrong with the field, without its name and a full stop.</param>
    public static EventRejection OfField(string field, string problem)
        => new($"{field} {problem}.", new Dictionary<string, string> { ["field"] = field }, null);
}

/// <summary>A valid event, or the rejection of an invalid one.</summary>
public readonly record struct IncomingEvent(SourceEvent? Event, EventRejection? Rejection);

/// <summary>Events in sequence.</summary>
/// <param name="BytesOf">The received bytes of an event, for the log of a defect.</param>
public sealed record SequencedBatch(Sequence First, IReadOnlyList<IncomingEvent> Events, Func<int, byte[]>? BytesOf = null)
{
    /// <summary>The span of a sender who wants it traced; default when nobody does.</summary>
    public ActivityContext Trace { get; init; }
}
