using CallCenter.Core.Measures;
using static CallCenter.Core.Kpis.KpiShapes;
using static CallCenter.Core.Kpis.Terms;

namespace CallCenter.Core.Kpis;

/// <summary>First responses: how long they take, and whether they come in time.</summary>
internal static class ResponseKpis
{
    // Nearly as late as the limit allows.
    private const int AtRiskPercent = 80;

    private static readonly Term InTime = WithinT(Measure.RespondedByWait);
    private static readonly Term ContactsInTime = WithinT(Measure.ContactsRespondedByWait);

    private static readonly Named Due = (InTime + new Reached(Measure.ResponseReached) + new ReachedAndLive(LiveList.Unanswered))
        .As("due", "responded to within T, or without a response when T was reached, those still without one included");

    private static readonly Named ContactsDue
        = (ContactsInTime + new Reached(Measure.ContactResponseReached) + new ReachedAndLive(LiveList.UnansweredContacts))
            .As("contacts due", "opened contacts responded to within T, or without a response when T was reached");

    public static readonly IReadOnlyList<KpiVariant> FirstResponseTimes =
    [
        new("standard", "", Formula.Mean(Of(Measure.FirstResponse), Of(Measure.FirstResponses)),
            new Distribution(Measure.FirstResponseTimes)),
        new("with_acknowledgement", "the first message of an agent, or an acknowledgement by anybody",
            Formula.Mean(
                Of(Measure.FirstResponse) + Of(Measure.AcknowledgedFirstTime), Of(Measure.FirstResponses) + Of(Measure.AcknowledgedFirst)),
            new Distribution(Measure.FirstResponseTimes, Measure.AcknowledgedFirstTimes)),
        new("with_bot", "the first message of an agent or bot, without acknowledgements",
            Formula.Mean(Of(Measure.FirstResponse) + Of(Measure.BotFirstTime), Of(Measure.FirstResponses) + Of(Measure.BotFirst)),
            new Distribution(Measure.FirstResponseTimes, Measure.BotFirstTimes)),
        new("from_entry", "since its source opened the contact; an answered call is a response",
            Formula.Mean(Of(Measure.ContactFirstResponse), Of(Measure.ContactFirstResponses))),
        new("later_cycles", "since a resolved contact was opened again",
            Formula.Mean(Of(Measure.ContactLaterFirstResponse), Of(Measure.ContactLaterFirstResponses))),
        new("with_waiting", "with the time so far of visits without the response that they ask for",
            Formula.Mean(
                Of(Measure.FirstResponse) + new LiveSoFar(LiveList.Unanswered),
                Of(Measure.FirstResponses) + new LiveNow(LiveList.Unanswered))),
        new("of_all", "service handbooks: of all visits that asked for a response, those without one for nothing",
            Formula.Mean(Of(Measure.FirstResponse), Of(Measure.ResponsesAsked))),
    ];

    public static readonly IReadOnlyList<KpiDefinition> All =
    [
        Varied("on_time_response_rate", "ratio", Text("On-time response", "响应及时率"),
            Text("Share of the written visits or opened contacts due for a first response that got it within the threshold. Calls are no "
                + "written visits: see service_level.",
                "应予首次响应的书面访问或由来源创建的联络中，在阈值内得到响应的占比。电话请见 service_level。"),
            [
                new("standard", "visits, as soon as they are due", Formula.Ratio(InTime, Due)),
                new("of_all", "service handbooks: of all visits that asked for a response, due or not",
                    Formula.Ratio(InTime, Of(Measure.ResponsesAsked))),
                new("from_entry", "opened contacts, as soon as they are due; an answered call is a response",
                    Formula.Ratio(ContactsInTime, ContactsDue)),
                new("from_entry_of_all", "of all opened contacts that asked for a response, due or not",
                    Formula.Ratio(ContactsInTime, Of(Measure.ContactResponsesAsked))),
            ]).By(Attribution.ByServiceLevelEvent).In(KpiDimensions.OfVisits),
        Varied("contacts_at_risk", "contacts", Text("At risk", "即将超时数"),
            Text("Written visits, or opened contacts, without their first response for longer than 80 % of the threshold.",
                "首次响应等待时长已超过阈值 80% 而仍未响应的书面访问或由来源创建的联络。"),
            [
                new("standard", "visits", Formula.InState(new LiveLonger(LiveList.Unanswered, AtRiskPercent))),
                new("from_entry", "opened contacts", Formula.InState(new LiveLonger(LiveList.UnansweredContacts, AtRiskPercent))),
            ]).By(Attribution.None).In(KpiDimensions.OfVisits),
    ];
}
