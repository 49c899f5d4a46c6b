using CallCenter.Core.Explanations;
using CallCenter.Core.Identity;
using CallCenter.Core.Kpis;
using CallCenter.Core.Storage;
using CallCenter.Core.Views;
using CallCenter.Core.Windows;
using CallCenter.Engine.Shards;

namespace CallCenter.Engine.Board;

/// <summary>Which value is to be explained.</summary>
/// <param name="Selector">Of the one group, with the column.</param>
/// <param name="AsOf">When its window is at; null: now, with the value.</param>
/// <param name="After">Place of the last entry of the page before; null for the first page.</param>
/// <param name="Size">Most entries of a page.</param>
public sealed record ExplainQuery(Selector Selector, ExplainedFormula Formula, Instant? AsOf, EntryKey? After, int Size);

/// <summary>A page of the contacts and agents behind a value.</summary>
/// <param name="Total">What all of them add, those of other pages too.</param>
/// <param name="Count">How many they are.</param>
public sealed record Explanation(
    Instant AsOf, WindowSpans Window, IReadOnlyList<ExplainedEntry> Entries, bool HasMore, ValueParts Total, long Count)
{
    /// <summary>The value; null on later pages.</summary>
    public KpiValue? Value { get; init; }

    /// <summary>What of the value's parts nobody listed adds; null where that says nothing.</summary>
    public ValueParts? Rest { get; init; }
}

/// <summary>Finds the contacts and agents behind a value, when asked: the board gives what is live at one instant, and the ledger is read
/// beside it. Safe for several threads.</summary>
public sealed class ValueExplainer(KpiBoard board, IMetricStore store, EngineOptions options)
{
    // One reads up to all records that are kept: a few at a time, so that clients who ask cost no more than that.
    private const int AtOnceMax = 2;

    // A fold between two looks at the ledger is rare: one a minute.
    private const int TriesMax = 5;

    private readonly Ledger _ledger = new(store, options.Ledger);
    private readonly SemaphoreSlim _turns = new(AtOnceMax);

    /// <exception cref="StoreUnavailableException">The store does not answer.</exception>
    /// <exception cref="ViewFailedException">The value cannot be computed.</exception>
    public async Task<Explanation> ExplainAsync(ExplainQuery query, CancellationToken cancellationToken)
    {
        await _turns.WaitAsync(cancellationToken);
        try
        {
            for (var tries = 0; tries < TriesMax; tries++)
            {
                if (await TryExplainAsync(query, cancellationToken) is { } explanation) return explanation;
            }
            throw new StoreUnavailableException("The ledger changed while it was read, each time anew; try again.");
        }
        finally
        {
            _turns.Release();
        }
    }

    private async Task<Explanation?> TryExplainAsync(ExplainQuery query, CancellationToken cancellationToken)
    {
        var state = await board.AskAsync(new BoardRequest.Explain(query), cancellationToken);
        var page = new EntryPage(query.After, query.Size);
        var explainer = new Explainer(query.Formula, query.Selector.Targets, state.AsOf, state.Sources, page);
        if (state.Agents is { } agents) explainer.Add(agents.Rows.Select(row => new GroupValues(row.Labels, row.Values)));
        foreach (var (shard, position) in state.Shards)
        {
            if (explainer.CountsFrom is { } from
                && !await _ledger.TryReadAsync(shard, position, explainer.Has, from, explainer.Add, cancellationToken)) return null;
        }
        return new Explanation(state.AsOf, state.Window, [.. page.Entries], page.HasMore, explainer.Total, explainer.Count)
        {
            Value = state.Values?.Rows[0].Values[0],
            Rest = RestOf(query.Formula, state.Values?.Rows[0].Values, explainer.Total),
        };
    }

    private static ValueParts? RestOf(ExplainedFormula formula, KpiValue[]? values, ValueParts total)
    {
        if (values is null || !formula.IsAdditive || values[1..].Any(part => part.Kind != KpiValueKind.Count)) return null;
        return new ValueParts(values[1].A, values.Length > 2 ? values[2].A : 0) - total;
    }
}
