using CallCenter.V1;

namespace CallCenter.Asterisk;

/// <summary>Kinds of facts that both AMI and queue_log report.</summary>
internal enum OccurrenceKind
{
    /// <summary>A caller joined a queue.</summary>
    Queued,

    /// <summary>A caller was connected.</summary>
    Answered,

    /// <summary>A visit ended, in whatever way.</summary>
    Ended,

    /// <summary>An agent let it ring, or refused.</summary>
    Missed,

    /// <summary>A member joined, or goes on after a pause.</summary>
    MemberJoined,

    /// <summary>A member was paused.</summary>
    MemberPaused,

    /// <summary>A member left.</summary>
    MemberLeft,
}

/// <summary>One thing that happened in a queue, in the form in which the ways of telling it can be compared. Names, not ids: the log has no
/// interfaces.</summary>
internal sealed record Occurrence(OccurrenceKind Kind, string Caller, string Queue, string Agent, DateTimeOffset Time)
{
    // The log has whole seconds, and its lines are written some milliseconds before or after the message.
    private static readonly TimeSpan Before = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan After = TimeSpan.FromSeconds(1.5);

    /// <summary>Null for a line that AMI has no message for.</summary>
    public static Occurrence? Of(QueueLogLine line)
    {
        OccurrenceKind? kind = line.Verb switch
        {
            "ENTERQUEUE" => OccurrenceKind.Queued,
            "CONNECT" => OccurrenceKind.Answered,
            "COMPLETECALLER" or "COMPLETEAGENT" or "BLINDTRANSFER" or "TRANSFER" or "ATTENDEDTRANSFER" => OccurrenceKind.Ended,
            "ABANDON" or "EXITWITHTIMEOUT" or "EXITWITHKEY" or "EXITEMPTY" or "WITHDRAW" or "SYSCOMPAT" => OccurrenceKind.Ended,
            "RINGNOANSWER" or "AGENTDUMP" => OccurrenceKind.Missed,
            "ADDMEMBER" => line.Text(0) == "PAUSED" ? OccurrenceKind.MemberPaused : OccurrenceKind.MemberJoined,
            "UNPAUSE" => OccurrenceKind.MemberJoined,
            "PAUSE" => OccurrenceKind.MemberPaused,
            "REMOVEMEMBER" => OccurrenceKind.MemberLeft,
            _ => null,
        };
        return kind is null ? null : new(kind.Value, Ids.Identity(line.CallId), Ids.Identity(line.Queue), Ids.Label(line.Agent), line.Time);
    }

    /// <summary>Null for a message that the log has no line for.</summary>
    public static Occurrence? Of(AmiMessage message, DateTimeOffset time)
    {
        OccurrenceKind? kind = message.Event switch
        {
            "QueueCallerJoin" => OccurrenceKind.Queued,
            "AgentConnect" => OccurrenceKind.Answered,
            "AgentComplete" or "QueueCallerAbandon" => OccurrenceKind.Ended,
            "AgentRingNoAnswer" or "AgentDump" => OccurrenceKind.Missed,
            "QueueMemberAdded" or "QueueMemberPause" =>
                message.Text("Paused") == "1" ? OccurrenceKind.MemberPaused : OccurrenceKind.MemberJoined,
            "QueueMemberRemoved" => OccurrenceKind.MemberLeft,
            _ => null,
        };
        return kind is null ? null : new(kind.Value, Ids.Identity(message.Text("Uniqueid")), Ids.Identity(message.Text("Queue")),
            Ids.Label(message.Text("MemberName")), time);
    }

    /// <summary>Of a change of a membership.</summary>
    public static OccurrenceKind KindOf(MembershipState state) => state switch
    {
        MembershipState.Left => OccurrenceKind.MemberLeft,
        MembershipState.Paused => OccurrenceKind.MemberPaused,
        _ => OccurrenceKind.MemberJoined,
    };

    /// <summary>Whether this occurrence, from AMI, is the one of a line.</summary>
    public bool IsToldBy(Occurrence line)
    {
        if (Kind != line.Kind || Time < line.Time - Before || Time > line.Time + After)
            return false;
        if (!Queue.Equals(line.Queue, StringComparison.OrdinalIgnoreCase))
            return false;
        // AgentComplete names no caller whose channel is gone.
        return Kind >= OccurrenceKind.Missed || Caller.Length == 0
            ? Agent == line.Agent && (Kind >= OccurrenceKind.MemberJoined || Caller.Length == 0 || Caller == line.Caller)
            : Caller == line.Caller;
    }

    /// <summary>Removes the first of these that is the occurrence of a line; false when there is none.</summary>
    public static bool Remove(List<Occurrence> from, Occurrence line)
    {
        var index = from.FindIndex(each => each.IsToldBy(line));
        if (index < 0)
            return false;
        from.RemoveAt(index);
        return true;
    }
}
