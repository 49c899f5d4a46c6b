using System.Globalization;
using CallCenter.Core.Events;
using CallCenter.Core.Kpis;

namespace CallCenter.Core.Tests.Kpis;

/// <summary>
/// The test data that ICMI and Call Centre Helper print: 1000 answered, 860 of them within 20 s; 60 abandoned, 20 of them within 20 s
/// and 10 within 5 s.
/// </summary>
public sealed class ServiceLevelTests
{
    [Theory]
    [InlineData("event_ignored", 860, 1040, "82.69")]
    [InlineData("event_negative", 860, 1060, "81.13")]
    [InlineData("event_positive", 880, 1060, "83.02")]
    [InlineData("event_all_outcomes", 860, 1060, "81.13")]
    [InlineData("abandons_positive", 880, 1060, "83.02")]
    [InlineData("answered_only", 860, 1000, "86.00")]
    [InlineData("abandons_negative", 860, 1060, "81.13")]
    [InlineData("abandons_ignored", 860, 1040, "82.69")]
    [InlineData("short_abandons_positive", 870, 1060, "82.08")]
    [InlineData("short_abandons_excluded", 860, 1050, "81.90")]
    [InlineData("removed_from_queue", 880, 1060, "83.02")]
    [InlineData("switches_abandons_included", 860, 1060, "81.13")]
    [InlineData("switches_short_abandons_excluded", 860, 1050, "81.90")]
    [InlineData("switches_flow_outs_included", 860, 1060, "81.13")]
    [InlineData("ignored_with_dequeue", 860, 1040, "82.69")]
    [InlineData("asterisk_perf2", 880, 1060, "83.02")]
    [InlineData("by_contact", 860, 1060, "81.13")]
    public void Published_data_give_the_printed_value(string variant, long numerator, long denominator, string percent)
    {
        var value = PublishedData().Value("service_level", variant);
        Assert.Equal(KpiValue.Ratio(numerator, denominator), value);
        Assert.Equal(percent, (100.0 * value.A / value.B).ToString("F2", CultureInfo.InvariantCulture));
    }

    [Fact]
    public void Every_variant_has_a_printed_value() => Assert.Equal(17, KpiCatalog.Find("service_level")!.Variants.Count);

    [Fact]
    public void Caller_still_waiting_counts_against_the_level_once_the_threshold_has_passed()
    {
        var centre = new Centre().Queue("v1").At(20);
        Assert.Equal(KpiValue.None, centre.Value("service_level"));
        Assert.Equal(KpiValue.Ratio(0, 1), centre.At(20.001).Value("service_level"));
    }

    [Fact]
    public void Answer_after_the_threshold_counts_at_the_moment_the_threshold_was_reached()
    {
        var centre = new Centre().At(880).Queue("v1").At(910).Answer("v1", "ann").At(920);
        var current = new Core.Windows.IntervalWindow(TimeSpan.FromMinutes(15), false);
        var previous = new Core.Windows.IntervalWindow(TimeSpan.FromMinutes(15), true);
        Assert.Equal(KpiValue.Ratio(0, 1), centre.Value("service_level", window: current));
        Assert.Equal(KpiValue.None, centre.Value("service_level", window: previous));
    }

    [Theory]
    [InlineData(19.999, 1)]
    [InlineData(20.000, 1)]
    [InlineData(20.001, 0)]
    public void Threshold_is_inclusive(double wait, long within)
        => Assert.Equal(KpiValue.Ratio(within, 1), new Centre().Queue("v1").At(wait).Answer("v1", "ann").At(60).Value("service_level"));

    [Theory]
    [InlineData(5.000, 1)]
    [InlineData(5.001, 0)]
    public void Short_abandon_limit_is_inclusive(double wait, long count)
    {
        var centre = new Centre().Queue("v1").At(wait).End("v1", VisitOutcome.Abandoned).At(60);
        Assert.Equal(count, centre.Count("contacts_short_abandoned"));
    }

    private static Centre PublishedData()
    {
        var centre = new Centre();
        Each(1060, i => centre.Queue($"v{i}"));
        centre.At(5);
        Each(10, i => centre.End($"v{i}", VisitOutcome.Abandoned));
        centre.At(15);
        Each(10, i => centre.End($"v{10 + i}", VisitOutcome.Abandoned));
        Each(860, i => centre.Answer($"v{20 + i}", "ann"));
        centre.At(30);
        Each(140, i => centre.Answer($"v{880 + i}", "ann"));
        Each(40, i => centre.End($"v{1020 + i}", VisitOutcome.Abandoned));
        return centre.At(60);
    }

    private static void Each(int count, Action<int> act)
    {
        for (var i = 0; i < count; i++) act(i);
    }
}
