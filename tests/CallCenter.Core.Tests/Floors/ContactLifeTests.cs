using CallCenter.Core.Events;
using CallCenter.Core.Floor;
using CallCenter.Core.Kpis;
using CallCenter.Core.Log;

namespace CallCenter.Core.Tests.Floors;

/// <summary>How long contacts that their source opens are known, and what becomes of them.</summary>
public sealed class ContactLifeTests
{
    private const double Day = 86_400;

    [Fact]
    public void A_ticket_is_open_for_weeks_and_through_restarts()
    {
        var centre = new Centre();
        Send(centre, new ContactOpened("t", Ticket, false) { OccurredAt = centre.Now });
        centre.At(20 * Day).Advance().FoldAndRestart().At(40 * Day).Advance().FoldAndRestart();
        Assert.Equal(KpiValue.Mean((long)(40 * Day * 1000), 1), centre.Value("age_of_open"));
        Send(centre, new ContactResolved("t", "", "ann", Channel.Ticket) { OccurredAt = centre.Now });
        Assert.Equal(KpiValue.Mean((long)(40 * Day * 1000), 1), centre.Value("resolution_time"));
        Assert.Equal(0, centre.Count("backlog_open"));
    }

    [Theory]
    [InlineData(59, 1)]
    [InlineData(61, 0)]
    public void A_ticket_without_a_word_for_sixty_days_leaves_the_backlog_and_no_average(double days, long open)
    {
        var centre = new Centre();
        Send(centre, new ContactOpened("t", Ticket, true) { OccurredAt = centre.Now });
        centre.At(days * Day).Advance();
        Assert.Equal(open, centre.Count("backlog_open"));
        Assert.Equal(open, centre.Count("contacts_in_self_service"));
        Assert.Equal(KpiValue.None, centre.Value("deflection_rate"));
    }

    [Theory]
    [InlineData(13, 1)]
    [InlineData(15, 0)]
    public void A_resolved_ticket_can_be_opened_again_for_fourteen_days(double days, long open)
    {
        var centre = new Centre();
        Send(centre, new ContactOpened("t", Ticket, false) { OccurredAt = centre.Now });
        Send(centre, new ContactResolved("t", "", "", Channel.Ticket) { OccurredAt = centre.Now });
        centre.At(days * Day).Advance().FoldAndRestart();
        Send(centre, new ContactReopened("t", "", "", Channel.Ticket) { OccurredAt = centre.Now });
        Assert.Equal(open, centre.Count("backlog_open"));
    }

    [Fact]
    public void Contacts_beyond_the_limit_are_refused_by_its_name()
    {
        var floor = new SourceFloor(new FloorOptions { ContactsMax = 1 });
        Assert.Equal(ApplyResult.Counted, floor.Apply(Opened("a"), Centre.Start, out _));
        Assert.Equal(ApplyResult.Refused, floor.Apply(Opened("b"), Centre.Start, out var refusal));
        Assert.Equal((SourceLimit.Contacts, "Engine:Floor:ContactsMax"), (refusal!.Limit, refusal.Metadata["option"]));
    }

    [Fact]
    public void A_forgotten_ticket_leaves_the_backlog_with_its_id()
    {
        var (floor, contact) = (new SourceFloor(new FloorOptions()), new ForgottenContact("t", "t"));
        floor.Apply(Opened("t"), Centre.Start, out _);
        Assert.True(floor.Find(contact).CanErase);
        floor.Forget(contact);
        Assert.DoesNotContain(floor.AllItems, item => item.Key.Kind == FloorItemKind.Contact);
        Assert.Equal(ApplyResult.Counted, floor.Apply(Opened("t"), Centre.Start, out _));
    }

    [Fact]
    public void A_visit_that_waits_when_its_contact_is_opened_is_of_it_and_counts_once()
    {
        var centre = new Centre().Queue("a").At(5);
        Send(centre, new ContactOpened("a", Centre.TraitsOf("sales"), false) { OccurredAt = centre.Now });
        centre.At(10).Answer("a", "ann");
        Assert.Equal(1, centre.Count("contacts_total"));
        Assert.Equal([0, 0, 1], centre.Counts("unassigned_contacts", "unattended_contacts", "backlog_open"));
        Assert.Equal(KpiValue.Mean(5_000, 1), centre.Value("first_response_time", "from_entry"));
    }

    private static VisitTraits Ticket => Centre.TraitsOf("support") with { Channel = Channel.Ticket };

    private static ContactOpened Opened(string id) => new(id, Ticket, false) { OccurredAt = Centre.Start };

    private static void Send(Centre centre, SourceEvent e) => Assert.Equal(ApplyResult.Counted, centre.Send(e));
}
