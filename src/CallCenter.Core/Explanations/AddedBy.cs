using System.Collections.Frozen;
using CallCenter.Core.Kpis;
using CallCenter.Core.Measures;

namespace CallCenter.Core.Explanations;

/// <summary>Whose numbers add up to that of a term.</summary>
internal enum AddedBy : byte
{
    /// <summary>Nobody's that are known one by one: of the window, of a feed, or of events that leave no record.</summary>
    Nobody,
    Contacts,
    Agents,
}

internal static class Additions
{
    // Only events without a visit or an opened contact count them, and no record of those is kept.
    private static readonly FrozenSet<Measure> WithoutRecord = new[]
    {
        Measure.Refused, Measure.Excluded, Measure.ContactsExcluded, Measure.SurveysSent, Measure.SurveysAnswered, Measure.Surveys,
        Measure.SurveysSatisfied, Measure.SurveyScore, Measure.SurveysOfResolution, Measure.SurveysResolved, Measure.Recommendations,
        Measure.Promoters, Measure.Detractors, Measure.QualityScores, Measure.QualityScore, Measure.Reviews, Measure.AutomaticFails,
        Measure.AnswersJudged, Measure.AnswersCorrect, Measure.Complaints, Measure.Revenue, Measure.VoicemailsLeft,
        Measure.CallbackAttempts, Measure.Stages, Measure.StageTime, Measure.StageTimes,
    }.ToFrozenSet();

    // The same events count these, and visits or opened contacts do too.
    private static readonly FrozenSet<Measure> PartlyRecorded = new[]
    {
        Measure.RequestsInHours, Measure.RequestsOffHours, Measure.CallbacksConnected, Measure.CallbacksAbandoned, Measure.Resolved,
        Measure.Reopened,
    }.ToFrozenSet();

    public static AddedBy Of(Term term) => term switch
    {
        WindowLength or FixedCost or StateCode or StateStart => AddedBy.Nobody,
        Thousandfold of => Of(of.Whole),
        Hourly of => Of(of.Amount),
        Seconds of => Of(of.Ms),
        CostOfTime of => Of(of.Ms),
        TimeIn or AtStart or AtEnd when !HasMoments((StateTerm)term) => AddedBy.Nobody,
        { RowKind: RowKind.Agent } => AddedBy.Agents,
        { RowKind: RowKind.Contact } when !term.Measures.All(WithoutRecord.Contains) => AddedBy.Contacts,
        _ => AddedBy.Nobody,
    };

    /// <summary>Whether everything that a term counts has a record.</summary>
    public static bool IsWhole(Term term) => Of(term) != AddedBy.Nobody
        && !term.Measures.Any(measure => PartlyRecorded.Contains(measure) || WithoutRecord.Contains(measure));

    // Records tell when a visit waited, but not when its agent talked or held; of opened contacts all moments.
    private static bool HasMoments(StateTerm term)
        => term.Gauge.IsOfAgent() || term.Gauge is Gauge.Waiting or (>= Gauge.ContactsOpen and <= Gauge.ContactsScheduled);
}
