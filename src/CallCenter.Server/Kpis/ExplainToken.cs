using System.Globalization;
using CallCenter.Core.Explanations;
using CallCenter.Core.Floor;
using CallCenter.Core.Identity;

namespace CallCenter.Server.Kpis;

/// <summary>Where a page of an explanation ended: its instant, the start of its window, and the place of its last entry.</summary>
internal static class ExplainToken
{
    public static string Write(Instant asOf, Instant windowStart, EntryKey last, string[] request) => PageToken.Write(
        [
            TextOf(asOf.UnixMs), TextOf(windowStart.UnixMs), TextOf(last.At.UnixMs), last.Source, TextOf((long)last.Kind), last.Id,
            TextOf(last.Tie),
        ],
        request);

    /// <exception cref="Errors.FieldErrorException">The token is not of this request.</exception>
    public static (Instant AsOf, Instant WindowStart, EntryKey Last) Read(string token, string[] request)
    {
        var parts = PageToken.Read(token, request);
        try
        {
            var last = new EntryKey(InstantOf(parts[2]), parts[3], (CountedKind)NumberOf(parts[4]), parts[5], NumberOf(parts[6]));
            return (InstantOf(parts[0]), InstantOf(parts[1]), last);
        }
        catch (Exception e) when (e is FormatException or OverflowException or IndexOutOfRangeException)
        {
            throw PageToken.Wrong(token);
        }
    }

    private static Instant InstantOf(string text) => new(NumberOf(text));

    private static long NumberOf(string text) => long.Parse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);

    private static string TextOf(long number) => number.ToString(CultureInfo.InvariantCulture);
}
