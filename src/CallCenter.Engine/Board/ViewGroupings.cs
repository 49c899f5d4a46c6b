using CallCenter.Core.Views;
using CallCenter.Core.Windows;

namespace CallCenter.Engine.Board;

/// <summary>The rows of all shards, and the groupings of them that views share. Used by the board's loop only.</summary>
internal sealed class ViewGroupings
{
    private readonly Dictionary<string, Grouping> _kept = new(StringComparer.Ordinal);

    public WatchedRows Rows { get; } = new();

    /// <summary>The kept ones; a copy, since what is done with one may forget it.</summary>
    public Grouping[] All => [.. _kept.Values];

    /// <summary>The grouping of a selector.</summary>
    /// <param name="check">Called with each new one while it is filled; an exception ends that.</param>
    /// <param name="isKept">Whether views to come may share it.</param>
    public Grouping Of(Selector selector, Action<Grouping> check, bool isKept)
    {
        var key = selector.GroupingKey;
        if (_kept.TryGetValue(key, out var grouping)) return grouping;
        grouping = new Grouping(selector, Rows);
        try
        {
            foreach (var row in Rows.All)
            {
                grouping.Add(row);
                check(grouping);
            }
            if (isKept) _kept.Add(key, grouping);
            return grouping;
        }
        finally
        {
            if (!_kept.ContainsKey(key)) grouping.Close();
        }
    }

    public void Forget(Selector selector)
    {
        if (_kept.Remove(selector.GroupingKey, out var grouping)) grouping.Close();
    }
}
