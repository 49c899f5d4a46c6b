using CallCenter.Core.Kpis;

namespace CallCenter.Core.Tests.Model;

/// <summary>The formulas that count contacts in place of visits.</summary>
/// <param name="thresholdMs">Null: that of each contact's queue.</param>
internal sealed class ModelByContact(ModelBoard board, long? thresholdMs)
{
    private long Answered => Count(ContactFactKind.Answered);
    private long Abandoned => Count(ContactFactKind.Abandoned);
    private long All => Answered + Abandoned + Count(ContactFactKind.Left);

    public KpiValue Value(string kpi) => kpi switch
    {
        "contacts_offered" => KpiValue.Count(Count(ContactFactKind.Offered)),
        "answer_rate" => KpiValue.Ratio(Answered, All),
        "abandonment_rate" => KpiValue.Ratio(Abandoned, All),
        "service_level" => KpiValue.Ratio(
            board.ContactFacts(ContactFactKind.Answered).Count(f => f.WaitMs <= (thresholdMs ?? ModelTargets.ThresholdMs(f.Dims))), All),
        "speed_of_answer" => KpiValue.Mean(Waits(ContactFactKind.Answered), Answered),
        "queue_time" => KpiValue.Mean(
            Waits(ContactFactKind.Answered) + Waits(ContactFactKind.Abandoned) + Waits(ContactFactKind.Left), All),
        "transfer_rate" => KpiValue.Ratio(Count(ContactFactKind.Transferred), Count(ContactFactKind.Handled)),
        _ => throw new ArgumentException($"The model does not know {kpi} by contact."),
    };

    private long Count(ContactFactKind kind) => board.ContactFacts(kind).Sum(f => f.Sign);

    private long Waits(ContactFactKind kind) => board.ContactFacts(kind).Sum(f => f.Sign * f.WaitMs);
}
