using CallCenter.Core.Measures;
using static CallCenter.Core.Kpis.Formula;
using static CallCenter.Core.Kpis.Terms;

namespace CallCenter.Core.Kpis;

/// <summary>
/// The variants that count contacts in place of visits: a contact arrives once, with its first visit, and is decided once, by the first
/// answer or abandon; else it left with its last visit. Waits are from the first entry on.
/// </summary>
internal static class ByContact
{
    private const string Id = "by_contact";

    /// <summary>Contacts that joined a queue for the first time.</summary>
    public static readonly Named Arrived = (Offered + Of(Measure.ContactsOffered)).As("contacts offered");

    private static readonly Named Answered = (Terms.Answered + Of(Measure.ContactsAnswered)).As("contacts answered");
    private static readonly Named Abandoned = (Terms.Abandoned + Of(Measure.ContactsAbandoned)).As("contacts abandoned");
    private static readonly Named Left
        = (Decided.FlowedOut + CallbackRequested + Of(Measure.ContactsLeft) - Of(Measure.ContactsCameBack))
            .As("contacts that left otherwise");
    private static readonly Named All = (Answered + Abandoned + Left).As("contacts decided");

    private static readonly Named WaitOfAnswered = (Of(Measure.WaitOfAnswered) + Of(Measure.ContactWaitOfAnswered))
        .As("wait of contacts answered");

    private static readonly Named Waited
        = (WaitOfAnswered + Of(Measure.WaitOfAbandoned) + Of(Measure.ContactWaitOfAbandoned) + Of(Measure.WaitOfLeft)
            + Of(Measure.ContactWaitOfLeft) - Of(Measure.ContactWaitOfCameBack)).As("wait of contacts decided");

    private static readonly Named InTime = (WithinT(Measure.AnsweredByWait) + WithinT(Measure.ContactsAnsweredByWait))
        .As("contacts answered within T");

    private static readonly Named Transferred
        = (Of(Measure.TransferredBlind) + Of(Measure.TransferredConsult) + Of(Measure.ContactsTransferred)).As("contacts transferred");

    private static readonly Named Handled = (Completed + Of(Measure.ContactsHandled)).As("contacts handled");

    public static readonly KpiVariant OfferedCount = new(Id, "customers, who overflow or are passed on once", Count(Arrived));
    public static readonly KpiVariant AnswerRate = new(Id, "customers; Amazon Connect contact records", Ratio(Answered, All));
    public static readonly KpiVariant AbandonmentRate = new(Id, "customers", Ratio(Abandoned, All));
    public static readonly KpiVariant ServiceLevel
        = new(Id, "customers, from their first entry, every other end negative", Ratio(InTime, All));
    public static readonly KpiVariant QueueTime = new(Id, "customers, from their first entry", Mean(Waited, All));
    public static readonly KpiVariant TransferRate = new(Id, "customers passed on at least once", Ratio(Transferred, Handled));

    public static readonly KpiVariant SpeedOfAnswer = new(
        Id, "customers, from their first entry", Mean(WaitOfAnswered, Answered),
        new Distribution(Measure.AnsweredWaits, Measure.ContactAnsweredWaits));
}
