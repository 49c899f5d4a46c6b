using CallCenter.Core.Encoding;
using CallCenter.Core.Events;
using CallCenter.Core.Identity;

namespace CallCenter.Core.Floor;

/// <summary>Slots of a channel that an agent can still take, and the row where they count.</summary>
internal readonly record struct FreeSlots(Channel Channel, int Count, int Row);

/// <summary>What an agent is counted in beside its states. Stored, since settings and versions change what would follow from its
/// contacts.</summary>
internal readonly struct AgentExtras
{
    private readonly FreeSlots[]? _free;
    private readonly byte[]? _memberships;

    /// <summary>The last offer was not answered, and nothing has come since.</summary>
    public bool HasMissed { get; init; }

    /// <summary>Since the login or the last break; null: offline or on a break.</summary>
    public Instant? WorkingSince { get; init; }

    /// <summary>Thousandths of the capacity that an occupied agent has left.</summary>
    public int Spare { get; init; }

    /// <summary>By channel; never changed, only replaced.</summary>
    public FreeSlots[] Free
    {
        get => _free ?? [];
        init => _free = value;
    }

    /// <summary>States of memberships, in the order of their queues, where one is another than the agent's; else empty. Never changed,
    /// only replaced.</summary>
    public byte[] Memberships
    {
        get => _memberships ?? [];
        init => _memberships = value;
    }

    public bool IsNone => !HasMissed && WorkingSince is null && Spare == 0 && Free.Length == 0 && Memberships.Length == 0;

    public int FreeMax
    {
        get
        {
            var max = 0;
            foreach (var free in Free) max = Math.Max(max, free.Count);
            return max;
        }
    }

    /// <summary>Slots of a channel that the agent can still take.</summary>
    public int FreeOf(Channel channel)
    {
        foreach (var free in Free)
        {
            if (free.Channel == channel) return free.Count;
        }
        return 0;
    }

    public bool IsSame(in AgentExtras other) => HasMissed == other.HasMissed && WorkingSince == other.WorkingSince && Spare == other.Spare
        && Free.AsSpan().SequenceEqual(other.Free) && Memberships.AsSpan().SequenceEqual(other.Memberships);

    /// <param name="lastAt">Times are relative to it.</param>
    public void Write(VarWriter w, Instant lastAt)
    {
        var part = w.BeginPart();
        w.Bool(HasMissed);
        w.Signed(WorkingSince is { } since ? lastAt.UnixMs - since.UnixMs + 1 : 0);
        if (Spare != 0 || Free.Length + Memberships.Length > 0) WriteSlots(w);
        w.EndPart(part);
    }

    private void WriteSlots(VarWriter w)
    {
        w.Count(Spare);
        var free = w.BeginPart();
        foreach (var slots in Free)
        {
            w.Byte((byte)slots.Channel);
            w.Count(slots.Count);
        }
        w.EndPart(free);
        w.Blob(Memberships);
    }

    /// <summary>Reads them without the rows.</summary>
    public static AgentExtras Read(ref VarReader reader, Instant lastAt)
    {
        if (reader.AtEnd) return default;
        var r = reader.Part();
        var extras = new AgentExtras { HasMissed = r.Bool() };
        // 0: none; else one more than the difference.
        if (r.Signed() is not 0 and var ago) extras = extras with { WorkingSince = new Instant(lastAt.UnixMs - ago + 1) };
        if (r.AtEnd) return extras;
        extras = extras with { Spare = r.Count() };
        var free = new List<FreeSlots>();
        for (var list = r.Part(); !list.AtEnd;) free.Add(new FreeSlots((Channel)list.Byte(), list.Count(), 0));
        return extras with { Free = [.. free], Memberships = r.Blob().ToArray() };
    }
}
