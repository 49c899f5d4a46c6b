using CallCenter.Core.Encoding;
using CallCenter.Core.Identity;

namespace CallCenter.Core.Floor;

/// <summary>What of an agent most events change.</summary>
/// <param name="State">Absent when a version stored it that did not keep it.</param>
/// <param name="Since">Start of the state; absent with it, and for an agent that has been offline since it was first named.</param>
internal readonly record struct AgentClock(Instant LastAt, AgentState? State, Instant? Since)
{
    public AgentExtras Extras { get; init; }
}

/// <summary>The stored form of <see cref="AgentClock"/>. Format 1, and the first records of format 2, have the time alone.</summary>
internal static class AgentClockCodec
{
    public static void Write(VarWriter w, Agent agent, int format)
    {
        w.Signed(agent.LastAt.UnixMs);
        if (format == StoredFormat.Oldest) return;
        w.Byte((byte)AgentStates.Of(agent.DeriveGauge()));
        w.Signed(agent.LastAt.UnixMs - agent.StateSince.UnixMs);
        if (!agent.Extras.IsNone) agent.Extras.Write(w, agent.LastAt);
    }

    public static AgentClock Read(ReadOnlySpan<byte> value)
    {
        var r = new VarReader(value);
        StoredFormat.Read(ref r, "agent's clock");
        var lastAt = new Instant(r.Signed());
        if (r.AtEnd) return new AgentClock(lastAt, null, null);
        var state = (AgentState)r.Byte();
        var since = new Instant(lastAt.UnixMs - r.Signed());
        return new AgentClock(lastAt, state, since == Agent.Never ? null : since) { Extras = AgentExtras.Read(ref r, lastAt) };
    }
}
