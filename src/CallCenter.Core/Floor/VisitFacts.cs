using CallCenter.Core.Events;
using CallCenter.Core.Identity;
using CallCenter.Core.Measures;
using CallCenter.Core.Settings;

namespace CallCenter.Core.Floor;

/// <summary>
/// The facts of visits: each method is one fact and says which measures it moves. A sign of -1 reverts a fact.
/// </summary>
internal sealed class VisitFacts(FloorState state)
{
    // The list may be the visit's no more.
    private static readonly FloorJournal.Undo UndoCounted = static (counted, _) =>
    {
        var list = (List<CountedFact>)counted;
        list.RemoveAt(list.Count - 1);
    };

    private readonly DeltaSet _deltas = state.Deltas;

    /// <summary>Counts of offers, messages and replies that an exclusion can revert; later ones of the visit stay.</summary>
    public const int CountedMax = 1_000;

    public void Queued(Visit visit, int sign = 1)
    {
        if (!visit.CountsFacts) return;
        _deltas.Count(visit.QueueRow, Measure.Offered, visit.QueuedAt, sign);
    }

    public void Answered(Visit visit, int sign = 1)
    {
        if (!visit.CountsFacts) return;
        var (row, at) = (visit.AgentRow, visit.AnsweredAt);
        _deltas.Count(row, Measure.Answered, at, sign);
        _deltas.Count(row, Measure.WaitOfAnswered, at, sign * visit.WaitMs);
        _deltas.Count(row, Measure.RingOfAnswered, at, sign * visit.RingMs);
        _deltas.Count(row, Measure.AnsweredByWait.At(WaitThresholds.BucketOf(visit.WaitMs)), at, sign);
        _deltas.Count(row, Measure.AnsweredWaits.Bucket(visit.WaitMs), at, sign);
        _deltas.Count(row, Measure.AnsweredRings.Bucket(visit.RingMs), at, sign);
        ReachedThresholds(row, visit, at, sign);
    }

    /// <summary>A waiting visit ended; its outcome and end are set.</summary>
    public void Left(Visit visit, int sign = 1)
    {
        if (!visit.CountsFacts) return;
        var (row, outcome, at) = (visit.QueueRow, visit.Outcome!.Value, visit.EndedAt);
        _deltas.Count(row, OutcomeMeasures.OfLeaving(outcome), at, sign);
        if (outcome == VisitOutcome.Abandoned && visit.EndedRingingOrHeld) _deltas.Count(row, Measure.RingAbandons, at, sign);
        if (outcome is VisitOutcome.Lost or VisitOutcome.Failed) return; // The wait is not the customer's choice: in no average.
        var (sum, waits) = outcome == VisitOutcome.Abandoned
            ? (Measure.WaitOfAbandoned, Measure.AbandonedWaits)
            : (Measure.WaitOfLeft, Measure.LeftWaits);
        _deltas.Count(row, sum, at, sign * visit.WaitMs);
        _deltas.Count(row, waits.Bucket(visit.WaitMs), at, sign);
        _deltas.Count(row, OutcomeMeasures.FamilyOf(outcome).At(WaitThresholds.BucketOf(visit.WaitMs)), at, sign);
        ReachedThresholds(row, visit, at, sign);
    }

    /// <summary>What the direction of the visit says, and the calendar of its queue; kept with the visit, since a record of the ledger has
    /// no traits, and settings change.</summary>
    public void ArrivedAs(Visit visit)
    {
        if (!visit.CountsFacts) return;
        if (visit.Traits.Direction == Direction.Outbound) Count(visit, visit.QueueRow, Measure.OutboundContacts, visit.QueuedAt);
        if (visit.Traits.Direction == Direction.Inbound && state.Hours.IsOpen(visit.Traits.Queue, visit.QueuedAt) is { } isOpen)
            Count(visit, visit.QueueRow, isOpen ? Measure.RequestsInHours : Measure.RequestsOffHours, visit.QueuedAt);
    }

    /// <summary>The wait is over, by an answer or otherwise.</summary>
    public void WaitIsOver(Visit visit)
    {
        if (!visit.CountsFacts || visit.Outcome is VisitOutcome.Lost or VisitOutcome.Failed) return;
        JudgedByOwnLimits(visit);
        if (visit.Traits.Channel != Channel.Callback) return;
        if (visit.Outcome is null) Count(visit, visit.AgentRow, Measure.CallbacksConnected, visit.AnsweredAt);
        else if (visit.Outcome == VisitOutcome.Abandoned) Count(visit, visit.QueueRow, Measure.CallbacksAbandoned, visit.EndedAt);
    }

    // The queue may have other limits by the time of an exclusion.
    private void JudgedByOwnLimits(Visit visit)
    {
        var facts = visit.Outcome is { } outcome
            ? OwnFacts(visit, visit.QueueRow, OutcomeMeasures.FamilyOf(outcome), visit.EndedAt)
            : OwnFacts(visit, visit.AgentRow, Measure.AnsweredByWait, visit.AnsweredAt);
        foreach (var fact in facts) Count(visit, fact, isKept: true);
    }

