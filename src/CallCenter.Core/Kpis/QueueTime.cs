using CallCenter.Core.Measures;
using static CallCenter.Core.Kpis.Formula;
using static CallCenter.Core.Kpis.Terms;

namespace CallCenter.Core.Kpis;

/// <summary>Mean wait of all visits, answered or not.</summary>
internal static class QueueTime
{
    private static readonly Distribution Waits = new(Measure.AnsweredWaits, Measure.AbandonedWaits, Measure.LeftWaits);

    /// <summary>All the time that customers whose wait is over have waited.</summary>
    public static readonly Named Waited = (Of(Measure.WaitOfAnswered) + Of(Measure.WaitOfAbandoned) + Of(Measure.WaitOfLeft)).As("waited");

    public static readonly IReadOnlyList<KpiVariant> Variants =
    [
        new("standard", "Genesys Cloud tWait, Wazo", Mean(Waited, Decided.All), Waits),
        new("with_waiting", "waits in progress count as far as they are",
            Mean(Waited + new LiveSoFar(LiveList.Waiting), Decided.All + new Now(Gauge.Waiting))),
        ByContact.QueueTime,
    ];
}
