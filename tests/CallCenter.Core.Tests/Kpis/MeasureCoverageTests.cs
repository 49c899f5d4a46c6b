using CallCenter.Core.Kpis;
using CallCenter.Core.Measures;

namespace CallCenter.Core.Tests.Kpis;

/// <summary>A thing that is counted and that no KPI shows is a total that nobody can reconcile.</summary>
public sealed class MeasureCoverageTests
{
    [Fact]
    public void Every_measure_is_read_by_a_KPI()
    {
        var variants = KpiCatalog.All.SelectMany(k => k.Variants).ToList();
        var read = variants.SelectMany(v => v.Formula.Terms).SelectMany(t => t.Measures)
            .Concat(variants.SelectMany(v => v.Distribution?.Histograms ?? []));
        // Waits beyond all thresholds are in no part of a family that a threshold selects.
        var measures = MeasureTable.All
            .SelectMany(m => Enumerable.Range(0, m.Kind == MeasureKind.WaitFamily ? WaitThresholds.Count : 1).Select(i => m.Id.At(i)));
        Assert.Equal([], measures.Except(read));
    }
}
