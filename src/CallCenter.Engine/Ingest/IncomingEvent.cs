using CallCenter.Core.Events;
using CallCenter.Core.Floor;
using CallCenter.Core.Identity;

namespace CallCenter.Engine.Ingest;

/// <summary>Why an event was not counted; the door's reasons and the machines' in one.</summary>
public sealed record EventRejection(string Message, IReadOnlyDictionary<string, string> Metadata, RefusalReason? Refused);

/// <summary>An event at its place in the sequence: valid, or refused at the door.</summary>
public readonly record struct IncomingEvent(SourceEvent? Event, EventRejection? Rejection);

/// <summary>Events in sequence.</summary>
public sealed record SequencedBatch(Sequence First, IReadOnlyList<IncomingEvent> Events);

/// <summary>A rejected event.</summary>
public readonly record struct RejectedEvent(Sequence Sequence, EventRejection Rejection);

/// <summary>What has become durable since the notice before.</summary>
/// <param name="KnownByName">Events that were duplicates by their own name.</param>
/// <param name="DuplicateCount">All duplicates: those, and those by their sequence.</param>
public sealed record AckNotice(
    Sequence Committed, IReadOnlyList<RejectedEvent> Rejections, IReadOnlyList<Sequence> KnownByName, long DuplicateCount);

/// <summary>Why a session ended that should have gone on.</summary>
public enum SessionEnd { Superseded, MarkMoved, StoreUnavailable, SequenceGap, Broken }

/// <summary>A session ended before its client wanted it to.</summary>
public sealed class SessionEndedException(SessionEnd end, string message, Sequence expected = default, Sequence received = default)
    : Exception(message)
{
    public SessionEnd End { get; } = end;
    public Sequence Expected { get; } = expected;
    public Sequence Received { get; } = received;
}
