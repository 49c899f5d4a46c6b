using System.Globalization;

namespace CallCenter.Asterisk;

/// <summary>Asterisk's stamps: epoch seconds, a point, microseconds.</summary>
internal static class AmiTime
{
    public static DateTimeOffset? Parse(string? text)
    {
        if (!decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds))
            return null;
        // Year 9999: beyond it there is no DateTimeOffset.
        return seconds < 253402300799m ? DateTimeOffset.UnixEpoch.AddTicks((long)(seconds * TimeSpan.TicksPerSecond)) : null;
    }
}
