namespace CallCenter.Core.Measures;

/// <summary>How the stored values of a measure are kept and read.</summary>
public enum MeasureKind : byte
{
    /// <summary>A sum over the slots of a window.</summary>
    Sum,

    /// <summary>A sum for each of <see cref="WaitThresholds"/>, and one for waits beyond all of them.</summary>
    WaitFamily,

    /// <summary>A count for each of <see cref="HistogramBuckets"/>. Of a row that has many, only the touched ones are kept.</summary>
    Histogram,

    /// <summary>A number in a state and its moments: see <see cref="Measures.Gauge"/>. Two ids.</summary>
    Gauge,
}

/// <summary>One measure of the table.</summary>
/// <param name="Id">The first of its stored ids: never changed, never used again.</param>
/// <param name="Name">Plural noun or state, as formulas are written with it.</param>
/// <param name="Of">Kind of the rows that have it.</param>
public sealed record MeasureDef(Measure Id, string Name, MeasureKind Kind, RowKind Of)
{
    /// <summary>Number of stored ids.</summary>
    public int Width => Kind switch
    {
        MeasureKind.WaitFamily => WaitThresholds.Count + 1,
        MeasureKind.Histogram => HistogramBuckets.Count,
        MeasureKind.Gauge => 2,
        _ => 1,
    };
}
