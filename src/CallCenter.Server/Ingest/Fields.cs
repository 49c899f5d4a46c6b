using System.Buffers;
using System.Text;
using CallCenter.Core.Identity;
using Google.Protobuf.WellKnownTypes;

namespace CallCenter.Server.Ingest;

/// <summary>Checks single fields; a wrong one is reported to <see cref="WrongFields"/>.</summary>
internal static class Fields
{
    public const int TextBytesMax = 128;

    /// <summary>Put in by the decoder for bytes that are not UTF-8.</summary>
    private const char Replacement = '\ufffd';

    private static readonly SearchValues<char> NotAllowed = SearchValues.Create(
        [.. Enumerable.Range(char.MinValue, char.MaxValue).Select(c => (char)c).Where(SafeText.IsUnsafe), Replacement]);

    /// <param name="parent">The message that has the field; put before its name in an error.</param>
    public static string Required(string value, string parent, string field)
        => value.Length > 0 ? Optional(value, parent, field) : Required(value, $"{parent}.{field}");

    public static string Optional(string value, string parent, string field)
        => IsText(value) ? value : Optional(value, $"{parent}.{field}");

    public static string Required(string value, string field)
        => value.Length > 0 ? Optional(value, field) : WrongFields.Report(field, "is missing; it is required", "");

    public static string Optional(string value, string field)
    {
        // No character has more than 3 bytes a UTF-16 unit, so short texts need no counting.
        if (value.Length > TextBytesMax / 3 && Encoding.UTF8.GetByteCount(value) > TextBytesMax)
            return WrongFields.Report(
                field, $"has {Encoding.UTF8.GetByteCount(value)} bytes of UTF-8; at most {TextBytesMax} are allowed", "");
        var wrong = value.AsSpan().IndexOfAny(NotAllowed);
        if (wrong < 0) return value;
        var problem = value[wrong] == Replacement
            ? "is not valid UTF-8"
            : $"has the control character U+{(int)value[wrong]:X4}; send printable text";
        return WrongFields.Report(field, problem, "");
    }

    private static bool IsText(string value) => value.Length <= TextBytesMax / 3 && !value.AsSpan().ContainsAny(NotAllowed);

    public static Instant Time(Timestamp? value, string field)
    {
        if (value is null) return WrongFields.Report(field, "is missing; it is required", default(Instant));
        if (value.Nanos is < 0 or > 999_999_999 || value.Seconds is < -62_135_596_800 or > 253_402_300_799)
            return WrongFields.Report(field, "is not a moment between the years 1 and 9999", default(Instant));
        return new Instant(value.Seconds * 1000 + value.Nanos / 1_000_000);
    }

    public static TimeSpan? Span(Duration? value, string field) => Span(value, TimeSpan.FromDays(366), field);

    public static TimeSpan? Span(Duration? value, TimeSpan max, string field)
    {
        if (value is null) return null;
        if (value.Nanos is < 0 or > 999_999_999 || value.Seconds < 0 || value.Seconds > (long)max.TotalSeconds
            || (value.Seconds == (long)max.TotalSeconds && value.Nanos > 0))
        {
            var limit = max.Days > 1 ? $"{max.Days} days" : $"{(long)max.TotalSeconds} s";
            return WrongFields.Report<TimeSpan?>(field, $"must be 0 s to {limit}", null);
        }
        return new TimeSpan(value.Seconds * TimeSpan.TicksPerSecond + value.Nanos / 100);
    }

    public static TimeSpan RequiredSpan(Duration? value, string field)
        => value is null ? WrongFields.Report(field, "is missing; it is required", TimeSpan.Zero) : Span(value, field) ?? default;

    /// <param name="min">Inclusive.</param>
    /// <param name="max">Inclusive.</param>
    public static int Number(int value, int min, int max, string field) => value >= min && value <= max
        ? value
        : WrongFields.Report(field, FormattableString.Invariant($"is {value}; it must be {min} to {max}"), min);

    /// <summary>A score in thousandths of a point.</summary>
    public static int Score(double value, double min, double max, string field)
        => double.IsFinite(value) && value >= min && value <= max
            ? (int)Math.Round(value * 1000)
            : WrongFields.Report(field, FormattableString.Invariant($"is {value}; it must be a number from {min} to {max}"), 0);
}
