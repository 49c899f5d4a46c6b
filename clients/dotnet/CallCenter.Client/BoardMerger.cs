using CallCenter.V1;

namespace CallCenter.Client;

/// <summary>Folds the messages of a subscription into boards. Called by one loop only.</summary>
internal sealed class BoardMerger
{
    /// <summary>The newest board; null before the first snapshot.</summary>
    public KpiBoard? Board { get; private set; }

    /// <summary>Applies a message. False: it does not fit the board, so a snapshot is needed.</summary>
    public bool TryApply(SubscribeResponse response)
    {
        if (response.Snapshot is { } snapshot)
        {
            Board = KpiBoard.From(response.AsOfTime, snapshot, response.Completeness);
            return true;
        }
        if (Board is null)
            return false;
        Snapshot? merged = response.Update is { } update ? Merge(Board.ToMessage().Snapshot, update) : Board.ToMessage().Snapshot;
        if (merged is null)
            return false;
        Board = KpiBoard.From(response.AsOfTime, merged, response.Completeness ?? Board.Completeness);
        return true;
    }

    private static Snapshot? Merge(Snapshot known, Update update)
    {
        var rows = new SortedDictionary<IReadOnlyList<string>, KpiRow>(LabelOrder.Instance);
        foreach (KpiRow row in known.Rows)
            rows[row.Labels] = row;
        foreach (GroupLabels removed in update.RemovedGroups)
            rows.Remove(removed.Labels);
        foreach (RowUpdate changed in update.Rows)
        {
            KpiRow row = rows.TryGetValue(changed.Labels, out KpiRow? before) ? Copy(before) : NewRow(changed.Labels, known.Columns.Count);
            if (!TrySet(row, changed.Values))
                return null;
            rows[row.Labels] = row;
        }
        var merged = new Snapshot
        {
            WindowStartTime = update.WindowStartTime ?? known.WindowStartTime,
            WindowEndTime = update.WindowEndTime ?? known.WindowEndTime,
        };
        merged.Columns.AddRange(known.Columns);
        merged.Rows.AddRange(rows.Values);
        return merged;
    }

    private static KpiRow Copy(KpiRow row)
    {
        var copy = new KpiRow();
        copy.Labels.AddRange(row.Labels);
        copy.Values.AddRange(row.Values);
        return copy;
    }

    private static KpiRow NewRow(IEnumerable<string> labels, int columnCount)
    {
        var row = new KpiRow();
        row.Labels.AddRange(labels);
        for (int i = 0; i < columnCount; i++)
            row.Values.Add(new KpiValue());
        return row;
    }

    private static bool TrySet(KpiRow row, IEnumerable<ColumnValue> values)
    {
        foreach (ColumnValue changed in values)
        {
            if (changed.Column < 0 || changed.Column >= row.Values.Count)
                return false;
            row.Values[changed.Column] = changed.Value ?? new KpiValue();
        }
        return true;
    }

    /// <summary>Labels compared one by one, by the bytes of UTF-8, as the server orders rows.</summary>
    private sealed class LabelOrder : IComparer<IReadOnlyList<string>>
    {
        public static readonly LabelOrder Instance = new();

        public int Compare(IReadOnlyList<string>? x, IReadOnlyList<string>? y)
        {
            int count = Math.Min(x!.Count, y!.Count);
            for (int i = 0; i < count; i++)
            {
                int order = Compare(x[i], y[i]);
                if (order != 0)
                    return order;
            }
            return x.Count.CompareTo(y.Count);
        }

        private static int Compare(string x, string y)
        {
            int at = x.AsSpan().CommonPrefixLength(y);
            return at == x.Length || at == y.Length ? x.Length - y.Length : Rank(x[at]) - Rank(y[at]);
        }

        // A surrogate stands for a code point beyond all that a single unit of UTF-16 holds.
        private static int Rank(char unit) => char.IsSurrogate(unit) ? unit + char.MaxValue : unit;
    }
}
