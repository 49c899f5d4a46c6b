using CallCenter.Core.Events;
using CallCenter.Core.Floor;
using CallCenter.Core.Kpis;

namespace CallCenter.Core.Tests.Floors;

/// <summary>A visit that must not count: what it has counted is taken back, what follows is not counted.</summary>
public sealed class ExclusionTests
{
    private static readonly string[] TakenBack =
    [
        "contacts_offered", "contacts_answered", "contacts_waiting", "contacts_alerting", "contacts_interacting", "agent_no_answer",
        "agent_rejected", "messages_in", "messages_out", "reconciliation_residual",
    ];

    [Fact]
    public void Waiting_visit_leaves_no_trace_but_the_exclusion()
    {
        var centre = new Centre().Queue("v").At(5).Offer("v", "ann").At(20).EndOffer("v", "ann", OfferResult.NoAnswer)
            .Offer("v", "bob").At(21).EndOffer("v", "bob", OfferResult.Rejected).Offer("v", "eve");
        Write(centre, MessageAuthor.Customer);
        centre.At(30).Exclude("v", "test");
        Assert.Equal((0, 1), (Sum(centre), centre.Count("contacts_excluded")));
        Assert.Equal(KpiValue.None, centre.Value("longest_wait"));
    }

    [Fact]
    public void Answered_visit_leaves_no_trace_but_the_exclusion()
    {
        var centre = new Centre().Queue("v").At(25).Answer("v", "ann");
        Write(centre, MessageAuthor.Agent);
        centre.At(30).Exclude("v");
        Assert.Equal((0, 1), (Sum(centre), centre.Count("contacts_excluded")));
        Assert.Equal((KpiValue.None, KpiValue.None), (centre.Value("service_level"), centre.Value("speed_of_answer")));
    }

    [Fact]
    public void Nothing_is_counted_after_the_exclusion()
    {
        var centre = new Centre().Queue("v").At(1).Exclude("v").Offer("v", "ann").At(10).Answer("v", "ann");
        Write(centre, MessageAuthor.Customer);
        centre.At(40).End("v", VisitOutcome.TransferredBlind, wrapUp: true).At(50).EndWrapUp("v");
        Assert.Equal((0, 0, 0), (Sum(centre), centre.Count("contacts_handled"), centre.Count("transfers")));
        Assert.Equal((KpiValue.None, KpiValue.None), (centre.Value("talk_time"), centre.Value("acw_time")));
    }

    [Fact]
    public void Agents_time_with_the_visit_stays_since_the_agent_was_busy()
    {
        var centre = new Centre().Set("ann", Presence.Available).Queue("v").At(10).Answer("v", "ann").At(30).Exclude("v").At(70);
        Assert.Equal((60.0, 1), (centre.Seconds("contact_time"), centre.Count("agents_on_contact")));
    }

    [Fact]
    public void Taking_back_survives_a_restart()
    {
        var centre = new Centre().Queue("v").At(5).Offer("v", "ann").At(20).EndOffer("v", "ann", OfferResult.NoAnswer).FoldAndRestart();
        Assert.Equal(1, centre.Count("agent_no_answer"));
        Assert.Equal(0, Sum(centre.At(30).Exclude("v").FoldAndRestart()));
    }

    [Fact]
    public void Second_exclusion_of_a_visit_is_refused()
    {
        var centre = new Centre().Queue("v").Exclude("v");
        Assert.Equal(ApplyResult.Refused, centre.Send(new VisitExcluded("v", "") { OccurredAt = Centre.Start }));
    }

    [Fact]
    public void Event_of_an_ended_visit_is_refused()
    {
        var centre = new Centre().Queue("v").Answer("v", "ann").End("v", VisitOutcome.CompletedByAgent, wrapUp: true);
        Assert.Equal(ApplyResult.Refused, centre.Send(new VisitExcluded("v", "") { OccurredAt = Centre.Start }));
        Assert.Equal(1, centre.Count("contacts_offered"));
    }

    private static long Sum(Centre centre) => TakenBack.Sum(kpi => Math.Abs(centre.Count(kpi)));

    private static void Write(Centre centre, MessageAuthor author)
        => Assert.Equal(ApplyResult.Counted, centre.Send(new MessageSent("v", author) { OccurredAt = centre.Now }));
}
