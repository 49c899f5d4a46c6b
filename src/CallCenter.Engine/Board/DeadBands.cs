using CallCenter.Core.Kpis;

namespace CallCenter.Engine.Board;

/// <summary>How much a value must change to be sent again: by an amount of its number, or by a share of what was sent.</summary>
public readonly record struct DeadBand(double Amount, double Share);

/// <summary>The dead bands of a reader, by column; null: every change is sent. What a reader has and the truth differ by less than the
/// band.</summary>
public sealed class DeadBands(IReadOnlyList<DeadBand?> columns)
{
    /// <summary>A state with what the reader was sent in place of values that have hardly changed since.</summary>
    internal BoardState Apply(BoardState sent, BoardState next)
    {
        var known = new Dictionary<long, BoardRow>(sent.Rows.Count);
        foreach (var row in sent.Rows) known.Add(row.Number, row);
        return next with { Rows = [.. next.Rows.Select(row => known.TryGetValue(row.Number, out var old) ? Apply(old, row) : row)] };
    }

    private BoardRow Apply(BoardRow sent, BoardRow next)
    {
        var row = next;
        for (var i = 0; i < columns.Count; i++)
        {
            if (columns[i] is not { } band || next.Values[i] == sent.Values[i] || !IsWithin(band, sent.Values[i], next.Values[i])) continue;
            if (row == next) row = next with { Values = [.. next.Values], ChangedAt = [.. next.ChangedAt] };
            (row.Values[i], row.ChangedAt[i]) = (sent.Values[i], sent.ChangedAt[i]);
        }
        return row;
    }

    private static bool IsWithin(DeadBand band, KpiValue sent, KpiValue next)
        => sent.Number is { } old && next.Number is { } now && Math.Abs(now - old) is var by
            && (by < band.Amount || by < band.Share * Math.Abs(old));
}
