using CallCenter.V1;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace CallCenter.Server.Tests;

/// <summary>QuerySeries, sentence by sentence of its contract.</summary>
public sealed class SeriesTests : IAsyncLifetime
{
    private static readonly Dictionary<string, (Action<QuerySeriesRequest> Break, string Field, string Says)> Wrong = new()
    {
        ["no range"] = (r => r.Range = null, "range.start_time", "it is required"),
        ["years ago"] = (r => r.Range = Since(TimeSpan.FromDays(900)), "range.start_time", "ask for "),
        ["tomorrow"] = (r => r.Range = Since(TimeSpan.FromDays(-1)), "range.start_time", " to now, "),
        ["ends before it starts"] = (r => r.Range.EndTime = r.Range.StartTime, "range.end_time", "not after start_time"),
        ["no interval"] = (r => r.ClearInterval(), "clock", "set either"),
        ["interval of 20 min"] = (r => r.Clock = Duration.FromTimeSpan(TimeSpan.FromMinutes(20)), "clock", "15, 30 or 60 minutes"),
        ["unknown period"] = (r => r.Period = (PeriodUnit)9, "period", "DAY, WEEK, MONTH or QUARTER"),
        ["too many intervals"] = (r =>
        {
            r.Range = Since(TimeSpan.FromDays(700));
            r.Clock = Duration.FromTimeSpan(TimeSpan.FromHours(1));
        }, "range", "at most 2000 are allowed"),
        ["window"] = (r => r.Selector.Window = Given.LastDay, "selector.window", "range in its place"),
        ["groups"] = (r => r.Selector.Groups = new GroupChoice { OnlyActive = true }, "selector.groups", "all groups"),
        ["answer of 1 byte"] = (r => r.AnswerBytesMax = 1, "answer_bytes_max", "must be 65536"),
        ["no KPIs"] = (r => r.Selector.Kpis.Clear(), "selector.kpis", "ask for 1 to 500"),
    };

    private LiveServer _server = null!;

    public static TheoryData<string> Names => [.. Wrong.Keys];

    public async Task InitializeAsync() => _server = await LiveServer.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_wrong_request_is_SELECTOR_INVALID(string name)
    {
        var (change, field, says) = Wrong[name];
        var request = Days("contacts_offered");
        change(request);

        var failure = await Failures.OfAsync(_server.Kpis.QuerySeriesAsync(request));

        Assert.Equal((StatusCode.InvalidArgument, "SELECTOR_INVALID"), (failure.StatusCode, failure.Reason));
        Assert.Equal([field], Failures.FieldsOf(failure));
        Assert.Contains(says, failure.Message);
    }

    [Fact]
    public async Task Each_interval_has_what_was_counted_in_it_and_the_last_runs()
    {
        await _server.PublishAsync(
            Given.Queued("a", Given.Now.AddDays(-2)), Given.Queued("b", Given.Now.AddDays(-2)), Given.Queued("c", "help"));

        var series = await _server.Watcher.QuerySeriesAsync(Days("contacts_offered", "answer_rate")).WaitAsync(Waits.Limit);

        Assert.Equal(["contacts_offered", "answer_rate"], series.Columns.Select(c => c.Spec));
        Assert.Equal("UTC", series.TimeZone);
        Assert.Equal(["help", "sales"], series.Rows.Select(r => r.Labels[0]));
        Assert.Equal([2, 0, 0], series.Rows[1].Columns[0].Values.TakeLast(3).Select(v => v.Count));
        Assert.Equal([0, 0, 1], series.Rows[0].Columns[0].Values.TakeLast(3).Select(v => v.Count));
        Assert.All(series.Rows[0].Columns[1].Values.TakeLast(3), value => Assert.Equal(KpiValue.ValueOneofCase.None, value.ValueCase));
        Assert.All(series.Rows, row => Assert.All(row.Columns, column => Assert.Equal(series.Intervals.Count, column.Values.Count)));
        Assert.Equal(series.Intervals.Skip(1).Select(i => i.StartTime), series.Intervals.SkipLast(1).Select(i => i.EndTime));
        Assert.InRange(
            series.AsOfTime.ToDateTime(), series.Intervals[^1].StartTime.ToDateTime(), series.Intervals[^1].EndTime.ToDateTime());
        Assert.Equal(NoValueReason.NotKept, series.Rows[0].Columns[0].Values[0].NoValueReason);
        Assert.NotNull(series.Completeness.KeptFromTime);
    }

    [Fact]
    public async Task A_number_in_a_state_is_that_at_the_end_and_the_oldest_of_now_has_no_value_in_the_past()
    {
        await _server.PublishAsync(Given.Queued("a", Given.Now.AddDays(-1)));

        var series = await _server.Watcher.QuerySeriesAsync(Days("contacts_waiting", "longest_wait")).WaitAsync(Waits.Limit);

        Assert.Equal([0, 1, 1], series.Rows[0].Columns[0].Values.TakeLast(3).Select(v => v.Count));
        Assert.Equal(
            [NoValueReason.NotKept, NoValueReason.NotKept, NoValueReason.Unspecified],
            series.Rows[0].Columns[1].Values.TakeLast(3).Select(v => v.NoValueReason));
        Assert.NotNull(series.Rows[0].Columns[1].Values[^1].Time);
    }

    private static QuerySeriesRequest Days(params string[] kpis) => new()
    {
        Selector = Unwindowed(Given.SelectBy(["queue"], kpis)),
        Range = Since(TimeSpan.FromDays(20)),
        Period = PeriodUnit.Day,
    };

    private static Selector Unwindowed(Selector selector)
    {
        selector.Window = null;
        return selector;
    }

    private static TimeRange Since(TimeSpan ago) => new() { StartTime = Timestamp.FromDateTimeOffset(Given.Now - ago) };
}
