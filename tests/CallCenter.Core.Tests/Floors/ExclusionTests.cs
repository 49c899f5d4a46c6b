using CallCenter.Core.Encoding;
using CallCenter.Core.Events;
using CallCenter.Core.Floor;
using CallCenter.Core.Kpis;
using CallCenter.Core.Log;
using CallCenter.Core.Windows;

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

    [Theory]
    [InlineData(3)]
    [InlineData(40)]
    public void Long_conversation_leaves_no_trace_after_restarts(int messages)
    {
        var centre = new Centre().Queue("v").At(25).Answer("v", "ann");
        for (var i = 0; i < messages; i++)
        {
            Write(centre.At(30 + i), i % 2 == 0 ? MessageAuthor.Customer : MessageAuthor.Agent);
            if (i % 10 == 5) centre.FoldAndRestart();
        }
        Assert.Equal((messages + 1) / 2, centre.Count("messages_in"));
        Assert.Equal(0, Sum(centre.FoldAndRestart().Exclude("v").FoldAndRestart()));
    }

    [Fact]
    public void Message_stores_the_newest_counts_and_not_those_of_the_whole_conversation()
    {
        var (floor, at) = (new SourceFloor(new FloorOptions()), Centre.Start);
        floor.Apply(new VisitQueued("v", "v", Centre.TraitsOf("chat")) { OccurredAt = at }, at, out _);
        var (stored, apart) = (new List<int>(), 0);
        for (var i = 0; i < 400; i++)
        {
            floor.Apply(new MessageSent("v", MessageAuthor.Customer) { OccurredAt = at + TimeSpan.FromSeconds(i) }, at, out _);
            var items = floor.DrainChanges(StoredFormat.Newest).Items;
            if (items.Exists(item => item.Key.Kind == FloorItemKind.VisitCounted)) apart++;
            else stored.Add(items.Sum(item => item.Value!.Length));
        }
        Assert.Equal(400 / 12, apart);
        Assert.True(stored.Max() < 200, $"{stored.Max()} bytes a message");
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
    public void Finished_visit_leaves_no_trace_but_the_exclusion()
    {
        var centre = Worked(new Centre()).EndWrapUp("v").At(600).Exclude("v", "test");
        Assert.Equal((0, 1), (Sum(centre), centre.Count("contacts_excluded")));
        Assert.Equal((0, 0), (centre.Count("contacts_handled"), centre.Count("contacts_held")));
        Assert.Equal(KpiValue.None, centre.Value("avg_handle_time"));
        Assert.Equal(KpiValue.None, centre.Value("first_response_time"));
    }

    [Fact]
    public void Visit_in_wrap_up_leaves_no_trace_but_the_exclusion()
    {
        var centre = Worked(new Centre()).Exclude("v", "test").At(600).EndWrapUp("v");
        Assert.Equal((0, 1, 0), (Sum(centre), centre.Count("contacts_excluded"), centre.Count("contacts_in_acw")));
        Assert.Equal((KpiValue.None, KpiValue.None), (centre.Value("avg_handle_time"), centre.Value("acw_time")));
    }

    [Fact]
    public void Abandoned_visit_leaves_no_trace_after_folds_and_restarts()
    {
        var centre = new Centre().Queue("v").At(40).End("v", VisitOutcome.Abandoned).FoldAndRestart().At(900).FoldAndRestart()
            .Exclude("v", "test").FoldAndRestart();
        Assert.Equal((0, 0, 1), (Sum(centre), centre.Count("contacts_abandoned"), centre.Count("contacts_excluded")));
        Assert.Equal(KpiValue.None, centre.Value("abandonment_rate"));
    }

    [Fact]
    public void Exclusion_counts_where_the_visit_was_offered()
    {
        var centre = new Centre().Queue("v").At(40).End("v", VisitOutcome.Abandoned).At(7200).Exclude("v");
        Assert.Equal(0, centre.Count("contacts_excluded"));
        Assert.Equal(1, centre.Count("contacts_excluded", window: new SlidingWindow(TimeSpan.FromHours(3))));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Second_exclusion_of_a_finished_visit_is_refused(bool restarts)
    {
        var centre = new Centre().Queue("v").At(40).End("v", VisitOutcome.Abandoned).At(60).Exclude("v");
        if (restarts) centre.FoldAndRestart();
        Assert.Equal(ApplyResult.Refused, centre.Send(new VisitExcluded("v", "") { OccurredAt = centre.Now }));
        Assert.Equal(1, centre.Count("contacts_excluded"));
    }

    [Fact]
    public void Visit_that_was_excluded_while_live_is_not_excluded_again()
    {
        var centre = new Centre().Queue("v").Exclude("v").At(40).End("v", VisitOutcome.Abandoned);
        Assert.Equal(ApplyResult.Refused, centre.Send(new VisitExcluded("v", "") { OccurredAt = centre.Now }));
    }

    [Fact]
    public void Newest_of_two_visits_with_one_id_is_excluded()
    {
        var centre = new Centre().Queue("v").At(40).End("v", VisitOutcome.Abandoned).At(50).Queue("v").At(60)
            .End("v", VisitOutcome.TimedOut)
            .FoldAndRestart().Exclude("v");
        Assert.Equal((1, 1), (centre.Count("contacts_abandoned"), centre.Count("contacts_offered")));
    }

    [Fact]
    public void Other_event_of_a_finished_visit_is_refused()
    {
        var centre = new Centre().Queue("v").At(40).End("v", VisitOutcome.Abandoned);
        Assert.Equal(ApplyResult.Refused, centre.Send(new VisitHeld("v") { OccurredAt = centre.Now }));
    }

    [Fact]
    public void Unknown_visit_is_refused()
        => Assert.Equal(ApplyResult.Refused, new Centre().Send(new VisitExcluded("v", "") { OccurredAt = Centre.Start }));

    [Fact]
    public void Visit_older_than_any_window_is_refused()
    {
        var centre = new Centre(new FloorOptions { WindowMax = TimeSpan.FromHours(1) }).Queue("v").At(40).End("v", VisitOutcome.Abandoned);
        centre.At(9_000).Queue("w", "other").FoldAndRestart().At(9_100).Queue("x", "other");
        Assert.Equal(ApplyResult.Refused, centre.Send(new VisitExcluded("v", "") { OccurredAt = centre.Now }));
    }

    private static Centre Worked(Centre centre)
    {
        centre.Queue("v").At(5).Offer("v", "ann").At(20).EndOffer("v", "ann", OfferResult.NoAnswer).Offer("v", "bob").At(25)
            .Answer("v", "bob");
        Write(centre, MessageAuthor.Customer);
        Write(centre.At(30), MessageAuthor.Agent);
        return centre.At(40).Hold("v").At(50).Resume("v").At(90).End("v", VisitOutcome.TransferredBlind, wrapUp: true).At(120);
    }

    private static long Sum(Centre centre) => TakenBack.Sum(kpi => Math.Abs(centre.Count(kpi)));

    private static void Write(Centre centre, MessageAuthor author)
        => Assert.Equal(ApplyResult.Counted, centre.Send(new MessageSent("v", author) { OccurredAt = centre.Now }));
}
