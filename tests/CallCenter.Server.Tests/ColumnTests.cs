using CallCenter.Client;
using CallCenter.V1;
using Google.Protobuf.WellKnownTypes;

namespace CallCenter.Server.Tests;

/// <summary>A column has all that is needed to show it; a value is a number beside its parts.</summary>
public sealed class ColumnTests : IAsyncLifetime
{
    private LiveServer _server = null!;

    public async Task InitializeAsync() => _server = await LiveServer.StartAsync(o =>
    {
        o.Settings.ServiceLevelThreshold = "30s";
        o.Settings.ShortAbandonLimit = "10s";
        o.Settings.Queues = [new() { Name = "sales", ServiceLevelThreshold = "12.5s" }];
    });

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task A_column_has_its_spec_kind_unit_and_titles()
    {
        var board = await _server.BoardAsync(Given.Select("service_level:answered_only@20", "service_level", "talk_time"));

        Assert.Equal(["service_level.answered_only@20s", "service_level", "talk_time"], board.Columns.Select(c => c.Spec));
        Assert.Equal([KpiKind.Ratio, KpiKind.Ratio, KpiKind.Mean], board.Columns.Select(c => c.Kind));
        var column = board.Columns[0];
        Assert.Equal(("ratio", "Service level", "服务水平"), (column.Unit, column.Titles["en"], column.Titles["zh-Hans"]));
        Assert.Equal([true, true, true], board.Columns.Select(c => c.Additive));
        Assert.Equal(
            ["20", "12.5,30", ""],
            board.Columns.Select(c => string.Join(',', c.Thresholds.Select(t => t.ToTimeSpan().TotalSeconds))));
    }

    [Fact]
    public async Task A_spec_asks_for_the_same_column_as_its_parts()
    {
        var selector = Given.Select("service_level:answered_only@20");
        selector.Kpis.Add(new KpiRef { Spec = "service_level.answered_only@20s" });

        var board = await _server.BoardAsync(selector);

        Assert.Equal(board.Columns[0], board.Columns[1]);
    }

    [Theory]
    [InlineData("service_levle", "is not a KPI")]
    [InlineData("service_level@21s", "not counted exactly")]
    [InlineData("service_level@@", "cannot be read")]
    [InlineData("talk_time.gross", "with_hold")]
    public async Task A_wrong_spec_is_named(string spec, string says)
    {
        var selector = new Selector { Kpis = { new KpiRef { Spec = spec } } };

        var failure = await Assert.ThrowsAsync<CallCenterException>(() => _server.BoardAsync(selector));

        Assert.Equal(("SELECTOR_INVALID", "selector.kpis[0].spec"), (failure.Reason, failure.Metadata["field"]));
        Assert.Contains(says, failure.Message);
    }

    [Fact]
    public async Task A_value_is_a_number_beside_its_parts_and_none_without_a_value()
    {
        await _server.PublishAsync(
            Given.Queued("a"), Given.Answered("a", "ann"), Given.Queued("b"), Given.Ended("b", VisitOutcome.Abandoned),
            Given.At(Given.Now, new() { SurveyAnswered = new() { ContactId = "c", Score = 4.5 } }));

        var values = (await _server.BoardAsync(Given.Select("contacts_offered", "answer_rate", "csat_score", "talk_time"))).Rows[0].Values;

        Assert.Equal([2, 0.5, 4.5], values.Take(3).Select(v => v.Number));
        Assert.Equal((1, 2), (values[1].Ratio.Numerator, values[1].Ratio.Denominator));
        Assert.False(values[3].HasNumber);
    }