    // What differs at the limits that are in force in the queue now from the standard ones, which the families tell: most queues have
    // those, and count nothing here.
    private IReadOnlyList<CountedFact> OwnFacts(Visit visit, int row, Measure family, Instant at)
    {
        var own = state.Targets.Of(visit.Traits.Queue, visit.Traits.Channel);
        if (own.IsStandard) return [];
        var (standard, facts) = (WaitTarget.Standard, new List<CountedFact>());
        if (family == Measure.AbandonedByWait)
            Differ(Measure.ShortAbandonedOwn, at, IsWithin(own.ShortAbandon) - IsWithin(standard.ShortAbandon));
        var (isWithin, isWithinStandard) = (IsWithin(own.Threshold), IsWithin(standard.Threshold));
        Differ(family.Own(), at, isWithin - isWithinStandard);
        Differ(Measure.ReachedOwn, Instant.Min(visit.QueuedAt + own.Threshold, at), 1 - isWithin);
        Differ(Measure.ReachedOwn, Instant.Min(visit.QueuedAt + standard.Threshold, at), isWithinStandard - 1);
        return facts;

        int IsWithin(TimeSpan limit) => visit.WaitMs <= (long)limit.TotalMilliseconds ? 1 : 0;

        void Differ(Measure measure, Instant when, int difference)
        {
            if (difference != 0) facts.Add(new CountedFact(row, measure, when, difference));
        }
    }

    /// <summary>A conversation is over; its outcome, end and length are set.</summary>
    public void Completed(Visit visit, int sign = 1)
    {
        if (!visit.CountsFacts) return;
        var (row, outcome, at) = (visit.AgentRow, visit.Outcome!.Value, visit.EndedAt);
        if (outcome == VisitOutcome.Lost)
        {
            _deltas.Count(row, Measure.LostConnected, at, sign);
            return;
        }
        var (talkMs, holdMs) = (visit.TalkMs, HoldOf(visit));
        _deltas.Count(row, Measure.Completed, at, sign);
        if (outcome == VisitOutcome.CompletedByCustomer && visit.EndedRingingOrHeld) _deltas.Count(row, Measure.HoldAbandons, at, sign);
        if (OutcomeMeasures.OfCompletion(outcome) is { } how) _deltas.Count(visit.TransferRow, how, at, sign);
        _deltas.Count(row, Measure.Talk, at, sign * talkMs);
        _deltas.Count(row, Measure.Conversations.Bucket(talkMs), at, sign);
        _deltas.Count(row, Measure.ConversationsWithoutHold.Bucket(talkMs - holdMs), at, sign);
        if (visit.Holds == 0) return;
        _deltas.Count(row, Measure.Held, at, sign);
        _deltas.Count(row, Measure.Holds, at, sign * visit.Holds);
        _deltas.Count(row, Measure.Hold, at, sign * holdMs);
        _deltas.Count(row, Measure.HoldTimes.Bucket(holdMs), at, sign);
    }

    /// <summary>The conversation was passed on: whether to another department, as far as departments are known. Kept with the visit, since
    /// settings change.</summary>
    public void PassedOn(Visit visit, string target)
    {
        if (!visit.CountsFacts || target.Length == 0 || !IsTransfer(visit.Outcome!.Value)) return;
        var (own, other) = (state.Settings.DepartmentOf(visit.Traits.Queue), state.Settings.DepartmentOf(target));
        if (own.Length > 0 && other.Length > 0 && own != other)
            Count(visit, visit.TransferRow, Measure.TransferredToOtherDepartment, visit.EndedAt);
    }

    /// <summary>The agent is done with a visit whose conversation was seen to its end.</summary>
    /// <param name="wrapUpMs">0 without after-call work, or when its end was not seen.</param>
    public void Handled(Visit visit, Instant at, long wrapUpMs, int sign = 1)
    {
        if (!visit.CountsFacts) return;
        var (row, handleMs, holdMs) = (visit.AgentRow, visit.TalkMs + wrapUpMs, HoldOf(visit));
        _deltas.Count(row, Measure.SegmentsClosed, at, sign);
        _deltas.Count(row, Measure.HandleOfClosed, at, sign * handleMs);
        if (holdMs != 0) _deltas.Count(row, Measure.HoldOfClosed, at, sign * holdMs);
        _deltas.Count(row, Measure.HandleTimes.Bucket(handleMs), at, sign);
        _deltas.Count(row, Measure.HandleTimesWithoutHold.Bucket(handleMs - holdMs), at, sign);
    }

