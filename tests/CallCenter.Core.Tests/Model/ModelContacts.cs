using CallCenter.Core.Events;
using static CallCenter.Core.Events.VisitOutcome;

namespace CallCenter.Core.Tests.Model;

internal enum ContactFactKind { Offered, Opened, Answered, Abandoned, Left, Handled, Transferred }

/// <summary>Something that a contact counted once.</summary>
/// <param name="Cause">The visit that it goes with when that one is excluded, or is of another class.</param>
/// <param name="Entry">Whose queue, channel and direction it counts in.</param>
/// <param name="Sign">-1: taken back.</param>
internal sealed record ModelContactFact(ContactFactKind Kind, ModelVisit Cause, Dims Entry, long AtMs, long WaitMs = 0, int Sign = 1)
{
    /// <summary>Where it counts whatever becomes of its cause.</summary>
    public Dims? Fixed { get; init; }

    public Dims Dims => Fixed ?? (Kind is ContactFactKind.Answered or ContactFactKind.Handled or ContactFactKind.Transferred
        ? Cause.AgentDims!
        : Cause.Dims) with
    {
        Queue = Entry.Queue,
        Channel = Entry.Channel,
        Direction = Entry.Direction,
        Reason = Kind == ContactFactKind.Transferred ? Cause.TransferTarget : "",
    };
}

/// <summary>A contact that goes on, or may.</summary>
internal sealed class ModelContact(string id)
{
    public string Id { get; } = id;
    public List<ModelVisit> Live { get; } = [];
    public ModelVisit? Arrival { get; set; }
    public ModelVisit? Decider { get; set; }
    public ModelVisit? Handled { get; set; }
    public ModelVisit? Transferred { get; set; }
    public Dims EntryDims { get; set; } = null!;
    public long EnteredMs { get; set; }
    public ModelContactFact? Left { get; set; }
    public long EndedMs { get; set; } = long.MinValue;
    public long SeenMs { get; set; }
}

/// <summary>The contacts of one source: every visit has one, also the only one of a contact.</summary>
internal sealed class ModelContacts
{
    private const long LingerMaxMs = 5 * 60_000;
    private static readonly VisitOutcome[] GoesOn =
    [
        TransferredBlind, TransferredConsult, TimedOut, KeyExit, QueueEmpty, Withdrawn, Redirected, Overflowed, Voicemail,
        CallbackRequested,
    ];

    private readonly List<ModelContact> _open = [];

    public List<ModelContactFact> Facts { get; } = [];

    /// <param name="isOpened">Its source opened the contact: it counted then, and goes on however long it takes.</param>
    /// <returns>Whether the contact began with this visit.</returns>
    public bool Queued(ModelVisit visit, bool isOpened)
    {
        var contact = Find(visit.ContactId, isOpened, visit.QueuedMs);
        if (contact is null) _open.Add(contact = new ModelContact(visit.ContactId));
        contact.Live.Add(visit);
        visit.Contact = contact;
        if (contact.Left is { } left)
        {
            Facts.Add(left with { Cause = visit, Fixed = left.Dims, Sign = -1 });
            (contact.Left, contact.Decider) = (null, null);
        }
        if (contact.Arrival is not null) return false;
        (contact.Arrival, contact.EntryDims, contact.EnteredMs) = (visit, visit.Dims, visit.QueuedMs);
        Facts.Add(new ModelContactFact(ContactFactKind.Offered, visit, visit.Dims, visit.QueuedMs));
        if (isOpened) Facts.Add(new ModelContactFact(ContactFactKind.Opened, visit, visit.Dims, visit.QueuedMs, Sign: -1));
        return !isOpened;
    }

    /// <summary>Whether a visit of the contact, not of an earlier one of this name, has arrived.</summary>
    public bool HasArrived(string id, long atMs) => Find(id, isOpened: false, atMs)?.Arrival is not null;

    private ModelContact? Find(string id, bool isOpened, long atMs)
    {
        var contact = _open.SingleOrDefault(c => c.Id == id);
        if (isOpened || contact is not { Live.Count: 0 } || atMs - contact.EndedMs <= LingerMaxMs) return contact;
        _open.Remove(contact);
        return null;
    }

