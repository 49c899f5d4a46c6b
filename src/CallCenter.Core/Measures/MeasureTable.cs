namespace CallCenter.Core.Measures;

/// <summary>The only list of measures.</summary>
public static class MeasureTable
{
    public static readonly IReadOnlyList<MeasureDef> All =
    [
        Contact(Measure.Offered, "offered"),
        Contact(Measure.Answered, "answered"),
        Contact(Measure.Abandoned, "abandoned"),
        Contact(Measure.TimedOut, "timed out"),
        Contact(Measure.KeyExit, "key exits"),
        Contact(Measure.QueueEmpty, "left an empty queue"),
        Contact(Measure.Withdrawn, "withdrawn"),
        Contact(Measure.Redirected, "redirected"),
        Contact(Measure.Overflowed, "overflowed"),
        Contact(Measure.Voicemail, "left for voicemail"),
        Contact(Measure.CallbackRequested, "left for a call-back"),
        Contact(Measure.FailedWaiting, "failed while waiting"),
        Contact(Measure.LostWaiting, "lost while waiting"),
        Contact(Measure.LostConnected, "lost conversations"),
        Contact(Measure.Refused, "refused"),
        Contact(Measure.Excluded, "excluded"),
        Contact(Measure.RingAbandons, "abandoned while ringing"),
        Contact(Measure.HoldAbandons, "ended by the customer on hold"),

        Contact(Measure.WaitOfAnswered, "wait of answered"),
        Contact(Measure.WaitOfAbandoned, "wait of abandoned"),
        Contact(Measure.WaitOfLeft, "wait of those who left otherwise"),
        Contact(Measure.RingOfAnswered, "ring of answered"),
        Contact(Measure.Talk, "conversation"),
        Contact(Measure.Hold, "hold"),
        Contact(Measure.WrapUp, "after-call work"),

        Contact(Measure.Completed, "completed"),
        Contact(Measure.CompletedByCustomer, "completed by the customer"),
        Contact(Measure.CompletedByAgent, "completed by the agent"),
        Contact(Measure.TransferredBlind, "blind transfers"),
        Contact(Measure.TransferredConsult, "consult transfers"),
        Contact(Measure.Held, "held"),
        Contact(Measure.Holds, "holds"),
        Contact(Measure.WrappedUp, "wrapped up"),

        Contact(Measure.Revenue, "revenue"),
        Contact(Measure.SegmentsClosed, "closed segments"),
        Contact(Measure.HandleOfClosed, "handle time of closed segments"),
        Contact(Measure.HoldOfClosed, "hold of closed segments"),

        Contact(Measure.Offers, "offers"),
        Contact(Measure.OfferNoAnswer, "offers not answered"),
        Contact(Measure.OfferRejected, "offers rejected"),
        Contact(Measure.OfferLostRace, "offers answered by another agent"),
        Contact(Measure.OfferCanceled, "offers canceled"),

        Contact(Measure.MessagesIn, "messages from customers"),
        Contact(Measure.MessagesOut, "messages from agents"),
        Contact(Measure.MessagesBot, "messages from bots"),
        Contact(Measure.MessagesSystem, "automatic acknowledgements"),
        Contact(Measure.Resolved, "resolved"),
        Contact(Measure.Reopened, "reopened"),
        Contact(Measure.Surveys, "surveys"),
        Contact(Measure.SurveysSatisfied, "surveys with 4 or 5 of 5"),
        Contact(Measure.SurveyScore, "survey scores"),
        Contact(Measure.QualityScores, "quality reviews"),
        Contact(Measure.QualityScore, "quality scores"),

        Contact(Measure.FirstResponses, "first responses"),
        Contact(Measure.FirstResponse, "time to the first response"),
        Contact(Measure.Responses, "responses"),
        Contact(Measure.Response, "time to the response"),
        Contact(Measure.Reactions, "reactions"),
        Contact(Measure.Reaction, "time from the answer to the first response"),
        Contact(Measure.AcknowledgedFirst, "acknowledged before the first response less first responses after that"),
        Contact(Measure.AcknowledgedFirstTime, "time to acknowledgements before it less time to such first responses"),
        Contact(Measure.BotFirst, "answered by a bot before the first response less first responses after that"),
        Contact(Measure.BotFirstTime, "time to bots' first answers before it less time to such first responses"),

        Feed(Measure.EventsCounted, "events counted"),
        Feed(Measure.EventsLate, "events late"),
        Feed(Measure.EventsDuplicate, "events duplicate"),
        Feed(Measure.EventsRejected, "events rejected"),
        Feed(Measure.EventsFuture, "events from the future"),
        Feed(Measure.GhostsClosed, "ghosts closed"),
        Feed(Measure.DimensionsDropped, "dimensions dropped"),
        Feed(Measure.EventsOverLimit, "events over a limit"),
        Feed(Measure.GhostsBySilence, "ghosts closed after silence"),
        Feed(Measure.GhostsByReport, "ghosts closed by a floor report"),
        Feed(Measure.GhostsByOrder, "ghosts closed since later visits were answered"),
        Feed(Measure.GhostsBySource, "ghosts closed by the source"),

        Contact(Measure.AnsweredOwn, "answered within T less those within 20 s"),
        Contact(Measure.AbandonedOwn, "abandoned within T less those within 20 s"),
        Contact(Measure.LeftOwn, "flowed out without key exits within T less those within 20 s"),
        Contact(Measure.CallbackOwn, "left for a call-back within T less those within 20 s"),
        Contact(Measure.ReachedOwn, "reached T less those who reached 20 s"),
        Contact(Measure.KeyExitOwn, "key exits within T less those within 20 s"),
        Contact(Measure.ShortAbandonedOwn, "abandoned within the short-abandon limit less those within 5 s"),
        Contact(Measure.ContactsOffered, "contacts offered less visits offered"),
        Contact(Measure.ContactsAnswered, "contacts answered less visits answered"),
        Contact(Measure.ContactWaitOfAnswered, "wait of answered contacts less that of answered visits"),
        Contact(Measure.ContactsAbandoned, "contacts abandoned less visits abandoned"),
        Contact(Measure.ContactWaitOfAbandoned, "wait of abandoned contacts less that of abandoned visits"),
        Contact(Measure.ContactsLeft, "contacts that left otherwise less such visits"),
        Contact(Measure.ContactWaitOfLeft, "wait of contacts that left otherwise less that of such visits"),
        Contact(Measure.ContactsHandled, "contacts handled less conversations completed"),
        Contact(Measure.ContactsTransferred, "contacts transferred less transfers"),
        Contact(Measure.ContactsCameBack, "contacts that came back"),
        Contact(Measure.ContactWaitOfCameBack, "wait until they left of contacts that came back"),
        Contact(Measure.ContactsOpened, "opened before they joined a queue"),
        Contact(Measure.SelfServiceTime, "time of ended self-service"),
        Contact(Measure.ContactsDeflected, "ended in self-service"),
        Contact(Measure.ContactsEscalated, "left self-service for an agent"),
        Contact(Measure.ContactFirstResponses, "first responses to opened contacts"),
        Contact(Measure.ContactFirstResponse, "time from the opening to the first response"),
        Contact(Measure.ContactLaterFirstResponses, "first responses to reopened contacts"),
        Contact(Measure.ContactLaterFirstResponse, "time from the reopening to the first response"),
        Contact(Measure.ContactsResolvedKnown, "opened contacts resolved"),
        Contact(Measure.ContactCycleTime, "time from the opening or last reopening to the resolution"),
        Contact(Measure.ContactsResolvedFirst, "opened contacts resolved for the first time"),
        Contact(Measure.ContactResolutionTime, "time from the opening to the first resolution"),
        Contact(Measure.ContactResolutionTimeInSelfService, "of that in self-service"),
        Contact(Measure.ContactsResolvedAtOnce, "resolved for the first time by at most one agent"),
        Contact(Measure.ContactsResolvedWithoutReply, "resolved for the first time without a message from the customer"),
        Contact(Measure.ContactsAnsweredOwn, "what contacts answered differ by, within T less within 20 s"),
        new(Measure.Breaks, "breaks begun", MeasureKind.Sum, RowKind.Agent),

        Waits(Measure.AnsweredByWait, "answered"),
        Waits(Measure.AbandonedByWait, "abandoned"),
        Waits(Measure.LeftByWait, "flowed out without key exits"),
        Waits(Measure.CallbackByWait, "left for a call-back"),
        Waits(Measure.ReachedWait, "reached"),
        Waits(Measure.KeyExitByWait, "key exits"),
        Waits(Measure.ContactsAnsweredByWait, "contacts answered less visits answered"),
        Waits(Measure.RespondedByWait, "responded"),
        Waits(Measure.ResponseReached, "without the response asked for reached"),
        Waits(Measure.ContactsRespondedByWait, "contacts responded to"),
        Waits(Measure.ContactResponseReached, "contacts without a response reached"),

        Times(Measure.AnsweredWaits, "waits of answered"),
        Times(Measure.AbandonedWaits, "waits of abandoned"),
        Times(Measure.LeftWaits, "waits of those who left otherwise"),
        Times(Measure.AnsweredRings, "rings of answered"),
        Times(Measure.Conversations, "conversations"),
        Times(Measure.ConversationsWithoutHold, "conversations without hold"),
        Times(Measure.HoldTimes, "hold times of held"),
        Times(Measure.WrapUps, "after-call work"),
        Times(Measure.HandleTimes, "handle times"),
        Times(Measure.HandleTimesWithoutHold, "handle times without hold"),
        Times(Measure.FirstResponseTimes, "times to the first response"),
        Times(Measure.ResponseTimes, "times to the response"),
        Times(Measure.AcknowledgedFirstTimes, "times to acknowledgements before the first response less those to such first responses"),
        Times(Measure.BotFirstTimes, "times to bots' first answers before the first response less those to such first responses"),
        Times(Measure.ReactionTimes, "times from the answer to the first response"),
        Times(Measure.ContactResolutionTimes, "times from the opening to the first resolution"),
        Times(Measure.ContactAnsweredWaits, "waits of answered contacts less those of answered visits"),

        Contact(Measure.CallbackAttempts, "attempts to call back"),
        Contact(Measure.CallbacksConnected, "call-backs connected"),
        Contact(Measure.CallbacksAbandoned, "call-backs abandoned"),
        Contact(Measure.OutboundContacts, "outbound contacts"),
        Contact(Measure.Consults, "consultations"),
        Contact(Measure.Conferences, "conferences"),
        Contact(Measure.ConsultsEnded, "consultations ended"),
        Contact(Measure.Consult, "consultation"),
        Contact(Measure.TransferredToOtherDepartment, "transfers to another department"),
        Contact(Measure.CustomerContacts, "contacts of known customers"),
        Contact(Measure.RepeatContacts, "repeat contacts"),
        Contact(Measure.CustomerContactsServed, "contacts of known customers served"),
        Contact(Measure.ContactsRepeated, "served contacts that were repeated"),
        Contact(Measure.RespondedOwn, "responded within T less those within 20 s"),
        Contact(Measure.ResponseReachedOwn, "without the response asked for reached T less those who reached 20 s"),
        Contact(Measure.ContactsRespondedOwn, "contacts responded to within T less those within 20 s"),
        Contact(Measure.ContactResponseReachedOwn, "contacts without a response reached T less those that reached 20 s"),
        Contact(Measure.ResponsesAsked, "first responses asked for"),
        Contact(Measure.ContactResponsesAsked, "first responses to opened contacts asked for"),
        Contact(Measure.ResponsesExcluded, "excluded from times to responses"),
        Contact(Measure.ContactsExcluded, "opened contacts excluded"),
        Contact(Measure.CustomerContactsServedFinal, "contacts of known customers served, as long ago as a repeat may follow"),
        Contact(Measure.ContactsRepeatedFinal, "of those the ones that were repeated"),
        Contact(Measure.CustomerContactsMissed, "contacts of known customers missed"),
        Contact(Measure.MissedContactsRecovered, "of those the ones with a served contact within 24 h"),
        Contact(Measure.SurveysOfResolution, "answers whether the issue was resolved"),
        Contact(Measure.SurveysResolved, "answers that it was"),
        Contact(Measure.ContactsResolvedSameDay, "resolved for the first time on the day of the opening"),
        Contact(Measure.RequestsInHours, "requests in business hours"),
        Contact(Measure.RequestsOffHours, "requests out of hours"),
        Contact(Measure.ContactsOpenedInHours, "opened in business hours"),
        Contact(Measure.ContactsOpenedOffHours, "opened out of hours"),
        Times(Measure.ConsultTimes, "times of consultations"),
        Times(Measure.StageTimes, "times of stages"),

        Contact(Measure.SurveysSent, "surveys sent"),
        Contact(Measure.SurveysAnswered, "surveys answered"),
        Contact(Measure.Recommendations, "answers from 0 to 10"),
        Contact(Measure.Promoters, "answers of 9 and 10"),
        Contact(Measure.Detractors, "answers of 0 to 6"),
        Contact(Measure.Reviews, "whole quality reviews"),
        Contact(Measure.AutomaticFails, "automatic fails"),
        Contact(Measure.AnswersJudged, "answers judged"),
        Contact(Measure.AnswersCorrect, "correct answers"),
        Contact(Measure.Complaints, "complaints"),
        Contact(Measure.VoicemailsLeft, "voicemails left"),
        Contact(Measure.Stages, "stages ended"),
        Contact(Measure.StageTime, "time of stages"),

        State(Gauge.Waiting, "waiting", RowKind.Contact),
        State(Gauge.Alerting, "ringing", RowKind.Contact),
        State(Gauge.Talking, "in conversation", RowKind.Contact),
        State(Gauge.OnHold, "on hold", RowKind.Contact),
        State(Gauge.WrapUp, "in wrap-up", RowKind.Contact),
        State(Gauge.ContactsOpen, "open", RowKind.Contact),
        State(Gauge.ContactsSelfService, "in self-service", RowKind.Contact),
        State(Gauge.ContactsPending, "pending for the customer", RowKind.Contact),
        State(Gauge.ContactsUnassigned, "open and unassigned", RowKind.Contact),
        State(Gauge.ContactsScheduled, "scheduled for a call-back", RowKind.Contact),
        State(Gauge.ContactsUnattended, "open and unattended", RowKind.Contact),
        State(Gauge.Joined, "joined", RowKind.Contact),
        State(Gauge.AgentAvailable, "available", RowKind.Agent),
        State(Gauge.AgentRinging, "ringing", RowKind.Agent),
        State(Gauge.AgentTalking, "talking", RowKind.Agent),
        State(Gauge.AgentOnHold, "on hold", RowKind.Agent),
        State(Gauge.AgentInWrapUp, "in after-call work", RowKind.Agent),
        State(Gauge.AgentOnBreak, "on break", RowKind.Agent),
        State(Gauge.AgentNotReady, "not ready", RowKind.Agent),
        State(Gauge.AgentScheduled, "scheduled", RowKind.Agent),
        State(Gauge.AgentSlots, "slots", RowKind.Agent),
        State(Gauge.AgentPlannedWork, "planned to work", RowKind.Agent),
        State(Gauge.AgentPresent, "present in planned work", RowKind.Agent),
        State(Gauge.AgentAtWork, "working on shift", RowKind.Agent),
        State(Gauge.AgentAdherent, "doing as planned", RowKind.Agent),
        State(Gauge.AgentPaid, "paid", RowKind.Agent),
        State(Gauge.AgentProductive, "not ready for productive reasons", RowKind.Agent),
        State(Gauge.AgentAbsent, "absent from planned work", RowKind.Agent),
        State(Gauge.AgentBusyOther, "on contacts of other queues", RowKind.Agent),
        State(Gauge.AgentWorking, "at work since the last break", RowKind.Agent),
        State(Gauge.AgentMissed, "without an answer to the last offer", RowKind.Agent),
        State(Gauge.AgentSpare, "spare capacity", RowKind.Agent),
        State(Gauge.AgentSlotsFree, "free slots", RowKind.Agent),
        State(Gauge.AgentChannelSlotsFree, "free slots of channels", RowKind.Agent),
        State(Gauge.AgentPending, "to go on a break or not ready after a contact", RowKind.Agent),
    ];

