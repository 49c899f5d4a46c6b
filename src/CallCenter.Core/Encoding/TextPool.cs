namespace CallCenter.Core.Encoding;

/// <summary>Interns the texts of rows, many of which name the same agent or queue. Used by one thread at a time.</summary>
public sealed class TextPool
{
    // Longer texts, tags mostly, rarely repeat.
    private const int BytesMax = 128;

    // Then it begins anew: rows that are gone must not keep their texts, and most texts come again soon.
    private const int TextsMax = 65_536;

    private readonly HashSet<string> _texts = new(StringComparer.Ordinal);

    public string Of(ReadOnlySpan<byte> utf8)
    {
        if (utf8.IsEmpty) return "";
        if (utf8.Length > BytesMax) return System.Text.Encoding.UTF8.GetString(utf8);
        Span<char> buffer = stackalloc char[BytesMax];
        var text = buffer[..System.Text.Encoding.UTF8.GetChars(utf8, buffer)];
        var known = _texts.GetAlternateLookup<ReadOnlySpan<char>>();
        if (known.TryGetValue(text, out var kept)) return kept;
        if (_texts.Count >= TextsMax) _texts.Clear();
        _texts.Add(kept = text.ToString());
        return kept;
    }
}
