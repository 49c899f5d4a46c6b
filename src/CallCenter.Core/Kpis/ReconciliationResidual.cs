using CallCenter.Core.Measures;

namespace CallCenter.Core.Kpis;

/// <summary>
/// What does not balance: offered + waiting at the start - answered - abandoned - left - waiting at the end. 0 unless something is
/// counted wrong; the gauge and the counters are kept apart, so the one checks the other.
/// </summary>
internal static class ReconciliationResidual
{
    public static KpiValue Of(Tally t)
        => KpiValue.Count(t[Measure.Offered] + t.AtStart(Gauge.Waiting) - Decided.WithErrors(t) - t.AtEnd(Gauge.Waiting));
}
