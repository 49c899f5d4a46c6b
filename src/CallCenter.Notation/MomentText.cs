using System.Globalization;

namespace CallCenter.Notation;

/// <summary>Moments as people write them, with Z or an offset: 2026-11-29T08:00Z, 2026-11-29T09:00:30+01:00.</summary>
public static class MomentText
{
    private static readonly string[] Formats =
        ["yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFK"];

    public static DateTimeOffset? TryParse(string text)
    {
        // The format also takes a time without either, and means the zone of this machine then.
        bool hasOffset = text.EndsWith('Z') || (text.Length > 6 && text[^6] is '+' or '-');
        return hasOffset
            && DateTimeOffset.TryParseExact(text, Formats, CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTimeOffset moment)
            ? moment
            : null;
    }
}