    /// <summary>One past the highest id.</summary>
    public static readonly int End = All.Max(m => (int)m.Id + m.Width);

    private static readonly MeasureDef?[] ById = MakeIndex();

    // Apart from the definitions: read for each change of a series.
    private static readonly bool[] Gauges = [.. ById.Select(m => m?.Kind == MeasureKind.Gauge)];
    private static readonly int FirstBucket = All.Where(m => m.Kind == MeasureKind.Histogram).Min(m => (int)m.Id);

    /// <summary>Whether this version knows a stored id.</summary>
    public static bool IsKnown(int id) => id < End && ById[id] is not null;

    /// <summary>The definition that an id belongs to.</summary>
    public static MeasureDef Of(Measure id) => ById[(int)id] ?? throw new ArgumentOutOfRangeException(nameof(id), id, "not a measure");

    /// <inheritdoc cref="Of(Measure)"/>
    public static MeasureDef Of(Gauge gauge) => Of(gauge.Number());

    public static bool IsGauge(this Measure measure) => Gauges[(int)measure];

    /// <summary>Whether a measure is a bucket of a histogram. Their ids are the highest.</summary>
    public static bool IsBucket(this Measure measure) => (int)measure >= FirstBucket;

    private static MeasureDef Contact(Measure id, string name) => new(id, name, MeasureKind.Sum, RowKind.Contact);

    private static MeasureDef Feed(Measure id, string name) => new(id, name, MeasureKind.Sum, RowKind.Source);

    private static MeasureDef Waits(Measure id, string name) => new(id, name, MeasureKind.WaitFamily, RowKind.Contact);

    private static MeasureDef Times(Measure id, string name) => new(id, name, MeasureKind.Histogram, RowKind.Contact);

    private static MeasureDef State(Gauge gauge, string name, RowKind of) => new(gauge.Number(), name, MeasureKind.Gauge, of);

    private static MeasureDef?[] MakeIndex()
    {
        var index = new MeasureDef?[End];
        foreach (var (measure, id) in All.SelectMany(m => Enumerable.Range((int)m.Id, m.Width).Select(id => (m, id))))
        {
            if (index[id] is { } other) throw new InvalidOperationException($"Measures '{other.Name}' and '{measure.Name}' share id {id}.");
            index[id] = measure;
        }
        return index;
    }
}
