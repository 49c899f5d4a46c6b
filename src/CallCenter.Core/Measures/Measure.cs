namespace CallCenter.Core.Measures;

/// <summary>
/// The id of a thing that is counted or summed; every one adds up over slots, rows and sources. Times are in milliseconds. The ids are
/// stored: never change or reuse one. <see cref="MeasureTable"/> says what each is.
/// </summary>
public enum Measure : ushort
{
    // Visits.
    Offered = 0,
    Answered = 1,
    Abandoned = 2,
    TimedOut = 3,
    KeyExit = 4,
    QueueEmpty = 5,
    Withdrawn = 6,
    Redirected = 7,
    Overflowed = 8,
    Voicemail = 9,
    CallbackRequested = 10,
    FailedWaiting = 11,
    LostWaiting = 12,
    LostConnected = 13,
    Refused = 14,
    Excluded = 15,
    RingAbandons = 16,
    HoldAbandons = 17,

    // Waits and handling, in milliseconds.
    WaitOfAnswered = 20,
    WaitOfAbandoned = 21,
    WaitOfLeft = 22,
    RingOfAnswered = 23,
    Talk = 24,
    Hold = 25,
    WrapUp = 26,

    // Segments.
    Completed = 30,
    CompletedByCustomer = 31,
    CompletedByAgent = 32,
    TransferredBlind = 33,
    TransferredConsult = 34,
    Held = 35,
    Holds = 36,
    WrappedUp = 37,

    // Offers.
    Offers = 40,
    OfferNoAnswer = 41,
    OfferRejected = 42,
    OfferLostRace = 43,
    OfferCanceled = 44,

    // Messages, tickets, quality.
    MessagesIn = 50,
    MessagesOut = 51,
    MessagesBot = 52,
    Resolved = 53,
    Reopened = 54,
    Surveys = 55,
    SurveysSatisfied = 56,
    SurveyScore = 57,
    QualityScores = 58,
    QualityScore = 59,

    // Replies of human agents; times in milliseconds.
    FirstResponses = 60,
    FirstResponse = 61,
    Responses = 62,
    Response = 63,
    Reactions = 64,
    Reaction = 65,

    // What first responses differ by where an acknowledgement, or a bot's word, is one.
    AcknowledgedFirst = 338,
    AcknowledgedFirstTime = 339,
    BotFirst = 340,
    BotFirstTime = 341,
    MessagesSystem = 342,

    // Sources.
    EventsCounted = 70,
    EventsLate = 71,
    EventsDuplicate = 72,
    EventsRejected = 73,
    EventsFuture = 74,
    GhostsClosed = 75,
    DimensionsDropped = 76,
    EventsOverLimit = 77,
    GhostsBySilence = 78,
    GhostsByReport = 79,
    GhostsByOrder = 80,
    GhostsBySource = 81,

    // Of each wait family, what differs at the queues' own thresholds from the standard one; of short abandons likewise.
    AnsweredOwn = 100,
    AbandonedOwn = 101,
    LeftOwn = 102,
    CallbackOwn = 103,
    ReachedOwn = 104,
    KeyExitOwn = 105,
    ShortAbandonedOwn = 106,

    // What contacts count less than their visits, or otherwise: see ContactOutcomes.
    ContactsOffered = 108,
    ContactsAnswered = 109,
    ContactWaitOfAnswered = 110,
    ContactsAbandoned = 111,
    ContactWaitOfAbandoned = 112,
    ContactsLeft = 113,
    ContactWaitOfLeft = 114,
    ContactsHandled = 115,
    ContactsTransferred = 116,
    ContactsCameBack = 117,
    ContactWaitOfCameBack = 118,
    ContactsAnsweredOwn = 330,

    // Contacts that their source opens; times in milliseconds.
    ContactsOpened = 119,
    SelfServiceTime = 120,
    ContactsDeflected = 121,
    ContactsEscalated = 122,
    ContactFirstResponses = 123,
    ContactFirstResponse = 124,
    ContactLaterFirstResponses = 125,
    ContactLaterFirstResponse = 126,
    ContactsResolvedKnown = 331,
    ContactCycleTime = 332,
    ContactsResolvedFirst = 333,
    ContactResolutionTime = 334,
    ContactResolutionTimeInSelfService = 335,
    ContactsResolvedAtOnce = 336,
    ContactsResolvedWithoutReply = 337,

