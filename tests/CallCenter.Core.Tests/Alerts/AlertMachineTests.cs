using CallCenter.Core.Alerts;
using CallCenter.Core.Identity;
using CallCenter.Core.Kpis;
using CallCenter.Core.Settings;

namespace CallCenter.Core.Tests.Alerts;

/// <summary>The life of one alert, step by step.</summary>
public sealed class AlertMachineTests
{
    private static readonly KpiTarget Answered = new("answered", "answer_rate", 80, IsAtLeast: true)
    {
        Warning = 90, HoldTime = TimeSpan.FromSeconds(60), GroupBy = ["queue"],
    };

    private OpenAlerts _alerts = new([], 0);

    [Fact]
    public void A_target_that_is_missed_for_the_hold_time_raises_with_since_value_and_worst_value()
    {
        Judge(0, 70);
        Judge(30, 60);
        Assert.DoesNotContain(_alerts.All, alert => alert.IsRaised);
        Judge(60, 75);

        var alert = Assert.Single(_alerts.All);
        Assert.Equal((At(0), At(60), 75m, 60m), (alert.Since, alert.RaisedAt, alert.ValueAtRaise, alert.Worst));
    }

    [Fact]
    public void Nothing_flaps_within_the_hold_time()
    {
        for (var second = 0; second < 600; second += 10) Judge(second, second % 60 == 0 ? 95 : 70);
        Assert.DoesNotContain(_alerts.All, alert => alert.IsRaised);
        Judge(600, 70);
        Judge(660, 70);
        for (var second = 670; second < 1200; second += 10) Judge(second, second % 60 == 0 ? 70 : 95);

        Assert.True(Assert.Single(_alerts.All).IsRaised);
    }

    [Fact]
    public void What_is_at_risk_neither_raises_nor_clears()
    {
        Judge(0, 70);
        Judge(50, 85);
        Judge(60, 70);
        Judge(119, 70);
        Assert.DoesNotContain(_alerts.All, alert => alert.IsRaised);
        Judge(120, 70);
        Judge(130, 95);
        Judge(150, 85);
        Judge(500, 85);
        Judge(510, 95);
        Assert.True(Assert.Single(_alerts.All).IsRaised);
        Judge(570, 95);

        Assert.Equal((AlertEnd.Met, At(570)), Ended());
    }

    [Fact]
    public void Without_data_nothing_is_raised_or_cleared_until_a_day_is_over()
    {
        Judge(0, 70);
        Judge(60, 70);
        Judge(70, null);
        Judge(70 + 24 * 3600 - 1, null);
        Assert.True(Assert.Single(_alerts.All).IsRaised);
        Judge(70 + 24 * 3600, null);

        Assert.Equal((AlertEnd.NoData, At(70 + 24 * 3600)), Ended());
    }

    [Theory]
    [InlineData("other", "answer_rate", "queue")]
    [InlineData("answered", "abandonment_rate", "queue")]
    [InlineData("answered", "answer_rate", "team")]
    public void A_target_that_is_about_something_else_now_ends_its_alerts(string name, string kpi, string groupBy)
    {
        Judge(0, 70);
        Judge(60, 70);
        _alerts.KeepOnly([Answered with { Limit = 50 }], At(70));
        Assert.Single(_alerts.All);
        _alerts.KeepOnly([new KpiTarget(name, kpi, 80, true) { GroupBy = [groupBy] }], At(80));

        Assert.Equal((AlertEnd.TargetGone, At(80)), Ended());
    }

    [Fact]
    public void A_breach_that_was_never_raised_leaves_nothing()
    {
        Judge(0, 70);
        var id = Assert.Single(_alerts.Unwritten).Key;
        Judge(10, 95);

        Assert.Equal([new(id, null)], _alerts.Unwritten);
    }

    [Fact]
    public void A_worse_value_alone_is_not_due()
    {
        Judge(0, 70);
        Assert.True(_alerts.IsDue);
        _alerts.Written();
        Judge(10, 60);
        Assert.False(_alerts.IsDue);
        Assert.Equal(60m, Assert.Single(_alerts.Unwritten).Value!.Worst);
        Judge(60, 75);

        Assert.True(_alerts.IsDue);
    }

    [Fact]
    public void What_is_loaded_goes_on_in_the_middle_of_the_hold_time()
    {
        Judge(0, 70);
        var before = Assert.Single(_alerts.All);
        _alerts = new OpenAlerts([AlertCodec.Decode(before.Id, AlertCodec.Encode(before).Span)], before.Id);
        Judge(60, 70);

        var alert = Assert.Single(_alerts.All);
        Assert.Equal((before.Id, At(0), At(60)), (alert.Id, alert.Since, alert.RaisedAt));
    }

    [Fact]
    public void Records_end_where_a_newer_version_goes_on()
    {
        Judge(0, 70);
        var alert = Assert.Single(_alerts.All);
        byte[] longer = [.. AlertCodec.Encode(alert).Span, 1, 2, 3];

        var read = AlertCodec.Decode(alert.Id, longer);

        Assert.Equal((alert.Since, alert.Worst, "sales"), (read.Since, read.Worst, read.Subject.Labels.Single()));
        var seen = new Acknowledgement("ann", "on it", At(5));
        Assert.Equal(seen, AlertCodec.DecodeAcknowledgement([.. AlertCodec.Encode(seen).Span, 9]));
    }

    private void Judge(int second, long? value)
        => _alerts.Judge(Answered, [(["sales"], value is { } number ? KpiValue.Count(number) : KpiValue.None)], At(second));

    private (AlertEnd End, Instant? At) Ended()
    {
        Assert.Empty(_alerts.All);
        var ended = Assert.Single(_alerts.Unwritten.Values, alert => alert is { IsOpen: false })!;
        return (ended.End, ended.ClearedAt);
    }

    private static Instant At(int second) => new(1_800_000_000_000 + 1000L * second);
}
