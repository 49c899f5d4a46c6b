using System.Globalization;

namespace CallCenter.Asterisk;

/// <summary>Asterisk's stamps: epoch seconds, a point, microseconds.</summary>
internal static class AmiTime
{
    // 2000 to 2100: what is outside is no stamp but damage, and one of the year 9999 would stop all that waits for a time.
    private const decimal Min = 946_684_800;
    private const decimal Max = 4_102_444_800;

    public static DateTimeOffset? Parse(string? text) =>
        decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds) && seconds is >= Min and < Max
            ? DateTimeOffset.UnixEpoch.AddTicks((long)(seconds * TimeSpan.TicksPerSecond)) : null;
}
