using System.Collections.Frozen;
using CallCenter.Core.Events;
using CallCenter.Core.Identity;
using CallCenter.Core.Measures;

namespace CallCenter.Core.Floor;

/// <summary>Takes visits out of all windows, as if they had never been. Used by one thread at a time.</summary>
internal sealed class Exclusions(FloorState state, VisitFacts facts, VisitCounts counts, ContactMachine contacts)
{
    // Also of the histograms and families that they have.
    private static readonly FrozenSet<Measure> OfResponses = new[]
    {
        Measure.FirstResponses, Measure.FirstResponse, Measure.FirstResponseTimes, Measure.Reactions, Measure.Reaction,
        Measure.ReactionTimes, Measure.Responses, Measure.Response, Measure.ResponseTimes, Measure.AcknowledgedFirst,
        Measure.AcknowledgedFirstTime, Measure.AcknowledgedFirstTimes, Measure.BotFirst, Measure.BotFirstTime, Measure.BotFirstTimes,
        Measure.ResponsesAsked, Measure.RespondedByWait, Measure.RespondedOwn, Measure.ResponseReached, Measure.ResponseReachedOwn,
    }.ToFrozenSet();

    public Refusal? Exclude(Visit visit, VisitExcluded e, Instant at)
    {
        if (VisitCounts.RefuseChange(visit, e) is { } refusal) return refusal;
        if (e.Scope == ExclusionScope.Responses) return ExcludeResponses(visit, RowKey.OfVisit(visit.Traits), e);
        counts.OfLive(visit, at, -1);
        state.Replace(visit, []);
        Count(visit, RowKey.OfVisit(visit.Traits), e.Reason);
        contacts.Excluded(visit);
        state.Customers.Excluded(visit);
        visit.Excluded = true;
        visit.CountsFacts = false;
        return null;
    }

    /// <summary>Excludes a visit that is over.</summary>
    public Refusal? Retract(FinishedVisit finished, VisitExcluded e, Instant receivedAt)
    {
        var visit = finished.Visit;
        if (counts.RefuseChange(finished, e, receivedAt) is { } refusal) return refusal;
        var key = counts.KeyOf(finished)!;
        state.Journal.Save(visit);
        if (e.Scope == ExclusionScope.Responses)
        {
            if (ExcludeResponses(visit, key, e) is { } twice) return twice;
            state.Record(finished with { IsRevision = true });
            return null;
        }
        counts.OfFinished(finished, -1);
        state.Replace(visit, []);
        Count(visit, key, e.Reason);
        contacts.Excluded(visit);
        state.Customers.Excluded(visit);
        visit.Excluded = true;
        state.Record(finished with { IsRevision = true });
        return null;
    }

    private Refusal? ExcludeResponses(Visit visit, RowKey key, VisitExcluded e)
    {
        if (visit.IsWithoutResponses) return Refusal.OfVisit(visit.Id, "excluded from response times already", e.GetType().Name);
        foreach (var fact in visit.Counted.All.Where(fact => IsOfResponse(fact) && state.Rows.KeyOf(fact.Row) is not null))
            state.Deltas.Count(fact.Row, fact.Measure, fact.At, -fact.Value);
        state.Replace(visit, visit.Counted.All.FindAll(fact => !IsOfResponse(fact)));
        visit.IsWithoutResponses = true;
        var row = state.Rows.NumberOf(key with { Reason = e.Reason });
        facts.Count(visit, new CountedFact(row, Measure.ResponsesExcluded, visit.QueuedAt), isKept: true);
        return null;
    }

    private static bool IsOfResponse(CountedFact fact) => OfResponses.Contains(MeasureTable.Of(fact.Measure).Id);

    // Where the visit was offered: there a window has one fewer.
    private void Count(Visit visit, RowKey key, string reason)
        => state.Deltas.Count(state.Rows.NumberOf(key with { Reason = reason }), Measure.Excluded, visit.QueuedAt, 1);
}