    [Fact]
    public async Task A_rate_is_no_ratio()
    {
        await _server.PublishAsync(
            Given.At(Given.Now.AddHours(-2), Given.Present("ann")), Given.Queued("a"), Given.Answered("a", "ann"),
            Given.Ended("a", VisitOutcome.CompletedByAgent));

        var board = await _server.BoardAsync(Given.Select("contacts_per_agent_hour"));

        Assert.Equal((KpiKind.Rate, "contacts/h"), (board.Columns[0].Kind, board.Columns[0].Unit));
        var value = board.Rows[0].Values[0];
        Assert.Equal(1, value.Rate.Count);
        Assert.InRange(value.Rate.Time.ToTimeSpan(), TimeSpan.FromHours(2), TimeSpan.FromHours(2.1));
        Assert.Equal(value.Rate.Count / value.Rate.Time.ToTimeSpan().TotalHours, value.Number, 6);
    }

    [Fact]
    public async Task Quantile_of_a_mean_is_a_duration_with_its_own_kind_and_spec()
    {
        foreach (var (visit, seconds) in new[] { ("a", 1), ("b", 2), ("c", 30) })
        {
            var start = Given.Now.AddMinutes(-5);
            await _server.PublishAsync(
                Given.At(start, Given.Queued(visit)), Given.At(start.AddSeconds(seconds), Given.Answered(visit, "ann")),
                Given.At(start.AddMinutes(1), Given.Ended(visit, VisitOutcome.CompletedByAgent)));
        }

        var selector = Given.Select("speed_of_answer");
        selector.Kpis.Add(new KpiRef { Spec = "speed_of_answer:p50" });
        selector.Kpis.Add(new KpiRef { Id = "speed_of_answer", Quantile = 1 });
        var board = await _server.BoardAsync(selector);

        Assert.Equal(["speed_of_answer", "speed_of_answer:p50", "speed_of_answer:max"], board.Columns.Select(c => c.Spec));
        Assert.Equal([KpiKind.Mean, KpiKind.Quantile, KpiKind.Quantile], board.Columns.Select(c => c.Kind));
        Assert.Equal([true, false, false], board.Columns.Select(c => c.Additive));
        Assert.Equal(
            ["Average speed of answer", "Speed of answer, p50", "Speed of answer, max"], board.Columns.Select(c => c.Titles["en"]));
        Assert.Equal("应答速度，p50", board.Columns[1].Titles["zh-Hans"]);
        var values = board.Rows[0].Values;
        Assert.Equal(11, values[0].Number, 6);
        Assert.InRange(values[1].Duration.ToTimeSpan().TotalSeconds, 1.98, 2.02);
        Assert.InRange(values[2].Number, 29.7, 30.3);
    }

    [Theory]
    [InlineData("answer_rate", 0.5, "kpis[0].quantile is set, but answer_rate.of_offered has no quantiles")]
    [InlineData("talk_time", 1.5, "kpis[0].quantile is 1.5; it is between 0 and 1")]
    [InlineData("talk_time", double.NaN, "kpis[0].quantile is NaN; it is between 0 and 1")]
    public async Task Quantile_that_cannot_be_is_refused(string kpi, double quantile, string why)
    {
        var selector = new Selector { Kpis = { new KpiRef { Id = kpi, Quantile = quantile } }, Window = Given.LastDay };
        var refusal = await Assert.ThrowsAsync<CallCenterException>(() => _server.BoardAsync(selector));
        Assert.Contains(why, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Defaults_and_the_names_in_formulas_are_served_with_the_definitions()
    {
        var answer = await _server.Kpis.ListKpisAsync(new ListKpisRequest());

        Assert.Equal(
            new KpiDefaults
            {
                Threshold = Duration.FromTimeSpan(TimeSpan.FromSeconds(30)),
                ShortAbandonLimit = Duration.FromTimeSpan(TimeSpan.FromSeconds(10)),
            },
            answer.Defaults);
        Assert.All(answer.Symbols, s => Assert.NotEqual("", s.Meaning));
        Assert.Equal(["T", "flowed out", "decided"], answer.Symbols.Select(s => s.Symbol).Intersect(["T", "flowed out", "decided"]));
        Assert.All(answer.Kpis, k => Assert.Equal(["en", "zh-Hans"], k.Descriptions.Keys.Order()));
    }
}