    public void WrappedUp(Visit visit, Instant at, int sign = 1)
    {
        var wrapUpMs = at.UnixMs - visit.EndedAt.UnixMs;
        Handled(visit, at, wrapUpMs, sign);
        if (!visit.CountsFacts) return;
        _deltas.Count(visit.AgentRow, Measure.WrappedUp, at, sign);
        _deltas.Count(visit.AgentRow, Measure.WrapUp, at, sign * wrapUpMs);
        _deltas.Count(visit.AgentRow, Measure.WrapUps.Bucket(wrapUpMs), at, sign);
    }

    public void OfferMade(Visit visit, int row, Instant at)
    {
        if (visit.CountsFacts) Count(visit, row, Measure.Offers, at);
    }

    public void OfferEnded(Visit visit, int row, OfferResult result, Instant at)
    {
        if (!visit.CountsFacts) return;
        Count(visit, row, result switch
        {
            OfferResult.NoAnswer => Measure.OfferNoAnswer,
            OfferResult.Rejected => Measure.OfferRejected,
            OfferResult.LostRace => Measure.OfferLostRace,
            OfferResult.Canceled => Measure.OfferCanceled,
            _ => throw new System.Diagnostics.UnreachableException(),
        }, at);
    }

    public void Message(Visit visit, MessageAuthor author, Instant at)
    {
        if (visit.CountsFacts) Count(visit, RowNow(visit), Conversation.MeasureOf(author), at);
    }

    /// <summary>Everything that the visit keeps: its offers, messages and replies, and what the limits of its own queue said.</summary>
    public void Kept(Visit visit, int sign)
    {
        foreach (var fact in visit.Counted.All) _deltas.Count(fact.Row, fact.Measure, fact.At, sign * fact.Value);
    }

    public void Gauge(Visit visit, int row, Gauge gauge, Instant at, int step)
    {
        if (!visit.Excluded) _deltas.Step(row, gauge, at, step);
    }

    // A visit that waits beyond a threshold counts for the service level at the moment it reaches the threshold, not at its outcome; and
    // never after the outcome, however long a wait the source reports.
    private void ReachedThresholds(int row, Visit visit, Instant outcomeAt, int sign)
    {
        var beyond = WaitThresholds.BucketOf(visit.WaitMs);
        for (var i = 0; i < beyond; i++)
            _deltas.Count(row, Measure.ReachedWait.At(i), Instant.Min(visit.QueuedAt + WaitThresholds.At(i), outcomeAt), sign);
    }

    /// <summary>A time between two moments of a conversation, where the visit counts now.</summary>
    public void CountTime(Visit visit, (Measure Count, Measure Sum, Measure Histogram) measures, Instant from, Instant at)
        => CountTime(visit, RowNow(visit), measures, from, at);

    private void CountTime(
        Visit visit, int row, (Measure Count, Measure Sum, Measure Histogram) measures, Instant from, Instant at)
    {
        var ms = at.UnixMs - from.UnixMs;
        // All or none: a sum that stays without its count would shift the mean.
        var isKept = visit.Counted.All.Count + 3 <= CountedMax;
        Count(visit, new CountedFact(row, measures.Count, at), isKept);
        Count(visit, new CountedFact(row, measures.Histogram.Bucket(ms), at), isKept);
        Count(visit, new CountedFact(row, measures.Sum, at, ms), isKept && ms != 0);
    }

    /// <summary>An agent joined the conversation.</summary>
    public void Joined(Visit visit, Leg leg)
    {
        if (visit.CountsFacts)
            Count(visit, leg.Row, leg.Role == ConversationRole.Consulted ? Measure.Consults : Measure.Conferences, leg.Since);
    }

    /// <summary>An agent who had joined the conversation left it.</summary>
    public void Parted(Visit visit, Leg leg, Instant at)
    {
        if (visit.CountsFacts && leg.Role == ConversationRole.Consulted)
            CountTime(visit, leg.Row, (Measure.ConsultsEnded, Measure.Consult, Measure.ConsultTimes), leg.Since, at);
    }

    /// <summary>Row of what happens in the visit now.</summary>
    public static int RowNow(Visit visit) => visit.Agent is null ? visit.QueueRow : visit.AgentRow;

    private void Count(Visit visit, int row, Measure measure, Instant at)
        => Count(visit, new CountedFact(row, measure, at), visit.Counted.All.Count < CountedMax);

    /// <param name="isKept">Whether an exclusion of the visit reverts it.</param>
    public void Count(Visit visit, CountedFact fact, bool isKept)
    {
        _deltas.Count(fact.Row, fact.Measure, fact.At, fact.Value);
        if (!isKept) return;
        state.Journal.Add(UndoCounted, visit.Counted.All, visit);
        visit.Counted.All.Add(fact);
        state.Settle(visit);
    }

    // A source that rounds the conversation to whole seconds may report less than the hold.
    private static long HoldOf(Visit visit) => Math.Min(visit.HoldMs, visit.TalkMs);

    public static bool IsTransfer(VisitOutcome outcome) => outcome is VisitOutcome.TransferredBlind or VisitOutcome.TransferredConsult;
}
