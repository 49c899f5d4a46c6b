using CallCenter.Core.Identity;
using CallCenter.Core.Kpis;
using CallCenter.Core.Measures;

namespace CallCenter.Core.Tests.Kpis;

/// <summary>A thing that is counted and that no KPI shows is a total that nobody can reconcile.</summary>
public sealed class MeasureCoverageTests
{
    [Fact]
    public void Every_measure_is_read_by_a_KPI()
        => Assert.Equal([], Enum.GetValues<Measure>().Where(m => m != Measure.Gauges).Except(ReadByKpis().Measures));

    [Fact]
    public void Every_gauge_is_read_by_a_KPI() => Assert.Equal([], Enum.GetValues<Gauge>().Except(ReadByKpis().Gauges));

    private static RecordingTally ReadByKpis()
    {
        var tally = new RecordingTally();
        foreach (var variant in KpiCatalog.All.SelectMany(k => k.Variants)) variant.Evaluate(tally, new KpiArguments(0, 0));
        return tally;
    }

    /// <summary>Remembers the measures and gauges that formulas ask for.</summary>
    private sealed class RecordingTally : Tally
    {
        public HashSet<Measure> Measures { get; } = [];
        public HashSet<Gauge> Gauges { get; } = [];

        public override long this[Measure measure]
        {
            get
            {
                Measures.Add(measure);
                return 0;
            }
        }

        public override Instant? OldestWaiting => null;
        public override long Now(Gauge gauge) => Read(gauge);
        public override long Now(Gauge[] states) => Read(states);
        public override long AtEnd(Gauge gauge) => Read(gauge);
        public override long AtStart(Gauge gauge) => Read(gauge);
        public override long TimeIn(Gauge gauge) => Read(gauge);
        public override long TimeIn(Gauge[] states) => Read(states);
        public override long WaitingBeyond(int threshold) => Read(Gauge.Waiting);

        private long Read(params Gauge[] gauges)
        {
            Gauges.UnionWith(gauges);
            return 0;
        }
    }
}
