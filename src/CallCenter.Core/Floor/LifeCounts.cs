using CallCenter.Core.Identity;
using CallCenter.Core.Measures;

namespace CallCenter.Core.Floor;

/// <summary>Counts the course of opened contacts, and keeps what was counted with the contact. Used by one thread at a time.</summary>
internal sealed class LifeCounts(FloorState state)
{
    // The list may be the contact's no more.
    private static readonly FloorJournal.Undo UndoCounted = static (counted, _) =>
    {
        var list = (List<CountedFact>)counted;
        list.RemoveAt(list.Count - 1);
    };

    /// <summary>Counts of an event that names the contact and counts where that event says, not by the contact's traits.</summary>
    public static bool IsOfEvent(CountedFact fact) => fact.Measure is Measure.Resolved or Measure.Reopened;

    public void Count(Contact contact, CountedFact fact)
    {
        if (contact.Life!.IsExcluded || fact.Value == 0) return;
        state.Deltas.Count(fact.Row, fact.Measure, fact.At, fact.Value);
        // Gauges always: one that is reverted in part would be wrong for good.
        if (contact.Counted.All.Count >= VisitFacts.CountedMax && !fact.Measure.IsGauge()) return;
        state.Journal.Add(UndoCounted, contact.Counted.All, contact);
        contact.Counted.All.Add(fact);
        state.Settle(contact);
    }

    public void Count(Contact contact, Measure measure, Instant at, long value = 1)
        => Count(contact, new CountedFact(contact.Life!.Row, measure, at, value));

    public void Step(Contact contact, Gauge gauge, Instant at, long step, Instant since)
    {
        Count(contact, gauge.Number(), at, step);
        Count(contact, gauge.Moment(), at, DeltaSet.MomentOf(at, step, since));
    }

    /// <summary>Reverts all that was counted.</summary>
    public void Revert(Contact contact)
    {
        foreach (var fact in contact.Counted.All) CountAgain(fact, -1);
        state.Replace(contact, []);
    }

    /// <summary>Moves what was counted by the traits of the contact to other rows.</summary>
    public void Move(Contact contact, Func<int, int> rowAfter)
    {
        foreach (var fact in contact.Counted.All.Where(f => !IsOfEvent(f))) CountAgain(fact, -1);
        state.Replace(contact, contact.Counted.All.ConvertAll(f => IsOfEvent(f) ? f : f with { Row = rowAfter(f.Row) }));
        foreach (var fact in contact.Counted.All.Where(f => !IsOfEvent(f))) CountAgain(fact, 1);
    }

    // No window shows a row that has retired.
    private void CountAgain(CountedFact fact, int sign)
    {
        if (state.Rows.KeyOf(fact.Row) is not null) state.Deltas.Count(fact.Row, fact.Measure, fact.At, sign * fact.Value);
    }
}
