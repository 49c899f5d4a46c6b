using CallCenter.Core.Identity;
using CallCenter.Core.Measures;

namespace CallCenter.Engine.Shards;

/// <summary>A source of a tenant.</summary>
/// <param name="Committed">The last sequence that is durably counted; null when no version stored it.</param>
public sealed record ListedSource(SourceFeed Feed, Sequence? Committed);

/// <summary>What a row counts, and how many visits of it wait.</summary>
public readonly record struct ListedRow(RowKey Key, int WaitingCount);

/// <summary>A piece of a list of one source.</summary>
/// <param name="Next">Where the next piece starts; null after the last.</param>
internal readonly record struct ListPiece<T>(IReadOnlyList<T> Entries, int? Next);

internal static class ListPiece
{
    // A fraction of a millisecond: commits and views wait for no longer than that.
    private const int EntriesMax = 2_000;

    /// <summary>The next entries of an ascending list.</summary>
    public static ListPiece<T> Of<TKnown, T>(IEnumerable<TKnown> ascending, Func<TKnown, int> numberOf, Func<TKnown, T> entryOf)
    {
        var entries = new List<T>();
        foreach (var known in ascending)
        {
            if (entries.Count == EntriesMax) return new ListPiece<T>(entries, numberOf(known));
            entries.Add(entryOf(known));
        }
        return new ListPiece<T>(entries, null);
    }
}
