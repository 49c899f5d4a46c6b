using CallCenter.Core.Events;
using CallCenter.Core.Identity;
using CallCenter.Core.Measures;

namespace CallCenter.Core.Floor;

/// <summary>
/// Moves what visits have counted to the rows of other traits: past windows read as if the visit had been known as what it is from the
/// beginning. Only the time in a conversation, on hold and in after-call work stays where it was spent. Used by one thread at a time.
/// </summary>
internal sealed class Reclassification(
    FloorState state, VisitCounts counts, OfferDesk offers, ConsultDesk consults, ContactMachine contacts, TagSets tags)
{
    private readonly TraitChange _change = new(state, tags);
    private static readonly FloorJournal.Undo UndoRename = static (visit, former) => ((Former)former).GiveBackTo((Visit)visit);

    public Refusal? Classify(Visit visit, ContactClassified e, Instant at)
    {
        if (VisitCounts.RefuseChange(visit, e) is { } refusal) return refusal;
        var traits = _change.With(visit.Traits, e.Classification);
        if (RefuseTags(visit, traits) is { } tooMany) return tooMany;
        if (traits == visit.Traits) return null;
        counts.OfLive(visit, at, -1);
        Rename(visit, traits);
        consults.Move(visit, leg => leg with { Row = Moved(leg.Row, traits) });
        foreach (var offer in visit.Offers.All.ToList()) offers.Replace(visit, offer, Moved(offer.Row, traits));
        counts.OfLive(visit, at, 1);
        return null;
    }

    /// <summary>Classifies a visit that is over.</summary>
    public Refusal? Classify(FinishedVisit finished, ContactClassified e, Instant receivedAt)
    {
        var visit = finished.Visit;
        if (counts.RefuseChange(finished, e, receivedAt) is { } refusal) return refusal;
        var former = counts.KeyOf(finished)!;
        var traits = _change.With(former.Traits, e.Classification);
        if (RefuseTags(visit, traits) is { } tooMany) return tooMany;
        if (former.IsWithoutDimensions || traits == former.Traits) return null;
        state.Journal.Save(visit);
        counts.OfFinished(finished, -1);
        Move(visit, traits);
        counts.OfFinished(finished, 1);
        state.Record(finished with { IsRevision = true });
        return null;
    }

    // With a new number: readers of any version see it leave one row and join the other.
    private void Rename(Visit visit, VisitTraits traits)
    {
        var before = visit.Handle;
        state.Remove(visit);
        state.Journal.Add(UndoRename, visit, new Former(visit.Handle, visit.Traits, visit.QueueRow));
        (visit.Handle, visit.Traits) = (state.NextVisitHandle(), traits);
        Move(visit, traits);
        state.Add(visit);
        contacts.Renamed(visit, before);
    }

    private void Move(Visit visit, VisitTraits traits)
    {
        visit.QueueRow = Moved(visit.QueueRow, traits);
        state.Replace(visit, visit.Counted.All.ConvertAll(fact => IsOfOther(fact) ? fact : fact with { Row = Moved(fact.Row, traits) }));
        contacts.Moved(visit, row => Moved(row, traits));
        state.Customers.Moved(visit, row => Moved(row, traits));
        if (visit.State == VisitState.Waiting) return;
        visit.AgentRow = Moved(visit.AgentRow, traits);
        if (visit.State == VisitState.WrapUp) visit.TransferRow = Moved(visit.TransferRow, traits);
    }

    // It takes back what the contact's visit before counted.
    private static bool IsOfOther(CountedFact fact) => fact.Measure is Measure.ContactsCameBack or Measure.ContactWaitOfCameBack;

    private int Moved(int row, VisitTraits traits) => _change.Moved(row, traits);

    private static Refusal? RefuseTags(Visit visit, VisitTraits traits)
        => TraitChange.HasTooManyTags(traits)
            ? Refusal.OfVisit(visit.Id, $"at its limit of {TagText.CountMax} tags", nameof(ContactClassified))
            : null;

    private sealed record Former(int Handle, VisitTraits Traits, int QueueRow)
    {
        public void GiveBackTo(Visit visit) => (visit.Handle, visit.Traits, visit.QueueRow) = (Handle, Traits, QueueRow);
    }
}
