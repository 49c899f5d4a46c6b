using System.Globalization;
using CallCenter.Core.Encoding;
using CallCenter.Core.Identity;
using CallCenter.Core.Log;
using CallCenter.Core.Storage;

namespace CallCenter.Storage.Redis;

/// <summary>How rows, items, blocks and marks are written in hashes. The source comes last, since it may hold any character.</summary>
internal static class Fields
{
    /// <summary>The mark of the last log entry; no source's, since theirs begin with a colon.</summary>
    public const string Last = "#";

    public static string Source(SourceId source) => ":" + source.StoredKey;

    /// <summary>The beginning of a mark from format 2 on, which marks of format 1 do not have.</summary>
    public static string MarkStart(int format) => format == 1 ? "" : string.Create(CultureInfo.InvariantCulture, $"{format};");

    /// <summary>A mark up to its number of commits, without its beginning.</summary>
    public static string Mark(Fence fence, Sequence committed)
        => string.Create(CultureInfo.InvariantCulture, $"{fence.Value}:{committed.Value}:");

    public static (SourceMark Mark, long Commits) ReadMark(string text)
    {
        var start = text.IndexOf(';', StringComparison.Ordinal);
        if (start >= 0 && Number(text[..start]) is > StoredFormat.Newest and var format) throw StoredFormException.OfFormat("mark",
            (int)format);
        var (fence, rest) = Cut(text[(start + 1)..]);
        var (committed, commits) = Cut(rest);
        // Further parts are of a newer version.
        var end = commits.IndexOf(':', StringComparison.Ordinal);
        if (end >= 0) commits = commits[..end];
        return (new SourceMark(new Fence(Number(fence)), new Sequence(Number(committed))), Number(commits));
    }

    public static string Row(StoredRow row) => string.Create(CultureInfo.InvariantCulture, $"{row.Number}:{row.Source.StoredKey}");

    public static StoredRow ReadRow(string field, byte[] value)
    {
        var (number, source) = Cut(field);
        return new StoredRow(SourceId.FromStoredKey(source), (int)Number(number), value);
    }

    public static string Item(StoredItem item)
        => string.Create(CultureInfo.InvariantCulture, $"{(int)item.Item.Key.Kind}:{item.Item.Key.Handle}:{item.Source.StoredKey}");

    public static StoredItem ReadItem(string field, byte[] value)
    {
        var (kind, rest) = Cut(field);
        var (handle, source) = Cut(rest);
        return new StoredItem(
            SourceId.FromStoredKey(source), new FloorItem(new FloorItemKey((FloorItemKind)Number(kind), (int)Number(handle)), value));
    }

    public static string Extent(ArchiveExtent extent) => string.Create(CultureInfo.InvariantCulture, $"{extent.From}:{extent.To}");

    public static ArchiveExtent ReadExtent(string field, string value)
    {
        var (from, to) = Cut(value);
        return new ArchiveExtent(SourceId.FromStoredKey(Cut(field).After), (uint)Number(from), (uint)Number(to));
    }

    public static BlockKey ReadBlock(string name)
    {
        var (level, start) = Cut(name);
        return new BlockKey((int)Number(level), (uint)Number(start));
    }

    private static (string Before, string After) Cut(string text)
    {
        var at = text.IndexOf(':', StringComparison.Ordinal);
        return at >= 0 ? (text[..at], text[(at + 1)..]) : throw NotOurs(text);
    }

    public static long Number(string text)
        => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : throw NotOurs(text);

    private static StoredFormException NotOurs(string text)
        => new($"a stored name or number cannot be read: '{SafeText.Of(text[..Math.Min(text.Length, 40)])}'");
}
