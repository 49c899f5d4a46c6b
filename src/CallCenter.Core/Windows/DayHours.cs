namespace CallCenter.Core.Windows;

/// <summary>Hours of a day.</summary>
/// <param name="Spans">In minutes from midnight, quarters of an hour, disjoint and in order. One that ends after 24 hours goes on into the
/// next day.</param>
public sealed record DayHours(IReadOnlyList<(int From, int To)> Spans)
{
    public static readonly DayHours Closed = new([]);
}
