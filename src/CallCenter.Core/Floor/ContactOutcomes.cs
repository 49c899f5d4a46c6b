using CallCenter.Core.Events;
using CallCenter.Core.Identity;
using CallCenter.Core.Measures;
using CallCenter.Core.Settings;

namespace CallCenter.Core.Floor;

/// <summary>
/// What contacts count otherwise than their visits do: the differences, so that a contact with one visit counts none. A contact arrives
/// with its first visit, is decided by the first answer or abandon, and otherwise left with its last visit. Each difference is kept with
/// the visit that caused it, and reverted with it.
/// </summary>
internal sealed class ContactOutcomes(FloorState state, VisitFacts facts)
{
    private readonly VisitRows _rows = new(state);

    /// <summary>Sets what a visit that was alone has decided of its contact.</summary>
    public void Adopt(Contact contact, Visit first)
    {
        (contact.EnteredAt, contact.EntryRow) = (first.QueuedAt, first.QueueRow);
        if (!first.CountsFacts) return;
        contact.ArrivedBy = ContactVisit.Of(first);
        if (first.State != VisitState.Waiting)
        {
            (contact.Decision, contact.DecidedBy) = (ContactDecision.Answered, ContactVisit.Of(first));
            if (first.Outcome is { } outcome) NoteCompletion(contact, first, outcome);
        }
        else if (first.Outcome is not null)
        {
            (contact.Decision, contact.DecidedBy) = (ContactDecision.Left, ContactVisit.Of(first));
            contact.Left = new ContactLeft(first.QueueRow, first.EndedAt, first.WaitMs);
        }
    }

    public void Queued(Contact contact, Visit visit)
    {
        if (!visit.CountsFacts) return;
        if (contact.Decision == ContactDecision.Left)
        {
            Count(visit, contact.Left.Row, Measure.ContactsCameBack, contact.Left.At, 1);
            Count(visit, contact.Left.Row, Measure.ContactWaitOfCameBack, contact.Left.At, contact.Left.WaitMs);
            (contact.Decision, contact.DecidedBy) = (ContactDecision.None, default);
        }
        if (!contact.ArrivedBy.IsNone) Count(visit, visit.QueueRow, Measure.ContactsOffered, visit.QueuedAt, -1);
        else
        {
            (contact.ArrivedBy, contact.EnteredAt, contact.EntryRow) = (ContactVisit.Of(visit), visit.QueuedAt, visit.QueueRow);
            // It has counted already.
            if (contact.Life is not null) Count(visit, visit.QueueRow, Measure.ContactsOpened, visit.QueuedAt, -1);
        }
    }

    public void Answered(Contact contact, Visit visit)
    {
        if (!visit.CountsFacts || Decides(contact, visit, ContactDecision.Answered)) return;
        CountAnswered(visit, visit.AgentRow, visit.WaitMs, -1);
        if (contact.DecidedBy.Is(visit)) CountAnswered(visit, _rows.OfEntry(contact, visit.AgentRow), WaitOf(contact, visit), 1);
    }

    public void Left(Contact contact, Visit visit)
    {
        var outcome = visit.Outcome!.Value;
        if (!visit.CountsFacts || outcome is VisitOutcome.Failed or VisitOutcome.Lost) return;
        if (outcome == VisitOutcome.Abandoned)
        {
            if (Decides(contact, visit, ContactDecision.Abandoned)) return;
            CountAbandoned(visit, visit.QueueRow, visit.WaitMs, -1);
            if (contact.DecidedBy.Is(visit)) CountAbandoned(visit, _rows.OfEntry(contact, visit.QueueRow), WaitOf(contact, visit), 1);
            return;
        }
        var own = new ContactLeft(visit.QueueRow, visit.EndedAt, visit.WaitMs);
        if (contact.LiveVisits == 1 && Decides(contact, visit, ContactDecision.Left))
        {
            contact.Left = own;
            return;
        }
        CountLeft(visit, own, -1);
        if (!contact.DecidedBy.Is(visit)) return;
        contact.Left = new ContactLeft(_rows.OfEntry(contact, visit.QueueRow), visit.EndedAt, WaitOf(contact, visit));
        CountLeft(visit, contact.Left, 1);
    }

    public void Completed(Contact contact, Visit visit)
    {
        var outcome = visit.Outcome!.Value;
        if (!visit.CountsFacts || outcome == VisitOutcome.Lost) return;
        if (!contact.HandledBy.IsNone) Count(visit, visit.AgentRow, Measure.ContactsHandled, visit.EndedAt, -1);
        if (!contact.TransferredBy.IsNone && VisitFacts.IsTransfer(outcome))
            Count(visit, visit.TransferRow, Measure.ContactsTransferred, visit.EndedAt, -1);
        NoteCompletion(contact, visit, outcome);
    }

    private static void NoteCompletion(Contact contact, Visit visit, VisitOutcome outcome)
    {
        if (contact.HandledBy.IsNone) contact.HandledBy = ContactVisit.Of(visit);
        if (contact.TransferredBy.IsNone && VisitFacts.IsTransfer(outcome)) contact.TransferredBy = ContactVisit.Of(visit);
    }

    // Lets the visit decide, if none has. True when the visit counts for the contact as it is: it was the first one.
    private static bool Decides(Contact contact, Visit visit, ContactDecision decision)
    {
        if (contact.Decision != ContactDecision.None) return false;
        (contact.Decision, contact.DecidedBy) = (decision, ContactVisit.Of(visit));
        return contact.ArrivedBy.Is(visit);
    }

    // From the first entry on, by what the source reports of the last visit.
    private static long WaitOf(Contact contact, Visit visit)
        => Math.Max(visit.WaitMs, visit.QueuedAt.UnixMs - contact.EnteredAt.UnixMs + visit.WaitMs);

    private void CountAnswered(Visit visit, int row, long waitMs, int sign)
    {
        var at = visit.AnsweredAt;
        Count(visit, row, Measure.ContactsAnswered, at, sign);
        Count(visit, row, Measure.ContactWaitOfAnswered, at, sign * waitMs);
        Count(visit, row, Measure.ContactsAnsweredByWait.At(WaitThresholds.BucketOf(waitMs)), at, sign);
        Count(visit, row, Measure.ContactAnsweredWaits.Bucket(waitMs), at, sign);
        Count(visit, row, Measure.ContactsAnsweredByWait.Own(), at, sign * OwnOf(row, waitMs));
    }

    private void CountAbandoned(Visit visit, int row, long waitMs, int sign)
    {
        Count(visit, row, Measure.ContactsAbandoned, visit.EndedAt, sign);
        Count(visit, row, Measure.ContactWaitOfAbandoned, visit.EndedAt, sign * waitMs);
    }

    private void CountLeft(Visit visit, ContactLeft left, int sign)
    {
        Count(visit, left.Row, Measure.ContactsLeft, left.At, sign);
        Count(visit, left.Row, Measure.ContactWaitOfLeft, left.At, sign * left.WaitMs);
    }

    // What differs at the threshold of the row's queue from the standard one.
    private int OwnOf(int row, long waitMs)
    {
        var key = state.Rows.KeyOf(row);
        var own = state.Targets.Of(key?.Queue ?? "", key?.Channel);
        return IsWithin(own.Threshold) - IsWithin(WaitTarget.Standard.Threshold);

        int IsWithin(TimeSpan limit) => waitMs <= (long)limit.TotalMilliseconds ? 1 : 0;
    }

    private void Count(Visit visit, int row, Measure measure, Instant at, long value)
    {
        if (value != 0) facts.Count(visit, new CountedFact(row, measure, at, value), isKept: true);
    }
}
