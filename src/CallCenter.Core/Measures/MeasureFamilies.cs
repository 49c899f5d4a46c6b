namespace CallCenter.Core.Measures;

/// <summary>Arithmetic of the numbers of measures that come in families.</summary>
public static class MeasureFamilies
{
    /// <summary>One past the highest number of a measure.</summary>
    public const int End = (int)Measure.Gauges + 2 * 32;

    public static Measure At(this Measure family, int index) => (Measure)((int)family + index);
    public static Measure Number(this Gauge gauge) => (Measure)((int)Measure.Gauges + 2 * (int)gauge);
    public static Measure Moment(this Gauge gauge) => (Measure)((int)Measure.Gauges + 2 * (int)gauge + 1);
    public static bool IsGaugeNumber(this Measure measure) => measure >= Measure.Gauges && ((int)measure & 1) == 0;
    /// <summary>The measure that this one is kept with: a gauge's moments are with its number.</summary>
    public static Measure WhoseSeries(this Measure measure) => measure.IsGauge() && !measure.IsGaugeNumber() ? measure - 1 : measure;

    public static bool IsGauge(this Measure measure) => measure >= Measure.Gauges;
    public static bool IsOfAgent(this Gauge gauge) => gauge >= Gauge.AgentAvailable;
}
