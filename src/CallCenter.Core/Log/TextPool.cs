using System.Text;

namespace CallCenter.Core.Log;

/// <summary>Texts that were read, each kept once: all rows of an agent or a queue name it. Used by one loop only.</summary>
public sealed class TextPool
{
    // Longer ones, tags mostly, are rarely the same.
    private const int BytesMax = 128;

    private readonly HashSet<string> _texts = new(StringComparer.Ordinal);

    public string Of(ReadOnlySpan<byte> utf8)
    {
        if (utf8.IsEmpty) return "";
        if (utf8.Length > BytesMax) return Encoding.UTF8.GetString(utf8);
        Span<char> room = stackalloc char[BytesMax];
        var text = room[..Encoding.UTF8.GetChars(utf8, room)];
        var known = _texts.GetAlternateLookup<ReadOnlySpan<char>>();
        if (!known.TryGetValue(text, out var kept)) _texts.Add(kept = text.ToString());
        return kept;
    }
}
