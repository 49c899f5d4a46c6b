using CallCenter.Core.Encoding;
using CallCenter.Core.Events;
using CallCenter.Core.Identity;

namespace CallCenter.Core.Floor;

/// <summary>The stored form of the agents who joined a conversation. A list of parts, so that they can grow.</summary>
internal static class LegCodec
{
    public static void Write(VarWriter w, Visit visit)
    {
        foreach (var leg in visit.Legs)
        {
            var part = w.BeginPart();
            w.Count(leg.Agent.Handle);
            w.Byte((byte)leg.Role);
            w.Signed(leg.Since.UnixMs);
            w.Count(leg.Row);
            w.EndPart(part);
        }
    }

    public static IReadOnlyList<Leg> Read(ReadOnlySpan<byte> value, Func<int, Agent> agentOf)
    {
        var r = new VarReader(value);
        StoredFormat.Read(ref r, "conversation");
        var legs = new List<Leg>();
        while (!r.AtEnd)
        {
            var part = r.Part();
            legs.Add(new Leg(agentOf(part.Count()), (ConversationRole)part.Byte(), new Instant(part.Signed()), part.Count()));
        }
        return legs;
    }
}
