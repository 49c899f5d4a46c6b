using CallCenter.Core.Events;
using CallCenter.Core.Floor;

namespace CallCenter.Core.Tests.Floors;

/// <summary>Ghosts by the order of answers.</summary>
public sealed class OvertakingTests
{
    [Theory]
    [InlineData(2, 0)]
    [InlineData(3, 1)]
    public void A_call_that_three_later_ones_were_answered_before_is_lost(int answers, long lost)
    {
        var centre = Overtaken(3, answers).Advance();
        Assert.Equal([lost, lost, 1 - lost], centre.Counts("contacts_lost", "ghosts_closed", "contacts_waiting"));
        Assert.Equal(lost, centre.Count("ghosts_closed", "by_order"));
    }

    [Fact]
    public void Without_a_limit_later_calls_may_be_answered_first()
        => Assert.Equal([0, 1], Overtaken(0, 50).Advance().Counts("ghosts_closed", "contacts_waiting"));

    [Fact]
    public void A_call_that_rings_is_no_ghost()
    {
        var centre = Overtaken(3, 5).Offer("v", "ann").Advance();
        Assert.Equal([0, 1], centre.Counts("ghosts_closed", "contacts_waiting"));
    }

    [Fact]
    public void Calls_that_joined_before_it_say_nothing()
    {
        var centre = Limited(2).Queue("a").Queue("b").At(1).Queue("v").At(2).Answer("a", "ann").Answer("b", "bob").Advance();
        Assert.Equal([0, 1], centre.Counts("ghosts_closed", "contacts_waiting"));
    }

    [Fact]
    public void Calls_of_other_queues_and_visits_of_other_channels_say_nothing()
    {
        var centre = Limited(2).Queue("v").At(1);
        for (var i = 0; i < 5; i++) centre.Queue($"other {i}", "help").Answer($"other {i}", $"agent {i}");
        for (var i = 0; i < 5; i++) Answer(centre, $"chat {i}", Channel.Chat);
        Assert.Equal([0, 1], centre.Advance().Counts("ghosts_closed", "contacts_waiting"));
    }

    [Fact]
    public void A_call_in_conversation_is_no_ghost()
    {
        var centre = Limited(2).Queue("v").Answer("v", "ann").At(1);
        for (var i = 0; i < 5; i++) Answer(centre, $"later {i}", Channel.Phone);
        Assert.Equal([0, 6], centre.Advance().Counts("ghosts_closed", "contacts_interacting"));
    }

    private static Centre Limited(int max) => new Centre(new FloorOptions { OvertakenMax = max }).At(0);

    private static Centre Overtaken(int max, int answers)
    {
        var centre = Limited(max).Queue("v").At(1);
        for (var i = 0; i < answers; i++) Answer(centre, $"later {i}", Channel.Phone);
        return centre.At(2);
    }

    private static void Answer(Centre centre, string visit, Channel channel)
    {
        var traits = Centre.TraitsOf("sales") with { Channel = channel };
        Assert.Equal(ApplyResult.Counted, centre.Send(new VisitQueued(visit, visit, traits) { OccurredAt = centre.Now }));
        centre.Answer(visit, $"agent of {visit}");
    }
}
