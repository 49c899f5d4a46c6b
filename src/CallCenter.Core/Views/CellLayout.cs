using CallCenter.Core.Measures;

namespace CallCenter.Core.Views;

/// <summary>Where the numbers of each measure are in the cells of a set of rows: one of a sum; of a gauge its number and moments now, then
/// both at the window's start.</summary>
internal sealed class CellLayout
{
    public const int Moments = 1, AtStart = 2;

    private readonly short[] _offsets;

    /// <param name="measures">Sums, and gauges by their numbers.</param>
    /// <param name="gaugeLength">How many numbers a gauge has.</param>
    public CellLayout(IEnumerable<Measure> measures, int gaugeLength = 2 * AtStart)
    {
        var all = measures.Distinct().ToList();
        _offsets = new short[all.Select(measure => (int)measure + 1).DefaultIfEmpty().Max()];
        Array.Fill(_offsets, (short)-1);
        foreach (var measure in all)
        {
            _offsets[(int)measure] = (short)Length;
            Length += measure.IsGauge() ? gaugeLength : 1;
        }
    }

    public int Length { get; }

    /// <summary>Index of a measure's first number; -1 for one that is not read.</summary>
    public int OffsetOf(Measure measure) => (int)measure < _offsets.Length ? _offsets[(int)measure] : -1;
}
