using CallCenter.Core.Identity;

namespace CallCenter.Engine.Ingest;

/// <summary>A rejected event.</summary>
public readonly record struct RejectedEvent(Sequence Sequence, EventRejection Rejection);

/// <summary>Everything that became durable since the notice before.</summary>
public sealed class AckNotice
{
    internal AckNotice(Sequence committed) => Committed = committed;

    internal AckNotice(Sequence committed, SectionNotes notes)
    {
        Committed = committed;
        Notes = notes;
    }

    /// <summary>All events up to here are durably counted, or rejected.</summary>
    public Sequence Committed { get; private set; }

    /// <summary>In order of their sequence.</summary>
    public IReadOnlyList<RejectedEvent> Rejections => Notes.Rejections;

    /// <summary>Events that were duplicates by their own id.</summary>
    public IReadOnlyList<Sequence> DuplicatesById => Notes.DuplicatesById;

    /// <summary>All duplicates, by sequence or by id.</summary>
    public long DuplicateCount => Notes.DuplicateCount;

    /// <summary>Requests of a kind that this server does not know.</summary>
    public int UnknownRequestCount { get; internal set; }

    /// <summary>Received events that this notice settles, duplicates included.</summary>
    internal int EventCount => Notes.EventCount;

    private SectionNotes Notes { get; } = new();

    internal void Append(AckNotice next)
    {
        Committed = next.Committed;
        Notes.Append(next.Notes);
        UnknownRequestCount += next.UnknownRequestCount;
    }
}
