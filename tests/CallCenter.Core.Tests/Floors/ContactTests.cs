using CallCenter.Core.Encoding;
using CallCenter.Core.Events;
using CallCenter.Core.Floor;
using CallCenter.Core.Kpis;
using CallCenter.Core.Log;

namespace CallCenter.Core.Tests.Floors;

/// <summary>How long visits are of one contact, and what is kept of it.</summary>
public sealed class ContactTests
{
    [Theory]
    [InlineData(300, 1)]
    [InlineData(300.001, 2)]
    public void A_visit_within_five_minutes_of_the_last_one_is_of_the_same_contact(double later, int contacts)
    {
        var centre = new Centre().Queue("a").At(10).End("a", VisitOutcome.Overflowed).At(10 + later).Queue("a", "support");
        Assert.Equal(contacts, centre.Count("contacts_offered", "by_contact"));
    }

    [Theory]
    [InlineData(VisitOutcome.Abandoned)]
    [InlineData(VisitOutcome.Failed)]
    [InlineData(VisitOutcome.Lost)]
    public void A_visit_after_such_an_end_is_another_contact(VisitOutcome outcome)
    {
        var centre = new Centre().Queue("a").At(10).End("a", outcome).At(11).Queue("a", "support");
        Assert.Equal(2, centre.Count("contacts_offered", "by_contact"));
    }

    [Fact]
    public void A_contact_outlives_a_restart_between_its_visits_and_during_each()
    {
        var centre = new Centre().Queue("a").FoldAndRestart().At(20).End("a", VisitOutcome.Overflowed).FoldAndRestart()
            .At(30).Queue("a", "support").FoldAndRestart().At(40).Answer("a", "ann").FoldAndRestart().At(50)
            .End("a", VisitOutcome.TransferredBlind).FoldAndRestart().At(60).Queue("a", "legal").FoldAndRestart().At(70).Answer("a", "bob");
        Assert.Equal(KpiValue.Mean(40_000, 1), centre.Value("speed_of_answer", "by_contact"));
        Assert.Equal(KpiValue.Ratio(1, 1), centre.Value("answer_rate", "by_contact"));
        Assert.Equal(KpiValue.Ratio(2, 3), centre.Value("answer_rate"));
    }

    [Fact]
    public void Of_visits_at_once_the_first_answer_decides_and_the_others_leave_nothing()
    {
        var centre = new Centre().Queue("a").At(5);
        centre.Send(new VisitQueued("b", "a", Centre.TraitsOf("support")) { OccurredAt = centre.Now });
        centre.At(10).End("a", VisitOutcome.Withdrawn).At(12).Answer("b", "ann");
        Assert.Equal(KpiValue.Ratio(1, 1), centre.Value("answer_rate", "by_contact"));
        Assert.Equal(KpiValue.Mean(12_000, 1), centre.Value("queue_time", "by_contact"));
    }

    [Fact]
    public void Nothing_of_a_contact_counts_when_all_its_visits_are_excluded()
    {
        var centre = new Centre().Queue("a").At(10).End("a", VisitOutcome.Overflowed).At(11);
        centre.Send(new VisitQueued("b", "a", Centre.TraitsOf("support")) { OccurredAt = centre.Now });
        centre.At(20).Answer("b", "ann").At(30).End("b", VisitOutcome.CompletedByAgent).At(40).Exclude("a").Exclude("b");
        Assert.Equal(0, centre.Count("contacts_offered", "by_contact"));
        Assert.Equal(KpiValue.None, centre.Value("answer_rate", "by_contact"));
        Assert.Equal(KpiValue.None, centre.Value("transfer_rate", "by_contact"));
    }

    [Fact]
    public void A_visit_that_is_alone_and_completed_is_all_that_is_stored()
    {
        var (floor, now) = (new SourceFloor(new FloorOptions()), Centre.Start);
        floor.Apply(new VisitQueued("v", "c", Centre.TraitsOf("sales")) { OccurredAt = now }, now, out _);
        floor.Apply(new VisitAnswered("v", "ann", null, null) { OccurredAt = now }, now, out _);
        floor.Apply(new VisitEnded("v", VisitOutcome.CompletedByAgent, null, null, false) { OccurredAt = now }, now, out _);
        Assert.DoesNotContain(floor.DrainChanges(StoredFormat.Newest).Items, item => item.Key.Kind == FloorItemKind.Contact);
    }

    [Fact]
    public void A_contact_that_waits_in_vain_goes_after_five_minutes()
    {
        var (floor, now) = (Overflowed(), Centre.Start);
        Assert.Equal(now + TimeSpan.FromMinutes(5), floor.NextEnd);
        floor.Advance(now + TimeSpan.FromMinutes(5));
        Assert.Equal(1, ContactsOf(floor));
        floor.Advance(now + TimeSpan.FromMinutes(6));
        Assert.Equal(0, ContactsOf(floor));
        Assert.Null(floor.NextEnd);
    }

    [Fact]
    public void A_forgotten_contact_that_waits_is_dropped()
    {
        var (floor, contact) = (Overflowed(), new ForgottenContact("c", "c"));
        Assert.True(floor.Find(contact).CanErase);
        Assert.True(ContactTraces.In(floor.AllItems, contact).CanErase);
        floor.Forget(contact);
        Assert.Equal(0, ContactsOf(floor));
        Assert.False(ContactTraces.In(floor.AllItems, contact).CanErase);
    }

    [Fact]
    public void Beyond_the_limit_visits_are_contacts_of_their_own()
    {
        var centre = new Centre(new FloorOptions { ContactsMax = 1 }).Queue("a").Queue("b").At(1)
            .End("a", VisitOutcome.Overflowed).End("b", VisitOutcome.Overflowed).At(2).Queue("a", "support").Queue("b", "support");
        Assert.Equal(3, centre.Count("contacts_offered", "by_contact"));
    }

    private static SourceFloor Overflowed()
    {
        var (floor, now) = (new SourceFloor(new FloorOptions()), Centre.Start);
        floor.Apply(new VisitQueued("v", "c", Centre.TraitsOf("sales")) { OccurredAt = now }, now, out _);
        floor.Apply(new VisitEnded("v", VisitOutcome.Overflowed, null, null, false) { OccurredAt = now }, now, out _);
        return floor;
    }

    private static int ContactsOf(SourceFloor floor) => floor.AllItems.Count(item => item.Key.Kind == FloorItemKind.Contact);
}
