using System.Text;

namespace CallCenter.Core.Measures;

/// <summary>
/// Tags as one text that is equal when the tags are: name, unit separator, value, record separator, ordered by name. Names and
/// values hold no control characters (they are refused at the door).
/// </summary>
public static class TagText
{
    /// <summary>Tags that a contact may have.</summary>
    public const int CountMax = 8;

    private const char AfterName = '\u001f';
    private const char AfterTag = '\u001e';

    public static string Of(IEnumerable<KeyValuePair<string, string>> tags)
    {
        var text = new StringBuilder();
        foreach (var (name, value) in tags.OrderBy(t => t.Key, StringComparer.Ordinal))
            text.Append(name).Append(AfterName).Append(value).Append(AfterTag);
        return text.ToString();
    }

    /// <summary>Tags with others added, or put in place of those with the same name; an empty value removes a tag.</summary>
    public static string Merge(string tags, IReadOnlyDictionary<string, string> others)
        => Of(Split(tags).Where(tag => !others.ContainsKey(tag.Name)).Select(tag => KeyValuePair.Create(tag.Name, tag.Value))
            .Concat(others.Where(tag => tag.Value.Length > 0)));

    /// <summary>Value of a tag; empty when it is not there.</summary>
    public static string Find(string tags, string name)
    {
        foreach (var tag in tags.Split(AfterTag, StringSplitOptions.RemoveEmptyEntries))
        {
            var at = tag.IndexOf(AfterName, StringComparison.Ordinal);
            if (tag.AsSpan(0, at).SequenceEqual(name)) return tag[(at + 1)..];
        }
        return "";
    }

    /// <summary>All tags.</summary>
    public static IEnumerable<(string Name, string Value)> Split(string tags)
        => from tag in tags.Split(AfterTag, StringSplitOptions.RemoveEmptyEntries)
           let at = tag.IndexOf(AfterName, StringComparison.Ordinal)
           select (tag[..at], tag[(at + 1)..]);
}
