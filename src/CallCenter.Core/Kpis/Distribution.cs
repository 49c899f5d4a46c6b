using CallCenter.Core.Measures;

namespace CallCenter.Core.Kpis;

/// <summary>The times that a mean is of: histograms added up.</summary>
public sealed class Distribution(params Measure[] histograms)
{
    public Measure[] Histograms => histograms;

    public override string ToString() => string.Join(" and ", histograms.Select(h => MeasureTable.Of(h).Name));
}
