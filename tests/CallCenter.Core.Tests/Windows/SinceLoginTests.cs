using CallCenter.Core.Encoding;
using CallCenter.Core.Events;
using CallCenter.Core.Floor;
using CallCenter.Core.Identity;
using CallCenter.Core.Kpis;
using CallCenter.Core.Log;
using CallCenter.Core.Windows;

namespace CallCenter.Core.Tests.Windows;

public sealed class SinceLoginTests
{
    private static readonly KpiValue Never = KpiValue.NoValue(NoValueReason.NeverLoggedIn);

    [Fact]
    public void Each_agent_counts_since_the_own_login()
    {
        var centre = Handled(new Centre().Set("ann", Presence.Available).At(100), "ann", "a").At(200).Set("bob", Presence.Available);
        Handled(Handled(centre.At(300), "ann", "b"), "bob", "c").At(400);

        Assert.Equal(KpiValue.Count(2), Of(centre, "ann", "contacts_handled"));
        Assert.Equal(KpiValue.Count(1), Of(centre, "bob", "contacts_handled"));
        Assert.Equal(
            (KpiValue.Duration(400_000), KpiValue.Duration(200_000)), (Of(centre, "ann", "login_time"), Of(centre, "bob", "login_time")));
    }

    [Fact]
    public void New_login_begins_a_new_session_and_a_break_does_not()
    {
        var centre = Handled(new Centre().Set("ann", Presence.Available).At(50), "ann", "a").At(100).Set("ann", Presence.Offline);
        Handled(centre.At(200).Set("ann", Presence.NotReady).At(230), "ann", "b").At(260).Set("ann", Presence.Break);
        centre.At(280).Set("ann", Presence.Available).At(300);

        Assert.Equal(KpiValue.Count(1), Of(centre, "ann", "contacts_handled"));
        Assert.Equal(KpiValue.Duration(100_000), Of(centre, "ann", "login_time"));
        Assert.Equal(KpiValue.Duration(100_000), Of(centre.FoldAndRestart(), "ann", "login_time"));
    }

    [Fact]
    public void Agent_who_has_logged_out_shows_the_last_session()
    {
        var centre = new Centre().Set("ann", Presence.Available).At(100).Set("ann", Presence.Offline).At(300);

        Assert.Equal(KpiValue.Duration(100_000), Of(centre, "ann", "login_time"));
    }

    [Fact]
    public void Agent_who_never_logged_in_has_no_value_but_one_of_now()
    {
        var centre = Handled(new Centre().At(10), "ann", "a");

        Assert.Equal((Never, Never), (Of(centre, "ann", "contacts_handled"), Of(centre, "ann", "talk_time")));
        Assert.Equal(KpiValue.Count(0), Of(centre, "ann", "agents_logged_in"));
        Assert.Equal(KpiValue.Count(0), Of(centre.At(20).Set("ann", Presence.Available), "ann", "contacts_handled"));
    }

    [Fact]
    public void Agent_who_appears_while_others_are_watched_has_a_window()
    {
        var centre = new Centre().Set("ann", Presence.Available).At(10);
        Assert.Equal(KpiValue.Duration(10_000), Of(centre, "ann", "login_time"));

        Assert.Equal(KpiValue.Duration(20_000), Of(centre.Set("bob", Presence.Available).At(30), "bob", "login_time"));
    }

    [Fact]
    public void Agent_who_was_forgotten_has_no_value()
    {
        var centre = new Centre(new FloorOptions()).Set("ann", Presence.Available).At(100).Set("ann", Presence.Offline).At(7_300);
        Assert.Equal(KpiValue.Duration(100_000), Of(centre, "ann", "login_time"));

        Assert.Equal(Never, Of(centre.Advance(), "ann", "login_time"));
    }

    [Fact]
    public void Late_event_of_a_login_counts_from_the_newest_change_on()
    {
        var centre = new Centre().Set("ann", Presence.Available).At(100).Set("ann", Presence.Offline).At(130);
        centre.Send(new AgentPresenceChanged("ann", Presence.Available, "") { OccurredAt = Centre.Moment(70) });

        Assert.Equal(KpiValue.Duration(30_000), Of(centre, "ann", "login_time"));
    }

    [Fact]
    public void Login_is_stored_behind_what_format_2_had_and_not_in_format_1()
    {
        var agent = new Agent(1, "ann") { Presence = Presence.Available, LoggedInAt = new Instant(1_000) };
        byte[] Live(int format) => FloorCodec.Encode(new VarWriter(), FloorItemKind.AgentLive, agent, format);

        var (first, second) = (Live(StoredFormat.Oldest), Live(StoredFormat.Newest));
        agent.LoggedInAt = Agent.Never;
        var without = Live(StoredFormat.Newest);

        Assert.Equal([.. without, 0xD0, 0x0F], second);
        Assert.Equal([null, new Instant(1_000), null], new[] { first, second, without }.Select(bytes => AgentHeads.LoggedInAt(bytes)));
    }

    private static KpiValue Of(Centre centre, string agent, string kpi) => centre.ValueOfAgent(agent, kpi, new SinceLoginWindow());

    private static Centre Handled(Centre centre, string agent, string visit)
        => centre.Queue(visit).Answer(visit, agent).End(visit, VisitOutcome.CompletedByAgent);
}