    // Agents.
    Breaks = 90,

    // Wait families: one measure a threshold.
    AnsweredByWait = 128,
    AbandonedByWait = 160,
    LeftByWait = 192,
    CallbackByWait = 224,
    ReachedWait = 256,
    KeyExitByWait = 288,

    // Thousandths of the tenant's currency.
    Revenue = 350,

    // Segments by their close: the end of the conversation, or of the after-call work that follows it.
    SegmentsClosed = 384,
    HandleOfClosed = 385,
    HoldOfClosed = 386,

    // Those of gauges: see Gauge.

    // Wait families of contacts.
    ContactsAnsweredByWait = 1152,

    // First responses that were asked for, of visits and of opened contacts: families of the time that they took.
    RespondedByWait = 1184,
    ResponseReached = 1216,
    ContactsRespondedByWait = 1248,
    ContactResponseReached = 1280,

    // Surveys, quality, complaints, stages of workflows.
    SurveysSent = 1024,
    SurveysAnswered = 1025,
    Recommendations = 1026,
    Promoters = 1027,
    Detractors = 1028,
    Reviews = 1029,
    AutomaticFails = 1030,
    AnswersJudged = 1031,
    AnswersCorrect = 1032,
    Complaints = 1033,
    VoicemailsLeft = 1034,
    Stages = 1035,
    StageTime = 1036,

    // Call-backs, outbound contacts, agents who join conversations.
    CallbackAttempts = 1037,
    CallbacksConnected = 1038,
    CallbacksAbandoned = 1039,
    OutboundContacts = 1040,
    Consults = 1041,
    Conferences = 1042,
    ConsultsEnded = 1043,
    Consult = 1044,
    TransferredToOtherDepartment = 1045,

    // Contacts of customers whose ids are known.
    CustomerContacts = 1046,
    RepeatContacts = 1047,
    CustomerContactsServed = 1048,
    ContactsRepeated = 1049,

    // Of the families of first responses, what differs at the queues' own thresholds from the standard one; and how many were asked for.
    RespondedOwn = 1050,
    ResponseReachedOwn = 1051,
    ContactsRespondedOwn = 1052,
    ContactResponseReachedOwn = 1053,
    ResponsesAsked = 1054,
    ContactResponsesAsked = 1055,

    // Exclusions beside those of visits.
    ResponsesExcluded = 1056,
    ContactsExcluded = 1057,

    // Of contacts of known customers: those after which enough time has passed for a repeat, and those that nobody answered.
    CustomerContactsServedFinal = 1058,
    ContactsRepeatedFinal = 1059,
    CustomerContactsMissed = 1060,
    MissedContactsRecovered = 1061,
    SurveysOfResolution = 1062,
    SurveysResolved = 1063,
    ContactsResolvedSameDay = 1064,

    // Requests of customers by the calendars of their queues: visits and refused ones, opened contacts.
    RequestsInHours = 1065,
    RequestsOffHours = 1066,
    ContactsOpenedInHours = 1067,
    ContactsOpenedOffHours = 1068,

    // Histograms of times: one measure a bucket of HistogramBuckets.
    AnsweredWaits = 2048,
    AbandonedWaits = 2 * 2048,
    LeftWaits = 3 * 2048,
    AnsweredRings = 4 * 2048,
    Conversations = 5 * 2048,
    ConversationsWithoutHold = 6 * 2048,
    HoldTimes = 7 * 2048,
    WrapUps = 8 * 2048,
    HandleTimes = 9 * 2048,
    HandleTimesWithoutHold = 10 * 2048,
    FirstResponseTimes = 11 * 2048,
    ResponseTimes = 12 * 2048,
    ReactionTimes = 13 * 2048,
    ContactAnsweredWaits = 14 * 2048,
    ContactResolutionTimes = 15 * 2048,
    AcknowledgedFirstTimes = 16 * 2048,
    BotFirstTimes = 17 * 2048,
    StageTimes = 20 * 2048,
    ConsultTimes = 21 * 2048,
}
