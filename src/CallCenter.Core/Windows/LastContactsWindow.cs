using CallCenter.Core.Identity;
using CallCenter.Core.Measures;

namespace CallCenter.Core.Windows;

/// <summary>For each group, the shortest time until now that holds a number of ended conversations; all kept time when there are
/// fewer.</summary>
/// <param name="Count">That number. The window holds more when the oldest conversation shares its slot with others.</param>
public sealed record LastContactsWindow(int Count) : Window
{
    public const int CountMax = 10_000;

    public override bool ReadsContacts => true;

    /// <summary>Without groups: nothing.</summary>
    public override WindowEdges EdgesAt(Instant now) => WindowEdges.Between(now, now, now);

    public override WindowSpans SpansAt(Instant now, Instant oldest, IEnumerable<IEnumerable<RowHistory>> groups)
    {
        var (start, spans) = (now, new Dictionary<RowHistory, WindowEdges[]>());
        foreach (var group in groups)
        {
            var rows = group.ToList();
            var edges = Since(StartOf(rows, now, oldest), now);
            start = Instant.Min(start, edges.Start);
            foreach (var row in rows) spans.Add(row, [edges]);
        }
        return new WindowSpans(start, now, now, [Since(oldest, now)]) { OfRow = row => spans[row] };
    }

    private static WindowEdges Since(Instant start, Instant now) => new RangeWindow(start, To: null).EdgesAt(now);

    // The latest second from which on there are enough.
    private Instant StartOf(List<RowHistory> rows, Instant now, Instant oldest)
    {
        var (enough, tooFew) = ((uint)oldest.UnixSeconds, (uint)now.UnixSeconds + 1);
        while (tooFew - enough > 1)
        {
            var middle = enough + (tooFew - enough) / 2;
            if (HasEnough(rows, middle)) enough = middle;
            else tooFew = middle;
        }
        return new Instant(enough * 1000L);
    }

    private bool HasEnough(List<RowHistory> rows, uint from)
    {
        long count = 0;
        foreach (var row in rows) count += row.Between(Measure.Completed, from, uint.MaxValue);
        return count >= Count;
    }
}
