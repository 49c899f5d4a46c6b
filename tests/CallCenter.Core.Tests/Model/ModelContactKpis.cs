using CallCenter.Core.Kpis;

namespace CallCenter.Core.Tests.Model;

/// <summary>The formulas of contacts as a whole.</summary>
internal sealed class ModelContactKpis(ModelBoard board)
{
    private const long DayMs = 86_400_000;

    private long Total => board.ContactsOffered + Count(LifeFact.Opened);
    private long SelfServiceEnded => Count(LifeFact.Deflected) + Count(LifeFact.Escalated);

    /// <summary>None of another KPI.</summary>
    public KpiValue? Value(string kpi, string variant) => (kpi, variant) switch
    {
        ("contacts_total", _) => KpiValue.Count(Total),
        ("backlog_open", _) => KpiValue.Count(board.InState(LifeSpan.Open)),
        ("backlog_at_end", _) => KpiValue.Count(board.OpenAtEnd),
        ("backlog_change", _) => KpiValue.Count(board.OpenAtEnd - board.OpenAtStart),
        ("age_of_open", _) => KpiValue.Mean(board.AgesOfOpen, board.InState(LifeSpan.Open)),
        ("oldest_open_contact", _) => KpiValue.Time(board.OldestOpen),
        ("unassigned_contacts", _) => KpiValue.Count(board.InState(LifeSpan.Unassigned)),
        ("unattended_contacts", _) => KpiValue.Count(board.InState(LifeSpan.Unattended)),
        ("contacts_pending", _) => KpiValue.Count(board.InState(LifeSpan.Pending)),
        ("contacts_in_self_service", _) => KpiValue.Count(board.InState(LifeSpan.SelfService)),
        ("deflection_rate", _) => KpiValue.Ratio(Count(LifeFact.Deflected), SelfServiceEnded),
        ("escalation_rate", _) => KpiValue.Ratio(Count(LifeFact.Escalated), SelfServiceEnded),
        ("self_service_time", _) => KpiValue.Mean(Sum(LifeFact.Deflected) + Sum(LifeFact.Escalated), SelfServiceEnded),
        ("first_response_time", "from_entry") => Mean(LifeFact.FirstResponse),
        ("first_response_time", "later_cycles") => Mean(LifeFact.LaterFirstResponse),
        ("resolution_time", "first") => Mean(LifeFact.FirstResolved),
        ("resolution_time", "cycle") => Mean(LifeFact.Resolved),
        ("resolution_time", _) => KpiValue.Mean(
            board.LifeFacts(LifeFact.FirstResolved).Sum(f => f.Ms - f.LessMs), Count(LifeFact.FirstResolved)),
        ("fcr", "first_contact") => KpiValue.Ratio(Count(LifeFact.AtOnce), Count(LifeFact.FirstResolved)),
        ("fcr", "of_all") => KpiValue.Ratio(Count(LifeFact.AtOnce), Total),
        ("fcr", "no_repeat_provisional") => KpiValue.Ratio(
            board.CustomerContacts((all, c) => c.IsServed && !all.IsRepeated(c)), board.CustomerContacts((_, c) => c.IsServed)),
        ("fcr", "no_repeat_final") => KpiValue.Ratio(
            board.CustomerContacts((all, c) => c.IsServed && c.IsFinal && !all.IsRepeated(c)),
            board.CustomerContacts((_, c) => c.IsServed && c.IsFinal)),
        ("missed_recovery_rate", _) => KpiValue.Ratio(
            board.CustomerContacts((all, c) => all.IsRecovered(c)), board.CustomerContacts((_, c) => c.IsMissed)),
        ("same_day_resolution_rate", _) => KpiValue.Ratio(
            board.LifeFacts(LifeFact.FirstResolved).Count(f => f.AtMs / DayMs == (f.AtMs - f.Ms) / DayMs), Count(LifeFact.FirstResolved)),
        ("callbacks_scheduled", _) => KpiValue.Count(board.InState(LifeSpan.Scheduled)),
        ("repeat_contact_rate", _) => KpiValue.Ratio(
            board.CustomerContacts((all, c) => all.IsRepeat(c)), board.CustomerContacts((_, _) => true)),
        ("fcr", _) => KpiValue.Ratio(Count(LifeFact.WithoutReply), Count(LifeFact.FirstResolved)),
        _ => null,
    };

    private long Count(LifeFact kind) => board.LifeFacts(kind).Count;

    private long Sum(LifeFact kind) => board.LifeFacts(kind).Sum(f => f.Ms);

    private KpiValue Mean(LifeFact kind) => KpiValue.Mean(Sum(kind), Count(kind));
}
