using System.Globalization;

namespace CallCenter.Notation;

/// <summary>A quantile as one word: min, max, or p and a percentage, such as p95 or p99.9.</summary>
public static class QuantileText
{
    private const string Smallest = "min", Largest = "max", Percent = "p";

    /// <summary>Null when the text is no quantile.</summary>
    public static double? TryParse(string text) => text switch
    {
        Smallest => 0,
        Largest => 1,
        _ => TryParsePercent(text),
    };

    public static string Format(double quantile) => quantile switch
    {
        0 => Smallest,
        1 => Largest,
        // A decimal, since 0.999 times 100 is not 99.9 as a double.
        > 0 and < 1 => Percent + ((decimal)quantile * 100).ToString("0.############", CultureInfo.InvariantCulture),
        _ => Percent + (quantile * 100).ToString(CultureInfo.InvariantCulture),
    };

    private static double? TryParsePercent(string text)
        => text.StartsWith(Percent, StringComparison.Ordinal)
            && decimal.TryParse(
                text.AsSpan(Percent.Length), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal percent)
            && percent <= 100
                ? (double)(percent / 100)
                : null;
}
