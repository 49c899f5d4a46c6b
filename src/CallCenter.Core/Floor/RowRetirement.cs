using CallCenter.Core.Identity;

namespace CallCenter.Core.Floor;

/// <summary>
/// Retires the rows of a source that no window can show any more and nothing live is counted in. Time is that of the newest event, so that
/// a wrong clock of the server retires nothing. Works at commits only, when no event is half applied. Used by one thread at a time.
/// </summary>
internal sealed class RowRetirement(FloorState state, TagSets tags, int sourceRow)
{
    // A commit should not be much larger than others.
    private const int RowsOfCommit = 4_096;

    // A look at all rows costs as much as a few hundred events, and each row is looked at sixteen times in its life at most, or once an
    // hour.
    private const int LooksOfLife = 16;
    private const uint Hour = 3_600;

    private readonly uint _kept = (uint)state.Options.RowKept.TotalSeconds;
    private List<int> _retired = [];
    private uint _dueAt;

    /// <summary>Numbers of rows that will not be used again, ascending; the rest is handed over by later calls.</summary>
    public IReadOnlyList<int> Drain(Instant newest)
    {
        var slot = (uint)Math.Clamp(newest.UnixSeconds, 0, uint.MaxValue);
        if (_retired.Count == 0 && slot >= _dueAt && slot > _kept) Retire(slot);
        var drained = _retired.Take(RowsOfCommit).ToList();
        _retired = _retired.Count > RowsOfCommit ? _retired[RowsOfCommit..] : [];
        return drained;
    }

    private void Retire(uint slot)
    {
        _dueAt = slot + Math.Clamp(_kept / LooksOfLife, 1, Hour);
        NoteLiveUse(slot);
        var retired = state.Rows.Retire(before: slot - _kept);
        if (retired.Count == 0) return;
        _retired = retired.ConvertAll(r => r.Number);
        foreach (var agent in state.Agents.Values) agent.ForgetRows();
        if (retired.Exists(r => r.Key.Tags.Length > 0)) tags.Restore(state.Rows.Keys);
    }

    // What is live is counted in its rows until now.
    private void NoteLiveUse(uint slot)
    {
        var rows = state.Rows;
        rows.NoteUse(sourceRow, slot);
        foreach (var visit in state.Visits.Values)
        {
            rows.NoteUse(visit.QueueRow, slot);
            if (visit.Agent is not null) rows.NoteUse(visit.AgentRow, slot);
            if (visit.Outcome is not null) rows.NoteUse(visit.TransferRow, slot);
            foreach (var offer in visit.Offers.All) rows.NoteUse(offer.Row, slot);
            foreach (var leg in visit.Legs) rows.NoteUse(leg.Row, slot);
            foreach (var fact in visit.Counted.All) rows.NoteUse(fact.Row, slot);
        }
        foreach (var contact in state.Contacts.Values)
        {
            rows.NoteUse(contact.EntryRow, slot);
            rows.NoteUse(contact.Left.Row, slot);
            if (contact.Life is not { } life) continue;
            rows.NoteUse(life.Row, slot);
            foreach (var fact in contact.Counted.All) rows.NoteUse(fact.Row, slot);
            if (life.AtOnce is { } once) rows.NoteUse(once.Row, slot);
        }
        foreach (var contact in state.Customers.All) rows.NoteUse(contact.Row, slot);
        foreach (var agent in state.Agents.Values)
        {
            if (agent.Activity.Gauge is not null) rows.NoteUse(agent.Activity.Row, slot);
            if (agent.CountsInBaseRow && agent.BaseRow is { } row) rows.NoteUse(row, slot);
            foreach (var free in agent.Extras.Free) rows.NoteUse(free.Row, slot);
            if (agent.Counted.Flags.HasFlag(PlanFlags.Absent)) rows.NoteUse(agent.Counted.AbsentRow, slot);
            foreach (var membership in agent.Memberships.Values)
            {
                if (membership.Activity.Gauge is not null) rows.NoteUse(membership.Activity.Row, slot);
            }
        }
    }
}
