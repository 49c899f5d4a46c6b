using System.Collections.Frozen;

namespace CallCenter.Asterisk;

/// <summary>
/// Tells from the raw bytes which blocks are worth parsing. VarSet and Newexten are over half of what Asterisk sends, and the
/// mapper needs one in a thousand of them.
/// </summary>
internal static class AmiFilter
{
    private static readonly FrozenSet<string> Wanted = new[]
    {
        "QueueCallerJoin", "QueueCallerLeave", "QueueCallerAbandon", "AgentCalled", "AgentConnect", "AgentRingNoAnswer", "AgentComplete",
        "AgentDump", "QueueMemberAdded", "QueueMemberRemoved", "QueueMemberStatus", "QueueMemberPause", "Hold", "Unhold", "DialBegin",
        "DialEnd",
        "BlindTransfer", "AttendedTransfer", "Hangup", "HangupRequest", "SoftHangupRequest", "LocalOptimizationBegin", "FullyBooted",
        "Shutdown", "Reload", "QueueParams", "QueueMember", "QueueEntry", "QueueStatusComplete", "Status", "StatusComplete",
        "CoreShowChannel", "CoreShowChannelsComplete", "VarSet", "Newexten", "LocalBridge", "BridgeEnter", "BridgeLeave", "Rename",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    public static bool Wants(ReadOnlySpan<byte> block)
    {
        var name = EventName(block);
        if (name.IsEmpty)
            return true; // a response
        if (name.Length > 64)
            return false;
        Span<char> text = stackalloc char[name.Length];
        for (var i = 0; i < name.Length; i++)
            text[i] = (char)name[i];
        if (!Wanted.GetAlternateLookup<ReadOnlySpan<char>>().Contains(text))
            return false;
        return text switch
        {
            "VarSet" => block.IndexOf("\nVariable: QUEUESTATUS"u8) >= 0,
            "Newexten" => block.IndexOf("\nApplication: Queue\r"u8) >= 0 || block.IndexOf("\nApplication: Queue\n"u8) >= 0,
            _ => true,
        };
    }

    private static ReadOnlySpan<byte> EventName(ReadOnlySpan<byte> block)
    {
        // The order of headers is not promised, so the line is searched for; in practice it is the first.
        foreach (var range in block.Split((byte)'\n'))
        {
            var line = block[range].TrimEnd((byte)'\r');
            if (line.Length > 6 && line[5] == ':' && System.Text.Ascii.EqualsIgnoreCase(line[..5], "Event"u8))
                return line[6..].Trim((byte)' ');
        }
        return default;
    }
}
