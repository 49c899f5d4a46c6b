using CallCenter.Core.Identity;
using CallCenter.Core.Log;
using CallCenter.Core.Measures;
using CallCenter.Core.Replicas;
using CallCenter.Core.Views;
using CallCenter.Core.Windows;

namespace CallCenter.Core.Explanations;

/// <summary>What of a source is behind a value at one instant, apart from its ledger.</summary>
/// <param name="Rows">The selected rows of contacts.</param>
/// <param name="Items">What is live, and recent contacts of customers.</param>
public sealed record ExplainedSource(SourceId Source, IReadOnlyList<SelectedRow> Rows, IReadOnlyList<FloorItem> Items)
{
    /// <summary>Takes what is behind a value from copies of sources.</summary>
    /// <param name="selector">Of one group.</param>
    /// <param name="asOf">When the window is at.</param>
    /// <param name="isPast">That is not now: what came afterwards does not count.</param>
    public static IReadOnlyList<ExplainedSource> All(
        Selector selector, IEnumerable<SourceReplica> sources, Instant asOf, bool isPast = false)
    {
        var selected = sources.Where(source => selector.SelectsSource(source.Id))
            .Select(source => (source, Rows: source.Rows.All().Where(row => selector.Selects(row.Thing)).ToList()))
            .Where(s => s.Rows.Count > 0).ToList();
        var window = selector.Window.SpansAt(
            asOf, WindowSpans.OldestKept(asOf, selector.Kept), [selected.SelectMany(s => s.Rows).Select(row => row.Thing)]);
        var spans = new List<WindowEdges[]>();
        return
        [
            .. from s in selected
               let rows = s.Rows.Where(row => row.Thing.Key.Kind == RowKind.Contact)
                   .Select(row => new SelectedRow(row.Number, row.Thing.Key, Shared(window.Of(row.Thing)))).ToList()
               where rows.Count > 0
               select new ExplainedSource(s.source.Id, rows, [.. s.source.Items.Where(item => IsOfContact(item.Key.Kind))])
        ];

        // Most rows have the same: one array of them is enough.
        WindowEdges[] Shared(WindowEdges[] own)
        {
            if (isPast) own = [.. own.Select(span => span with { To = Math.Min(span.To, span.PastEnd) })];
            if (spans.Find(known => known.AsSpan().SequenceEqual(own)) is { } shared) return shared;
            spans.Add(own);
            return own;
        }
    }

    private static bool IsOfContact(FloorItemKind kind) => kind is FloorItemKind.VisitFixed or FloorItemKind.VisitLive
        or FloorItemKind.VisitCounted or FloorItemKind.VisitLegs or FloorItemKind.AgentFixed or FloorItemKind.Contact
        or FloorItemKind.ContactCounted or FloorItemKind.CustomerContact;
}
