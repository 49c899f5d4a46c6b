using CallCenter.Core.Measures;

namespace CallCenter.Core.Kpis;

/// <summary>Mean wait of all visits, answered or not, at their outcome.</summary>
internal static class QueueTime
{
    public static KpiValue Of(Tally t)
        => KpiValue.Mean(t[Measure.WaitOfAnswered] + t[Measure.WaitOfAbandoned] + t[Measure.WaitOfLeft], Decided.Of(t));
}
