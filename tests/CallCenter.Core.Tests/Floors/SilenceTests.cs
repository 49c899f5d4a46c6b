using CallCenter.Core.Events;
using CallCenter.Core.Floor;
using CallCenter.Core.Kpis;

namespace CallCenter.Core.Tests.Floors;

/// <summary>What the passing of time alone decides.</summary>
public sealed class SilenceTests
{
    private const double FourHours = 4 * 3600, HalfHour = 1800, TenMinutes = 600;

    [Theory]
    [InlineData(FourHours, 0)]
    [InlineData(FourHours + 0.001, 1)]
    public void Visit_without_events_for_four_hours_is_lost(double silence, long lost)
    {
        var centre = new Centre().Queue("v").At(silence).Advance();
        Assert.Equal([lost, lost, 1 - lost], centre.Counts("contacts_lost", "ghosts_closed", "contacts_waiting"));
        Assert.Equal(KpiValue.None, centre.Value("queue_time"));
    }

    [Theory]
    [InlineData(Channel.Phone, 4)]
    [InlineData(Channel.Chat, 24)]
    [InlineData(Channel.Callback, 7 * 24)]
    [InlineData(Channel.Email, 60 * 24)]
    [InlineData(Channel.Ticket, 60 * 24)]
    public void Each_channel_has_a_silence_of_its_own(Channel channel, double hours)
    {
        var centre = new Centre();
        centre.Send(new VisitQueued("v", "v", Centre.TraitsOf("sales") with { Channel = channel }) { OccurredAt = centre.Now });

        Assert.Equal([0, 1], centre.At(hours * 3600).Advance().Counts("ghosts_closed", "contacts_waiting"));
        Assert.Equal([1, 0], centre.At(hours * 3600 + 0.001).Advance().Counts("ghosts_closed", "contacts_waiting"));
        Assert.Equal(1, centre.Count("ghosts_closed", "by_silence"));
    }

    [Fact]
    public void Limits_of_silence_and_of_overtaking_out_of_range_are_errors_with_their_setting()
    {
        var options = new FloorOptions
        {
            SilentVisitMax = new SilenceLimits { Chat = TimeSpan.Zero, Ticket = TimeSpan.FromDays(4000) },
            OvertakenMax = -1,
        };

        Assert.Equal(
            [
                "Engine:Floor:SilentVisitMax:Chat is 00:00:00; set it to 1 min to 3650 days, or leave it out for the default.",
                "Engine:Floor:SilentVisitMax:Ticket is 4000.00:00:00; set it to 1 min to 3650 days, or leave it out for the default.",
                "Engine:Floor:OvertakenMax is -1; set it to 1 to 1000, or to 0 or nothing for never.",
            ],
            options.Errors());
    }

    [Fact]
    public void Any_event_of_a_visit_keeps_it()
    {
        var centre = new Centre().Queue("v").At(FourHours - 1).Offer("v", "ann").At(2 * FourHours - 2).Advance();
        Assert.Equal(1, centre.Count("contacts_waiting"));
    }

    [Theory]
    [InlineData(HalfHour, 1)]
    [InlineData(HalfHour + 0.001, 0)]
    public void Forgotten_wrap_up_ends_after_half_an_hour(double silence, long inWrapUp)
    {
        var centre = new Centre().Set("ann", Presence.Available).Queue("v").Answer("v", "ann");
        centre.End("v", VisitOutcome.CompletedByAgent, wrapUp: true).At(silence).Advance();
        Assert.Equal([inWrapUp, inWrapUp, 0], centre.Counts("contacts_in_acw", "agents_in_acw", "ghosts_closed"));
        Assert.Equal(KpiValue.None, centre.Value("acw_time"));
    }

    [Theory]
    [InlineData(TenMinutes, ApplyResult.Duplicate)]
    [InlineData(TenMinutes + 0.001, ApplyResult.Counted)]
    public void Name_of_an_event_is_remembered_for_ten_minutes(double later, ApplyResult result)
    {
        var centre = new Centre();
        Assert.Equal(ApplyResult.Counted, centre.Send(Named(centre)));
        centre.At(later).Send(Named(centre) with { EventId = "another" });
        Assert.Equal(result, centre.Advance().Send(Named(centre)));
        Assert.Equal(result == ApplyResult.Duplicate ? 1 : 0, centre.Count("events_duplicate"));
    }

    [Fact]
    public void Name_of_an_event_is_remembered_while_its_source_is_away()
    {
        var centre = new Centre();
        var named = Named(centre);
        Assert.Equal(ApplyResult.Counted, centre.Send(named));
        Assert.Equal(ApplyResult.Duplicate, centre.At(100 * TenMinutes).Advance().Send(named));
    }

    [Fact]
    public void Name_of_a_refused_event_may_be_used_again()
    {
        var centre = new Centre();
        Assert.Equal(ApplyResult.Refused, centre.Send(new VisitHeld("v") { OccurredAt = centre.Now, EventId = "e" }));
        Assert.Equal(ApplyResult.Counted, centre.Send(Named(centre)));
    }

    private static VisitRefused Named(Centre centre) => new("sales", Channel.Phone, "") { OccurredAt = centre.Now, EventId = "e" };
}
