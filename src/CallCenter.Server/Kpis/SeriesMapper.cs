using CallCenter.Core.Identity;
using CallCenter.Core.Settings;
using CallCenter.Core.Views;
using CallCenter.Core.Windows;
using CallCenter.Engine.Board;
using CallCenter.Server.Errors;
using CallCenter.Server.Ingest;
using CallCenter.V1;
using Google.Protobuf.WellKnownTypes;
using PeriodUnit = CallCenter.Core.Windows.PeriodUnit;

namespace CallCenter.Server.Kpis;

/// <summary>The intervals of a series.</summary>
internal sealed record AskedSeries(IntervalUnit Unit, IReadOnlyList<Interval> Intervals);

/// <summary>Maps series: what is asked for, and the values.</summary>
internal static class SeriesMapper
{
    private const int IntervalsMax = 2_000;

    // Two years by months, with room for the first; whatever is not kept has no values.
    private const int DaysMax = 800;

    /// <summary>The intervals that are asked for.</summary>
    /// <param name="settings">Of the tenant.</param>
    public static AskedSeries Map(QuerySeriesRequest request, TenantSettings settings, DateTimeOffset at)
    {
        var now = Instant.FromDateTimeOffset(at);
        var errors = new FieldErrors();
        errors.Try(() => request.Selector?.Window is null ? "" : throw new FieldErrorException(
            "selector.window", "is set; a series has a range in its place"));
        errors.Try(() => request.Selector?.Groups is null ? "" : throw new FieldErrorException(
            "selector.groups", "is set; a series has all groups"));
        errors.Try(() => request.Selector?.Kpis.Any(IsCompared) != true ? "" : throw new FieldErrorException(
            "selector.kpis", "has a comparison; a series has the intervals of before"));
        var unit = errors.Try(() => UnitOf(request, settings));
        var range = errors.Try(() => RangeOf(request.Range, now));
        errors.ThrowIfAny();
        return new AskedSeries(unit!, Cut(unit!, range!));
    }

    public static QuerySeriesResponse ToMessage(IntervalValues series, Core.Views.Selector selector)
    {
        var message = new QuerySeriesResponse
        {
            AsOfTime = KpiMapper.ToTime(series.AsOf),
            TimeZone = selector.Zone.Id,
            Completeness = KpiMapper.ToCompleteness(series.Completeness, series.KeptFrom),
        };
        message.Columns.AddRange(selector.Columns.Select(column => KpiMapper.ToColumn(column, selector.Targets)));
        message.Intervals.AddRange(series.Intervals.Select(
            interval => new SeriesInterval { StartTime = TimeOf(interval.From), EndTime = TimeOf(interval.To) }));
        foreach (var group in series.Groups)
        {
            var row = new SeriesRow { Labels = { group.Labels } };
            for (var i = 0; i < selector.Columns.Count; i++)
            {
                var kind = selector.Columns[i].Kind;
                row.Columns.Add(new SeriesValues { Values = { group.Values.Select(values => ValueMapper.ToValue(values[i], kind)) } });
            }
            message.Rows.Add(row);
        }
        return message;
    }

    private static bool IsCompared(KpiRef kpi) => kpi.Comparison != V1.Comparison.Unspecified || kpi.Spec.Contains('~');

    private static IntervalUnit UnitOf(QuerySeriesRequest request, TenantSettings settings)
    {
        // Sunday is 7 here and 0 there.
        var weekStart = request.WeekStart == Weekday.Unspecified ? settings.WeekStart : (DayOfWeek)((int)request.WeekStart % 7);
        switch (request.IntervalCase)
        {
            case QuerySeriesRequest.IntervalOneofCase.Clock:
                var length = Fields.Span(request.Clock, "clock")!.Value;
                if (length.TotalMinutes is not (15 or 30 or 60))
                    throw new FieldErrorException("clock", "must be 15, 30 or 60 minutes", DurationValue.Text(request.Clock));
                return new IntervalUnit(length, default, settings.Zone, weekStart);
            case QuerySeriesRequest.IntervalOneofCase.Period:
                var period = (PeriodUnit)request.Period;
                if (!System.Enum.IsDefined(period))
                    throw new FieldErrorException("period", "must be DAY, WEEK, MONTH or QUARTER", $"{request.Period}");
                return new IntervalUnit(null, period, settings.Zone, weekStart);
            default:
                throw new FieldErrorException("clock", "and period are missing; set either");
        }
    }

    private static Span RangeOf(TimeRange? range, Instant now)
    {
        var from = Fields.Time(range?.StartTime, "range.start_time");
        var oldest = now - TimeSpan.FromDays(DaysMax);
        if (from < oldest || from > now)
            throw new FieldErrorException(
                "range.start_time", $"is {TextOf(from)}; ask for {TextOf(oldest)} to now, {TextOf(now)}", TextOf(from));
        if (range!.EndTime is null) return new Span(from, now);
        var to = Fields.Time(range.EndTime, "range.end_time");
        return to > from ? new Span(from, Instant.Min(to, now)) : throw new FieldErrorException(
            "range.end_time", $"is {TextOf(to)}, not after start_time, {TextOf(from)}", TextOf(to));
    }

    private static List<Interval> Cut(IntervalUnit unit, Span range)
    {
        var intervals = new List<Interval>();
        for (var start = unit.StartAt(range.From); ;)
        {
            var end = unit.EndOf(start);
            intervals.Add(new Interval((uint)start.UnixSeconds, (uint)end.UnixSeconds));
            if (end >= range.To) return intervals;
            if (intervals.Count == IntervalsMax)
            {
                var count = IntervalsMax * ((range.To - range.From) / (end - range.From));
                throw new FieldErrorException(
                    "range", $"has about {count:0} intervals; at most {IntervalsMax} are allowed: ask for less time, or longer intervals");
            }
            start = end;
        }
    }

    private static string TextOf(Instant at)
        => at.ToDateTimeOffset().ToString("yyyy-MM-ddTHH:mm:ssZ", System.Globalization.CultureInfo.InvariantCulture);

    private sealed record Span(Instant From, Instant To);

    private static Timestamp TimeOf(uint seconds) => KpiMapper.ToTime(new Instant(seconds * 1000L));
}
