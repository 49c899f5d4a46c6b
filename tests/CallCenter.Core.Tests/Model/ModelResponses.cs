using CallCenter.Core.Kpis;

namespace CallCenter.Core.Tests.Model;

/// <summary>The formulas of first responses that were asked for, over lists.</summary>
/// <param name="thresholdMs">Null: that of each queue.</param>
internal sealed class ModelResponses(ModelBoard board, long? thresholdMs)
{
    /// <summary>None of another KPI.</summary>
    public KpiValue? Value(string kpi, string variant) => (kpi, variant) switch
    {
        ("on_time_response_rate", "standard") => KpiValue.Ratio(InTime, InTime + board.ResponsesReached(Limit)),
        ("on_time_response_rate", "of_all") => KpiValue.Ratio(InTime, board.ResponsesAsked),
        ("on_time_response_rate", "from_entry") => KpiValue.Ratio(ContactsInTime, ContactsInTime + board.ContactResponsesReached(Limit)),
        ("on_time_response_rate", _) => KpiValue.Ratio(ContactsInTime, board.LifeFacts(LifeFact.ResponseAsked).Count),
        ("contacts_at_risk", "standard") => KpiValue.Count(board.Unanswered.Count(v => board.WaitSoFar(v) > Limit(v.Dims) * 80 / 100)),
        ("contacts_at_risk", _) => KpiValue.Count(
            board.UnansweredLives.Count(life => board.TimeSince(life.UnansweredMs!.Value) > Limit(life.Dims) * 80 / 100)),
        ("first_response_time", "with_waiting") => KpiValue.Mean(
            First.Sum() + board.Unanswered.Sum(board.WaitSoFar), First.Count + board.Unanswered.Count),
        ("first_response_time", "of_all") => KpiValue.Mean(First.Sum(), board.ResponsesAsked),
        _ => null,
    };

    private long InTime => board.ResponsesInTime(Limit);

    private long ContactsInTime => board.LifeFacts(LifeFact.Responded).Count(f => f.Ms <= Limit(f.Dims));

    private List<long> First => [.. board.Replies.Select(r => r.FirstMs).OfType<long>()];

    private long Limit(Dims dims) => thresholdMs ?? ModelTargets.ThresholdMs(dims);
}
