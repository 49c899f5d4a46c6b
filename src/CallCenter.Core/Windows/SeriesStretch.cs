namespace CallCenter.Core.Windows;

/// <summary>What a series changed by between two slots.</summary>
/// <param name="Moments">Of a gauge; else 0.</param>
/// <param name="Next">The first slot at or after the end that changed; <see cref="uint.MaxValue"/> without one.</param>
internal readonly record struct SeriesStretch(long Number, long Moments, uint Next)
{
    public static readonly SeriesStretch None = new(0, 0, uint.MaxValue);
}
