using CallCenter.Core.Floor;
using CallCenter.Core.Identity;
using CallCenter.Core.Kpis;
using CallCenter.Core.Measures;
using CallCenter.Core.Settings;
using CallCenter.Core.Windows;

namespace CallCenter.Core.Explanations;

/// <summary>The tally of one contact over a window: what it added to the group. Terms of agents, and of the window itself, are 0. Used by
/// one thread at a time.</summary>
internal sealed class ContactTally(WaitTargets targets, Instant now) : Tally
{
    private CountedContact _contact = CountedContact.Nothing;
    private SelectedRows _rows = SelectedRows.None;

    /// <summary>Sets the contact.</summary>
    public ContactTally Over(CountedContact contact, SelectedRows rows)
    {
        (_contact, _rows) = (contact, rows);
        return this;
    }

    public override long this[Measure measure]
        => Sum(measure, static (delta, spans) => Array.Exists(spans, span => IsIn(span, delta.Slot)));

    public override long Now(Gauge gauge) => Sum(gauge.Number(), static (_, _) => true);

    public override long AgesNow(Gauge gauge) => _contact.Deltas.Where(IsSelected).Sum(delta => AgeOf(delta, gauge, now));

    public override long AtStart(Gauge gauge) => OverRows(spans =>
    {
        long number = 0;
        for (var i = 0; i < spans.Length; i++)
        {
            number += NumberAt(gauge, spans, spans[i].From);
            if (i + 1 < spans.Length) number -= NumberAt(gauge, spans, spans[i].To);
        }
        return number;
    });

    public override long AtEnd(Gauge gauge) => OverRows(spans => spans is [.., var last] ? NumberAt(gauge, spans, last.To) : 0);

    public override long TimeIn(Gauge gauge) => OverRows(spans =>
    {
        long time = 0;
        foreach (var span in spans) time += TimeAt(gauge, spans, span.PastEnd, span.End) - TimeAt(gauge, spans, span.From, span.Start);
        return time;
    });

    public override long CountIn(LiveList list) => Live(list).Count();

    public override long LongerIn(LiveList list, int threshold, int percent) => Live(list)
        .Count(entry => entry.Since.UnixMs < now.UnixMs - ThresholdMs(entry, threshold) * percent / 100);

    public override long TimeOf(LiveList list) => Live(list).Sum(entry => Math.Max(0, now.UnixMs - entry.Since.UnixMs));

    public override long ReachingIn(LiveList list, int threshold) => Live(list).Sum(entry =>
    {
        var reachedMs = entry.Since.UnixMs + ThresholdMs(entry, threshold);
        return _rows.SpansOf(entry.Row).Count(span => span.Start.UnixMs <= reachedMs && reachedMs < span.End.UnixMs);
    });

    /// <summary>The times of the contact in histograms, added up, each by the middle of its bucket.</summary>
    public long TimesIn(Measure[] histograms) => histograms.Sum(histogram => _contact.Deltas
        .Where(delta => IsBucketOf(delta, histogram) && _rows.SpansOf(delta.Row).Any(span => IsIn(span, delta.Slot)))
        .Sum(delta => delta.Value * HistogramBuckets.MiddleOf(delta.Measure - histogram)));

    /// <summary>How many times those are.</summary>
    public long CountIn(Measure[] histograms) => histograms.Sum(histogram => _contact.Deltas
        .Where(delta => IsBucketOf(delta, histogram) && _rows.SpansOf(delta.Row).Any(span => IsIn(span, delta.Slot)))
        .Sum(delta => delta.Value));

    public override long OfAgents(Measure measure) => 0;
    public override long Now(Gauge[] states) => 0;
    public override long TimeIn(Gauge[] states) => 0;
    public override long DistinctIn(Gauge[] states) => 0;
    public override long AgentDays(Gauge[] states) => 0;
    public override long OverLimit(Gauge[] states) => 0;
    public override long OverBreakCount(Measure breaks) => 0;
    public override long StateOfAgent => 0;
    public override Instant? StateSince => null;
    public override long LengthMs => _rows.LengthMs;
    public override long CostOfAgents(long ms) => 0;
    public override long FixedCost(long ms) => 0;
    public override long? TimeAt(Measure[] histograms, double quantile) => null;
    public override Instant? OldestIn(LiveList list) => null;

    private long Sum(Measure measure, Func<Delta, WindowEdges[], bool> counts)
    {
        long sum = 0;
        foreach (var delta in _contact.Deltas)
        {
            if (delta.Measure == measure && _rows.Find(delta.Row) is { } row && counts(delta, row.Spans)) sum += delta.Value;
        }
        return sum;
    }

    // Rows with the same spans together; mostly all have the same.
    private long OverRows(Func<WindowEdges[], long> of)
        => _contact.Deltas.Select(delta => _rows.Find(delta.Row)?.Spans).OfType<WindowEdges[]>().Distinct().Sum(of);

    private long NumberAt(Gauge gauge, WindowEdges[] spans, uint slot) => _contact.Deltas
        .Where(delta => delta.Measure == gauge.Number() && delta.Slot < slot && HasSpans(delta, spans)).Sum(delta => delta.Value);

    private long TimeAt(Gauge gauge, WindowEdges[] spans, uint slot, Instant at) => _contact.Deltas
        .Where(delta => delta.Slot < slot && HasSpans(delta, spans)).Sum(delta => AgeOf(delta, gauge, at));

    private static long AgeOf(Delta delta, Gauge gauge, Instant at)
    {
        if (delta.Measure == gauge.Number()) return delta.Value * (at.UnixMs - delta.Slot * 1000L);
        return delta.Measure == gauge.Moment() ? -delta.Value : 0;
    }

    private bool HasSpans(Delta delta, WindowEdges[] spans) => ReferenceEquals(_rows.Find(delta.Row)?.Spans, spans);

    private bool IsSelected(Delta delta) => _rows.Find(delta.Row) is not null;

    private IEnumerable<ListEntry> Live(LiveList list)
        => _contact.Live.Where(entry => entry.List == list && _rows.Find(entry.Row) is not null);

    private long ThresholdMs(ListEntry entry, int threshold)
    {
        if (threshold != KpiArguments.OwnThreshold) return (long)WaitThresholds.At(threshold).TotalMilliseconds;
        var key = _rows.Find(entry.Row)!.Key;
        return (long)targets.Of(key.Queue, key.Channel).Threshold.TotalMilliseconds;
    }

    private static bool IsIn(WindowEdges span, uint slot) => slot >= span.From && slot < span.To;

    private static bool IsBucketOf(Delta delta, Measure histogram)
        => delta.Measure >= histogram && delta.Measure < histogram + HistogramBuckets.Count;
}
