using CallCenter.Core.Encoding;
using CallCenter.Core.Events;
using CallCenter.Core.Floor;
using CallCenter.Core.Identity;
using CallCenter.Core.Log;

namespace CallCenter.Core.Tests.Stored;

/// <summary>The stored clock of an agent: the bytes of each version, and what is read of them.</summary>
public sealed class AgentClockTests
{
    private static readonly Instant At = new(1_000);

    [Theory]
    [InlineData(1, "01D00F")]
    [InlineData(2, "02D00F0708")]
    public void A_clock_is_written_in_each_format(int format, string bytes)
    {
        var agent = new Agent(1, "ann") { LastAt = At, StateSince = new Instant(996), Presence = Presence.Break };

        Assert.Equal(bytes, Convert.ToHexString(FloorCodec.Encode(new VarWriter(), FloorItemKind.AgentClock, agent, format)));
    }

    [Theory]
    [InlineData("01D00F", null, null)]
    [InlineData("02D00F", null, null)]
    [InlineData("02D00F0708", AgentState.Break, 996L)]
    [InlineData("02D00F0708020000FFFF", AgentState.Break, 996L)]
    [InlineData("02D00F01D00F", AgentState.Offline, null)]
    public void A_clock_of_each_version_is_read(string bytes, AgentState? state, long? since)
    {
        var clock = AgentClockCodec.Read(Convert.FromHexString(bytes));

        Assert.Equal((At, state, since), (clock.LastAt, clock.State, clock.Since?.UnixMs));
    }

    [Fact]
    public void An_agent_without_a_stored_state_is_offline_or_unknown_by_its_presence()
    {
        var (w, agent) = (new VarWriter(), new Agent(1, "ann") { LastAt = At });
        byte[] Item(FloorItemKind kind) => FloorCodec.Encode(w, kind, agent, StoredFormat.Newest);
        var clock = Convert.FromHexString("02D00F");

        var offline = StoredAgent.Read(Item(FloorItemKind.AgentFixed), Item(FloorItemKind.AgentLive), clock);
        agent.Presence = Presence.Available;
        var present = StoredAgent.Read(Item(FloorItemKind.AgentFixed), Item(FloorItemKind.AgentLive), clock);

        Assert.Equal((AgentState.Offline, AgentState.Unknown), (offline.State, present.State));
    }
}
