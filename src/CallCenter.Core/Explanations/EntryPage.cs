namespace CallCenter.Core.Explanations;

/// <summary>The first entries after a place, of all that come by in any order. Holds one more than a page has, so that a long list costs
/// no more memory.</summary>
/// <param name="after">Place of the last entry of the page before; null for the first page.</param>
/// <param name="size">Most entries of a page.</param>
public sealed class EntryPage(EntryKey? after, int size)
{
    private readonly SortedList<EntryKey, ExplainedEntry> _entries = [];

    /// <summary>The entries of the page, in order.</summary>
    public IEnumerable<ExplainedEntry> Entries => _entries.Values.Take(size);

    /// <summary>Whether another page follows.</summary>
    public bool HasMore => _entries.Count > size;

    internal void Add(ExplainedEntry entry)
    {
        if (after is { } last && entry.Key.CompareTo(last) <= 0) return;
        if (_entries.Count > size && entry.Key.CompareTo(_entries.Keys[^1]) > 0) return;
        // Two visits of one id that began in the same millisecond.
        while (_entries.ContainsKey(entry.Key)) entry = entry with { Key = entry.Key with { Tie = entry.Key.Tie + 1 } };
        _entries.Add(entry.Key, entry);
        if (_entries.Count > size + 1) _entries.RemoveAt(_entries.Count - 1);
    }
}
