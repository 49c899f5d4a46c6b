using System.Globalization;

namespace CallCenter.Cli;

/// <summary>The speed of a replay: a multiple of the recorded speed, or as fast as the server accepts events.</summary>
internal readonly record struct Speed(double? Factor)
{
    public static readonly Speed Max = new(null);

    public static Speed Parse(string text)
    {
        if (text == "max")
            return Max;
        bool isFactor = double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double factor)
            && factor is > 0 and <= 1_000_000;
        return isFactor ? new Speed(factor) : throw new FormatException($"'{text}' is not a speed: write 1, 10, 0.5 or max");
    }

    /// <summary>The time after the start at which an event is sent, by its recorded time after the first event.</summary>
    public TimeSpan Delay(TimeSpan sinceFirst) => Factor is { } factor ? sinceFirst / factor : TimeSpan.Zero;
}
