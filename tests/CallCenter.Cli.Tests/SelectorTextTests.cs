using System.Globalization;
using CallCenter.V1;
using Google.Protobuf.WellKnownTypes;

namespace CallCenter.Cli.Tests;

public sealed class SelectorTextTests
{
    [Theory]
    [InlineData("500ms", 0.5)]
    [InlineData("20s", 20)]
    [InlineData("1.5s", 1.5)]
    [InlineData("1m30s", 90)]
    [InlineData("24h", 86_400)]
    [InlineData("8d", 691_200)]
    [InlineData("0s", 0)]
    public void A_time_has_its_units(string text, double seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), DurationText.TryParse(text));

    [Theory]
    [InlineData("")]
    [InlineData("30")]
    [InlineData("-5s")]
    [InlineData("s")]
    [InlineData("5 s")]
    [InlineData("30s1m")]
    [InlineData("1e3s")]
    [InlineData("9999999999d")]
    public void An_invalid_time_is_refused(string text) => Assert.Null(DurationText.TryParse(text));

    [Theory]
    [InlineData("20s")]
    [InlineData("1m30s")]
    [InlineData("1d2h")]
    [InlineData("500ms")]
    [InlineData("0s")]
    public void A_time_is_written_as_it_is_read(string text) => Assert.Equal(text, DurationText.Format(DurationText.TryParse(text)!.Value));

    [Fact]
    public void A_kpi_has_an_id_and_perhaps_a_variant_and_a_threshold()
    {
        var threshold = Duration.FromTimeSpan(TimeSpan.FromSeconds(20));

        Assert.Equal(new KpiRef { Id = "service_level" }, KpiRefText.Parse("service_level"));
        Assert.Equal(new KpiRef { Id = "service_level", Variant = "answered_only" }, KpiRefText.Parse("service_level.answered_only"));
        Assert.Equal(new KpiRef { Id = "service_level", Threshold = threshold }, KpiRefText.Parse("service_level@20s"));
        Assert.Equal(
            new KpiRef { Id = "service_level", Variant = "answered_only", Threshold = threshold },
            KpiRefText.Parse("service_level.answered_only@20s"));
    }

    [Theory]
    [InlineData("contacts_offered~previous", Comparison.Previous)]
    [InlineData("service_level.answered_only@20s~day", Comparison.DayBefore)]
    [InlineData("talk_time:p95~week", Comparison.WeekBefore)]
    public void A_comparison_stands_at_the_end(string text, Comparison comparison)
    {
        KpiRef kpi = KpiRefText.Parse(text);

        Assert.Equal((comparison, text), (kpi.Comparison, KpiRefText.Format(kpi)));
    }

    [Theory]
    [InlineData("p50", 0.5)]
    [InlineData("p99.9", 0.999)]
    [InlineData("p0", 0)]
    [InlineData("max", 1)]
    public void A_quantile_is_a_percentage_or_the_smallest_or_largest(string text, double quantile)
        => Assert.Equal(new KpiRef { Id = "talk_time", Quantile = quantile }, KpiRefText.Parse($"talk_time:{text}"));

    [Theory]
    [InlineData("service_level")]
    [InlineData("service_level.answered_only@1m30s")]
    [InlineData("talk_time:p95")]
    [InlineData("talk_time.with_hold:p99.9")]
    [InlineData("talk_time:min")]
    [InlineData("talk_time:max")]
    public void A_kpi_is_written_as_it_is_read(string text) => Assert.Equal(text, KpiRefText.Format(KpiRefText.Parse(text)));

    [Theory]
    [InlineData("")]
    [InlineData(".x")]
    [InlineData("x.")]
    [InlineData("x.y.z")]
    [InlineData("x@")]
    [InlineData("x@20")]
    [InlineData("x@0s")]
    [InlineData("x@20s@30s")]
    [InlineData("@20s")]
    [InlineData("x:")]
    [InlineData("x:95")]
    [InlineData("x:p101")]
    [InlineData("x:p-1")]
    [InlineData("x:p90:p95")]
    public void An_invalid_KPI_is_refused(string text)
    {
        var failure = Assert.Throws<FormatException>(() => KpiRefText.Parse(text));

        Assert.StartsWith($"KPI '{text}' cannot be read: ", failure.Message);
    }

    public static TheoryData<string, Window> Windows() => new()
    {
        { "30m", new Window { Sliding = Minutes(30) } },
        { "24h", new Window { Sliding = Minutes(24 * 60) } },
        { "today", Period(PeriodUnit.Day, IntervalPosition.Current) },
        { "today@Europe/London", Period(PeriodUnit.Day, IntervalPosition.Current, "Europe/London") },
        { "interval:30m", new Window { Interval = new ClockInterval { Length = Minutes(30) } } },
        { "interval:15m:current", Interval(15, IntervalPosition.Current) },
        { "interval:1h:previous", Interval(60, IntervalPosition.Previous) },
        { "interval:1h@Asia/Kolkata", new Window { Interval = new ClockInterval { Length = Minutes(60), TimeZone = "Asia/Kolkata" } } },
        { "last:100", new Window { LastContacts = 100 } },
        { "since-login", new Window { SinceLogin = new SinceLogin() } },
        { "yesterday", Period(PeriodUnit.Day, IntervalPosition.Previous) },
        { "yesterday@Europe/London", Period(PeriodUnit.Day, IntervalPosition.Previous, "Europe/London") },
        { "week", Period(PeriodUnit.Week, IntervalPosition.Current) },
        { "previous-week@Etc/GMT+5", Period(PeriodUnit.Week, IntervalPosition.Previous, "Etc/GMT+5") },
        { "month", Period(PeriodUnit.Month, IntervalPosition.Current) },
        { "previous-month", Period(PeriodUnit.Month, IntervalPosition.Previous) },
        { "quarter", Period(PeriodUnit.Quarter, IntervalPosition.Current) },
        { "previous-quarter@Asia/Tokyo", Period(PeriodUnit.Quarter, IntervalPosition.Previous, "Asia/Tokyo") },
        { "2026-11-29T08:00Z..2026-11-29T12:00Z", Range("2026-11-29T08:00:00Z", "2026-11-29T12:00:00Z") },
        { "30m,hours=support", Within("support", "", new Window { Sliding = Minutes(30) }) },
        {
            "week@Asia/Tokyo,hours=own/off-peak",
            Within("own", "off-peak", Period(PeriodUnit.Week, IntervalPosition.Current, "Asia/Tokyo"))
        },
        { "2026-11-29T08:00Z..,hours=a", Within("a", "", Range("2026-11-29T08:00:00Z", null)) },
        { "2026-11-29T09:00:30+01:00..", Range("2026-11-29T08:00:30Z", null) },
    };

    [Theory]
    [MemberData(nameof(Windows))]
    public void A_window_is_a_time_a_day_or_an_interval(string text, Window window) => Assert.Equal(window, WindowText.Parse(text));

    [Theory]
    [InlineData("")]
    [InlineData("0s")]
    [InlineData("tomorrow")]
    [InlineData("today@")]
    [InlineData("interval:")]
    [InlineData("interval:30m:next")]
    [InlineData("interval:30m:previous:1")]
    [InlineData("30m@Europe/London")]
    [InlineData("today,hours=")]
    [InlineData("today,hours=support/")]
    [InlineData("today,hours=/peak")]
    [InlineData("today,hours=support/peak/x")]
    [InlineData(",hours=support")]
    [InlineData("today,support")]
    [InlineData("yesterday@")]
    [InlineData("last-week")]
    [InlineData("last:")]
    [InlineData("last:ten")]
    [InlineData("last:-1")]
    [InlineData("since-login@Europe/London")]
    [InlineData("..")]
    [InlineData("..2026-11-29T12:00Z")]
    [InlineData("2026-11-29T08:00..2026-11-29T12:00")]
    [InlineData("2026-11-29T08:00Z..noon")]
    [InlineData("2026-11-29T08:00Z..2026-11-29T10:00Z..2026-11-29T12:00Z")]
    public void An_invalid_window_is_refused(string text) =>
        Assert.StartsWith($"window '{text}' cannot be read: ", Assert.Throws<FormatException>(() => WindowText.Parse(text)).Message);

    [Theory]
    [InlineData("queue=sales", "sales")]
    [InlineData("queue=sales,support", "sales", "support")]
    [InlineData(@"queue=a\,b,c\\d", "a,b", @"c\d")]
    [InlineData("queue=", "")]
    [InlineData("queue=a=b", "a=b")]
    public void A_filter_keeps_one_or_several_values(string text, params string[] values)
    {
        var expected = new Filter { Dimension = "queue" };
        expected.Values.AddRange(values);

        Assert.Equal(expected, FilterText.Parse(text));
    }

    [Theory]
    [InlineData("")]
    [InlineData("queue")]
    [InlineData("=sales")]
    public void An_invalid_filter_is_refused(string text) => Assert.Throws<FormatException>(() => FilterText.Parse(text));

    private static Window Period(PeriodUnit unit, IntervalPosition position, string zone = "") =>
        new() { Period = new CalendarPeriod { Unit = unit, Position = position, TimeZone = zone } };

    private static Window Within(string calendar, string band, Window window)
    {
        window.Hours = new OpenHours { Calendar = calendar, Band = band };
        return window;
    }

    private static Window Range(string from, string? to) => new()
    {
        Range = new TimeRange
        {
            StartTime = Timestamp.FromDateTimeOffset(DateTimeOffset.Parse(from, CultureInfo.InvariantCulture)),
            EndTime = to is null ? null : Timestamp.FromDateTimeOffset(DateTimeOffset.Parse(to, CultureInfo.InvariantCulture)),
        },
    };

    private static Window Interval(int minutes, IntervalPosition position) =>
        new() { Interval = new ClockInterval { Length = Minutes(minutes), Position = position } };

    private static Duration Minutes(int minutes) => Duration.FromTimeSpan(TimeSpan.FromMinutes(minutes));
}
