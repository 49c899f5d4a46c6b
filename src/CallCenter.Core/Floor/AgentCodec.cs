using CallCenter.Core.Encoding;
using CallCenter.Core.Events;
using CallCenter.Core.Identity;
using CallCenter.Core.Log;

namespace CallCenter.Core.Floor;

/// <summary>The stored form of an agent. In format 1 lists have a count, from format 2 on lists and their entries have a length.</summary>
internal static class AgentCodec
{
    public static void WriteFixed(VarWriter w, Agent a)
    {
        w.Text(a.Id);
        w.Text(a.DisplayName);
        w.Text(a.Team);
        w.Text(a.Seniority);
    }

    public static Agent ReadFixed(FloorItem item)
    {
        var r = new VarReader(item.Value);
        StoredFormat.Read(ref r, "agent");
        return new Agent(item.Key.Handle, r.Text()) { DisplayName = r.Text(), Team = r.Text(), Seniority = r.Text() };
    }

    public static void WriteLive(VarWriter w, Agent a, int format)
    {
        w.Byte((byte)a.Presence);
        w.Text(a.Reason);
        // For readers that know one shift.
        var shift = a.Plan?.Shifts is [var first, ..] ? first : null;
        w.Bool(a.OnShift);
        w.Signed(shift?.Start.UnixMs ?? a.PlanAt.UnixMs);
        w.Signed(shift is null ? 0 : shift.End.UnixMs - shift.Start.UnixMs);
        var slots = StoredList.Begin(w, a.Slots.Count, format);
        foreach (var (channel, count) in a.Slots)
        {
            var entry = StoredList.BeginEntry(w, format);
            w.Byte((byte)channel);
            w.Count(count);
            StoredList.End(w, entry);
        }
        StoredList.End(w, slots);
        var memberships = StoredList.Begin(w, a.Memberships.Count, format);
        foreach (var membership in a.Memberships.Values)
        {
            var entry = StoredList.BeginEntry(w, format);
            w.Text(membership.Queue);
            w.Bool(membership.Paused);
            w.Text(membership.Reason);
            if (format != StoredFormat.Oldest && membership.Activity.IsProductive) w.Bool(true);
            StoredList.End(w, entry);
        }
        StoredList.End(w, memberships);
        // Where AgentHeads finds it.
        if (format == StoredFormat.Oldest) return;
        var hasPlan = PlanCodec.IsNeeded(a);
        if (hasPlan || a.LoggedInAt > Agent.Never) w.Signed(a.LoggedInAt.UnixMs);
        if (hasPlan) PlanCodec.Write(w, a);
    }

    public static void ReadLive(Agent a, ReadOnlySpan<byte> value)
    {
        var r = new VarReader(value);
        var format = StoredFormat.Read(ref r, "live agent");
        a.Presence = (Presence)r.Byte();
        a.Reason = r.Text();
        var isOnShift = r.Bool();
        var start = new Instant(r.Signed());
        PlanCodec.Set(a, isOnShift, start, new Instant(start.UnixMs + r.Signed()));
        if (format == 1) ReadLists1(ref r, a);
        else ReadLists(ref r, a);
        if (format != 1 && !r.AtEnd) a.LoggedInAt = new Instant(r.Signed());
        if (format != 1 && !r.AtEnd) PlanCodec.Read(ref r, a);
    }

    private static void ReadLists1(ref VarReader r, Agent a)
    {
        for (var n = r.Count(); n > 0; n--) ReadSlot(ref r, a);
        for (var n = r.Count(); n > 0; n--) ReadMembership(ref r, a, isEntry: false);
    }

    private static void ReadLists(ref VarReader r, Agent a)
    {
        var slots = r.Part();
        while (!slots.AtEnd)
        {
            var entry = slots.Part();
            ReadSlot(ref entry, a);
        }
        var memberships = r.Part();
        while (!memberships.AtEnd)
        {
            var entry = memberships.Part();
            ReadMembership(ref entry, a, isEntry: true);
        }
    }

    private static void ReadSlot(ref VarReader r, Agent a) => a.Slots[(Channel)r.Byte()] = r.Count();

    /// <param name="isEntry">Whether the reader ends with the membership.</param>
    private static void ReadMembership(ref VarReader r, Agent a, bool isEntry)
    {
        var queue = r.Text();
        var membership = new Membership(queue) { Paused = r.Bool(), Reason = r.Text() };
        if (isEntry && !r.AtEnd) membership.Activity = membership.Activity with { IsProductive = r.Bool() };
        a.Memberships[queue] = membership;
    }
}
