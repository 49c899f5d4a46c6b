using CallCenter.Core.Identity;

namespace CallCenter.Core.Windows;

/// <summary>The open hours, or a band of them, within another window.</summary>
/// <param name="Band">Empty: all open hours.</param>
public sealed record HoursWindow(Window Within, QueueCalendars Calendars, string Band) : Window
{
    public override WindowEdges EdgesAt(Instant now) => Within.EdgesAt(now);

    public override WindowSpans SpansAt(Instant now, Instant oldest, IEnumerable<IEnumerable<RowHistory>> groups)
    {
        var edges = EdgesAt(now);
        var spans = WindowSpans.Of(edges, now, oldest);
        if (Calendars.Queues.Count == 0) return spans with { Spans = SpansOf(Calendars.OfOthers, spans) };
        var ofOthers = SpansOf(Calendars.OfOthers, spans);
        var own = Calendars.Queues.Values.Distinct().ToDictionary(calendar => calendar.Name, calendar => SpansOf(calendar, spans));
        return spans with
        {
            Spans = ofOthers,
            OfRow = row => Calendars.Queues.TryGetValue(row.Key.Queue, out var calendar) ? own[calendar.Name] : ofOthers,
        };
    }

    private WindowEdges[] SpansOf(BusinessCalendar? calendar, WindowSpans window)
    {
        if (calendar is null || window.Spans is not [var whole]) return window.Spans;
        // What a source's clock puts ahead of the server's counts in hours that have begun, as in other windows.
        var end = whole.To == uint.MaxValue ? window.Now + TimeSpan.FromDays(2) : new Instant(whole.To * 1000L);
        return
        [
            .. calendar.OpenBetween(whole.Start, end, Band)
                .Where(span => span.From <= window.Now)
                .Select(span => WindowEdges.Between(span.From, span.To, window.Now)),
        ];
    }
}