    public void Answered(ModelVisit visit)
    {
        if (visit.IsExcluded || visit.Contact!.Decider is not null) return;
        var contact = visit.Contact;
        contact.Decider = visit;
        Facts.Add(new ModelContactFact(
            ContactFactKind.Answered, visit, contact.Arrival == visit ? visit.Dims : contact.EntryDims, visit.AnsweredMs!.Value,
            WaitOf(contact, visit)));
    }

    /// <summary>The wait or the conversation ended.</summary>
    public void Ended(ModelVisit visit)
    {
        if (visit.IsExcluded || visit.Outcome == Lost) return;
        if (visit.AnsweredMs is not null) Completed(visit.Contact!, visit);
        else if (visit.Outcome != Failed) LeftWaiting(visit.Contact!, visit);
    }

    /// <summary>Nothing of the visit is left.</summary>
    public void Over(ModelVisit visit, bool isOpened)
    {
        var contact = visit.Contact!;
        contact.Live.Remove(visit);
        contact.EndedMs = Math.Max(contact.EndedMs, visit.EndedMs!.Value);
        if (contact.Live.Count == 0 && !isOpened && !GoesOn.Contains(visit.Outcome!.Value)) _open.Remove(contact);
    }

    public void Excluded(ModelVisit visit)
    {
        bool Is(ModelVisit? other) => other is not null
            && (visit.Stage == VisitStage.Over ? (other.Id, other.QueuedMs) == (visit.Id, visit.QueuedMs) : other == visit);
        if (_open.SingleOrDefault(c => c.Id == visit.ContactId) is not { } contact) return;
        if (Is(contact.Arrival)) contact.Arrival = null;
        if (Is(contact.Decider)) (contact.Decider, contact.Left) = (null, null);
        if (Is(contact.Handled)) contact.Handled = null;
        if (Is(contact.Transferred)) contact.Transferred = null;
    }

    public bool HasLiveVisit(string id) => _open.Exists(c => c.Id == id && c.Live.Count > 0);

    public void Advance(long nowMs, Func<string, bool> isOpened)
        => _open.RemoveAll(c => c.Live.Count == 0 && !isOpened(c.Id) && nowMs - c.SeenMs > LingerMaxMs);

    /// <summary>Its source closed the contact: a later visit is of another one, unless a visit is live.</summary>
    public void Closed(string id) => _open.RemoveAll(c => c.Id == id && c.Live.Count == 0);

    private void Completed(ModelContact contact, ModelVisit visit)
    {
        if (contact.Handled is null)
        {
            contact.Handled = visit;
            Facts.Add(new ModelContactFact(ContactFactKind.Handled, visit, visit.AgentDims!, visit.EndedMs!.Value));
        }
        if (contact.Transferred is not null || visit.Outcome is not (TransferredBlind or TransferredConsult)) return;
        contact.Transferred = visit;
        Facts.Add(new ModelContactFact(ContactFactKind.Transferred, visit, visit.AgentDims!, visit.EndedMs!.Value));
    }

    private void LeftWaiting(ModelContact contact, ModelVisit visit)
    {
        var isAbandon = visit.Outcome == Abandoned;
        if (contact.Decider is not null || (!isAbandon && contact.Live.Count > 1)) return;
        contact.Decider = visit;
        var fact = new ModelContactFact(
            isAbandon ? ContactFactKind.Abandoned : ContactFactKind.Left, visit, contact.Arrival == visit ? visit.Dims : contact.EntryDims,
            visit.EndedMs!.Value, WaitOf(contact, visit));
        Facts.Add(fact);
        if (!isAbandon) contact.Left = fact;
    }

    private static long WaitOf(ModelContact contact, ModelVisit visit)
        => contact.Arrival == visit ? visit.WaitMs : Math.Max(visit.WaitMs, visit.QueuedMs - contact.EnteredMs + visit.WaitMs);
}
