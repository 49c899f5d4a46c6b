using CallCenter.Core.Identity;
using CallCenter.Core.Windows;

namespace CallCenter.Core.Views;

/// <summary>The days of a zone that a window touches. Used by one thread at a time.</summary>
internal sealed class LocalDays(TimeZoneInfo zone)
{
    private readonly List<(Instant Start, Instant End)> _days = [];
    private WindowSpans? _window;

    public IReadOnlyList<(Instant Start, Instant End)> Of(WindowSpans window)
    {
        if (ReferenceEquals(window, _window)) return _days;
        (_window, var start) = (window, Instant.Max(window.Start, window.KeptFrom ?? window.Start));
        _days.Clear();
        while (start < window.End)
        {
            var end = LocalTime.EndOfDay(zone, start);
            _days.Add((start, end));
            start = end;
        }
        return _days;
    }

    /// <summary>The part of a span within a day; null without one. Days begin on whole slots.</summary>
    public static WindowEdges? Within(WindowEdges span, (Instant Start, Instant End) day)
    {
        var (from, end) = (Instant.Max(span.Start, day.Start), Instant.Min(span.End, day.End));
        return end > from ? span with { From = (uint)from.UnixSeconds, End = end } : null;
    }
}
