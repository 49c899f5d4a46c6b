using CallCenter.Core.Encoding;
using CallCenter.Core.Identity;

namespace CallCenter.Core.Log;

/// <summary>What boards read of the stored items of an agent, whose form is the floor's.</summary>
public static class AgentHeads
{
    /// <summary>The id, of the value of <see cref="FloorItemKind.AgentFixed"/>.</summary>
    public static string IdOf(ReadOnlySpan<byte> value)
    {
        var r = new VarReader(value);
        StoredFormat.Read(ref r, "agent");
        return r.Text();
    }

    /// <summary>The code of the state and its start, of the value of <see cref="FloorItemKind.AgentClock"/>; null when an older version
    /// stored it.</summary>
    public static (int State, Instant? Since)? StateOf(ReadOnlySpan<byte> value)
    {
        var r = new VarReader(value);
        StoredFormat.Read(ref r, "agent's clock");
        var lastMs = r.Signed();
        if (r.AtEnd) return null;
        var state = r.Byte();
        return (state, lastMs - r.Signed() is > 0 and var ms ? new Instant(ms) : null);
    }

    /// <summary>Start of the present or last login session, of the value of <see cref="FloorItemKind.AgentLive"/>; null when none is
    /// known.</summary>
    public static Instant? LoggedInAt(ReadOnlySpan<byte> value)
    {
        var r = new VarReader(value);
        if (StoredFormat.Read(ref r, "live agent") == StoredFormat.Oldest) return null;
        // Presence, reason, shift, slots, memberships.
        r.Byte();
        r.Text();
        r.Bool();
        r.Signed();
        r.Signed();
        r.Part();
        r.Part();
        // 0 where more follows and no login is known.
        return !r.AtEnd && r.Signed() is > 0 and var ms ? new Instant(ms) : null;
    }
}
