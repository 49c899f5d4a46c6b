namespace CallCenter.Asterisk;

/// <summary>What was in a stream of AMI bytes: how much, of which classes, and what could not be used.</summary>
public sealed class AmiCensus
{
    private static readonly AmiClasses[] Each = [AmiClasses.Agent, AmiClasses.Call, AmiClasses.System, AmiClasses.Dialplan];

    private readonly long[] _counts = new long[Each.Length];
    private AmiClasses _seen;

    /// <summary>Messages, needed or not.</summary>
    public long MessageCount { get; private set; }

    /// <summary>Lines over <see cref="AmiReader.LineBytesMax"/>, skipped.</summary>
    public long LongLineCount { get; internal set; }

    /// <summary>Messages over <see cref="AmiReader.MessageBytesMax"/>, skipped.</summary>
    public long LongMessageCount { get; internal set; }

    /// <summary>Classes of which an event was seen.</summary>
    public AmiClasses Seen => _seen;

    /// <summary>How many events of a class were seen until one of each was.</summary>
    public long CountOf(AmiClasses one) => _counts[Array.IndexOf(Each, one)];

    /// <summary>An event bore a Timestamp.</summary>
    public bool HasStamps { get; private set; }

    /// <summary>Events came, and none bore a Timestamp: timestampevents is off. FullyBooted, of class system, never has one.</summary>
    public bool LacksStamps => !HasStamps && (_seen & ~AmiClasses.System) != AmiClasses.None;

    /// <summary>Events of queues as Asterisk 11 and older name them.</summary>
    public bool IsTooOld { get; private set; }

    /// <summary>Adds what another stream contained.</summary>
    internal void Add(AmiCensus other)
    {
        MessageCount += other.MessageCount;
        LongLineCount += other.LongLineCount;
        LongMessageCount += other.LongMessageCount;
        _seen |= other._seen;
        for (var i = 0; i < _counts.Length; i++)
            _counts[i] += other._counts[i];
        HasStamps |= other.HasStamps;
        IsTooOld |= other.IsTooOld;
    }

    internal void Count(ReadOnlySpan<byte> block)
    {
        MessageCount++;
        // All is seen within a second on a busy Asterisk, and nothing more is looked for then.
        if (_seen == AmiClasses.All && HasStamps)
            return;
        if (Value(block, "\nPrivilege: "u8) is not { IsEmpty: false } classes)
            return;
        foreach (var range in classes.Split((byte)','))
        {
            if (ClassOf(classes[range]) is not AmiClasses.None and var one)
            {
                _seen |= one;
                _counts[Array.IndexOf(Each, one)]++;
            }
        }
        HasStamps |= block.IndexOf("\nTimestamp: "u8) >= 0;
        IsTooOld |= IsOfOldQueue(block);
    }

    private static AmiClasses ClassOf(ReadOnlySpan<byte> name) => name switch
    {
        _ when name.SequenceEqual("agent"u8) => AmiClasses.Agent,
        _ when name.SequenceEqual("call"u8) => AmiClasses.Call,
        _ when name.SequenceEqual("system"u8) => AmiClasses.System,
        _ when name.SequenceEqual("dialplan"u8) => AmiClasses.Dialplan,
        _ => AmiClasses.None,
    };

    // Asterisk 12 renamed them to QueueCallerJoin, QueueCallerLeave and QueueMemberPause.
    private static bool IsOfOldQueue(ReadOnlySpan<byte> block) => block.IndexOf("\nQueue: "u8) >= 0
        && (IsEvent(block, "Join"u8) || IsEvent(block, "Leave"u8) || IsEvent(block, "QueueMemberPaused"u8));

    private static bool IsEvent(ReadOnlySpan<byte> block, ReadOnlySpan<byte> name) =>
        block.StartsWith("Event: "u8) && block[7..].StartsWith(name) && block.Length > 7 + name.Length
            && block[7 + name.Length] is (byte)'\r' or (byte)'\n';

    private static ReadOnlySpan<byte> Value(ReadOnlySpan<byte> block, ReadOnlySpan<byte> header)
    {
        var start = block.IndexOf(header);
        if (start < 0)
            return default;
        var value = block[(start + header.Length)..];
        var end = value.IndexOf((byte)'\n');
        return (end < 0 ? value : value[..end]).TrimEnd((byte)'\r');
    }
}
