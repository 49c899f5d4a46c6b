using CallCenter.Client;
using CallCenter.V1;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace CallCenter.Server.Tests;

/// <summary>Everything that can be wrong in a selector: SELECTOR_INVALID, the field, the received value, and the allowed ones.</summary>
public sealed class SelectorErrorTests : IClassFixture<SelectorErrorTests.Running>
{
    private static readonly DateTimeOffset Now = Given.Now;

    private static readonly Dictionary<string, (Action<Selector> Break, string Field, string Value, string Says)> Cases = new()
    {
        ["no KPIs"] = (s => s.Kpis.Clear(), "selector.kpis", "0", "ask for 1 to 500"),
        ["501 KPIs"] = (s => s.Kpis.Add(Enumerable.Repeat(s.Kpis[0], 500)), "selector.kpis", "501", "ask for 1 to 500"),
        ["unknown KPI"] = (s => s.Kpis.Add(Given.Kpi("contact_offered")), "selector.kpis[1].id", "contact_offered", "contacts_offered"),
        ["empty KPI"] = (s => s.Kpis[0].Id = "", "selector.kpis[0].id", "", "ListKpis has all"),
        ["unknown variant"] = (s => s.Kpis.Add(Given.Kpi("talk_time:gross")), "selector.kpis[1].variant", "gross", "with_hold"),
        ["threshold not counted"] = (s => s.Kpis.Add(Given.Kpi("service_level@21")), "selector.kpis[1].threshold", "21 s", "20, 25, 30"),
        ["threshold below zero"] = (s => s.Kpis.Add(Given.Kpi("service_level@-20")), "selector.kpis[1].threshold", "",
            "must be 0 s to 366 days"),
        ["threshold of a KPI without"] = (s => s.Kpis.Add(Given.Kpi("talk_time@20")), "selector.kpis[1].threshold", "20 s",
            "has no threshold"),
        ["unknown dimension"] = (s => s.GroupBy.Add("queues"), "selector.group_by[0]", "queues", "queue, agent, team"),
        ["tag without a name"] = (s => s.GroupBy.Add("tag."), "selector.group_by[0]", "tag.", "tag.NAME"),
        ["five dimensions"] = (s => s.GroupBy.Add(["queue", "agent", "team", "channel", "source"]), "selector.group_by", "5", "at most 4"),
        ["filter by nothing"] = (s => s.Where.Add(new Filter { Dimension = "queue" }), "selector.where[0].values", "0", "give 1 to 1000"),
        ["filter by too much"] = (s => s.Where.Add(new Filter { Dimension = "queue", Values = { Enumerable.Repeat("x", 1001) } }),
            "selector.where[0].values", "1001", "give 1 to 1000"),
        ["filter of unknown dimension"] = (s => s.Where.Add(new Filter { Dimension = "que", Values = { "x" } }),
            "selector.where[0].dimension", "que", "queue, agent"),
        ["eleven filters"] = (s => s.Where.Add(Enumerable.Repeat(new Filter { Dimension = "queue", Values = { "x" } }, 11)),
            "selector.where", "11", "at most 10"),
        ["window of 9 s"] = (s => s.Window = Sliding(9.999), "selector.window.sliding", "9.999 s", "10 s to 8 days"),
        ["window beyond 8 days"] = (s => s.Window = Sliding((8 * 86_400) + 1), "selector.window.sliding", "691201 s", "10 s to 8 days"),
        ["window below zero"] = (s => s.Window = Sliding(-60), "selector.window.sliding", "", "must be 0 s to 366 days"),
        ["unknown zone"] = (s => s.Window = new Window { SinceMidnight = "Mars/Olympus" }, "selector.window.since_midnight", "Mars/Olympus",
            "Europe/London"),
        ["empty zone"] = (s => s.Window = new Window { SinceMidnight = "" }, "selector.window.since_midnight", "", "Europe/London"),
        ["interval of 20 min"] = (s => s.Window = Interval(20), "selector.window.interval.length", "1200 s", "15, 30 or 60 minutes"),
        ["interval without length"] = (s => s.Window = new Window { Interval = new() }, "selector.window.interval.length", "",
            "15, 30 or 60 minutes"),
        ["interval of an unknown zone"] = (
            s => s.Window = new Window { Interval = new() { Length = new() { Seconds = 900 }, TimeZone = "Mars" } },
            "selector.window.interval.time_zone", "Mars", "Europe/London"),
        ["period without unit"] = (s => s.Window = new Window { Period = new() }, "selector.window.period.unit", "",
            "DAY, WEEK, MONTH or QUARTER"),
        ["period of an unknown unit"] = (s => s.Window = Period((PeriodUnit)9), "selector.window.period.unit", "9", "unknown value 9"),
        ["period of an unknown zone"] = (s => s.Window = Period(PeriodUnit.Day, "Mars"), "selector.window.period.time_zone", "Mars",
            "Europe/London"),
        ["week start of a month"] = (
            s => s.Window = new Window { Period = new() { Unit = PeriodUnit.Month, WeekStart = Weekday.Sunday } },
            "selector.window.period.week_start", "Sunday", "not WEEK"),
        ["last contacts of none"] = (s => s.Window = new Window { LastContacts = 0 }, "selector.window.last_contacts", "0", "1 to 10000"),
        ["login of nobody"] = (s => s.Window = new Window { SinceLogin = new() }, "selector.window.since_login", "", "'agent' in group_by"),
        ["hours of a login"] = (s =>
        {
            s.GroupBy.Add("agent");
            s.Window = new Window { SinceLogin = new(), Hours = new OpenHours { Calendar = "own" } };
        }, "selector.window.hours", "", "set either"),
        ["range without start"] = (s => s.Window = new Window { Range = new() }, "selector.window.range.start_time", "", "it is required"),
        ["range that ends before it starts"] = (
            s => s.Window = Range(Now.AddHours(-1), Now.AddHours(-2)), "selector.window.range.end_time",
            TextOf(Now.AddHours(-2)), $"not after start_time, {TextOf(Now.AddHours(-1))}"),
        ["range beyond what is kept"] = (
            s => s.Window = Range(Now.AddDays(-11), null), "selector.window.range.start_time", TextOf(Now.AddDays(-11)),
            "this server keeps "),
        ["range that has not begun"] = (
            s => s.Window = Range(Now.AddDays(1), null), "selector.window.range.start_time", TextOf(Now.AddDays(1)), " to now, "),
        ["channel that does not exist"] = (s => s.Where.Add(new Filter { Dimension = "channel", Values = { "phone", "Phone" } }),
            "selector.where[0].values[1]", "Phone", "phone, chat, email, ticket, callback"),
        ["direction that does not exist"] = (s => s.Where.Add(new Filter { Dimension = "direction", Values = { "in" } }),
            "selector.where[0].values[0]", "in", "inbound, outbound, internal"),
        ["spec beside an id"] = (s => s.Kpis[0].Spec = "talk_time", "selector.kpis[0].spec", "talk_time", "set either"),
        ["unknown position"] = (s => s.Window = Interval(15, (IntervalPosition)9), "selector.window.interval.position", "9",
            "unknown value 9"),
    };

    private readonly LiveServer _server;

    public SelectorErrorTests(Running running) => _server = running.Server;

    public static TheoryData<string> Names => [.. Cases.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_wrong_selector_is_SELECTOR_INVALID(string name)
    {
        var (change, field, value, says) = Cases[name];
        var selector = new Selector { Kpis = { Given.Kpi("contacts_offered") } };
        change(selector);

        var failure = await Assert.ThrowsAsync<CallCenterException>(() => _server.BoardAsync(selector));
        using var subscriber = _server.Subscribe(selector);
        var subscribed = await subscriber.FailureAsync();

        Failures.AssertIs(failure, StatusCode.InvalidArgument, "SELECTOR_INVALID", ("field", field), ("value", value));
        Failures.AssertIs(subscribed, StatusCode.InvalidArgument, "SELECTOR_INVALID", ("field", field), ("value", value));
        Assert.Contains(says, failure.Message);
        Assert.Equal([field], Failures.FieldsOf(failure));
    }

    [Fact]
    public async Task All_wrong_fields_are_named_at_once()
    {
        var request = new SubscribeRequest
        {
            Selector = new Selector
            {
                Kpis = { new KpiRef { Id = "nope" }, new KpiRef { Id = "talk_time", Variant = "gross" } },
                GroupBy = { "queues" },
                Where = { new Filter { Dimension = "channel", Values = { "fax", "telex" } }, new Filter { Dimension = "queue" } },
                Window = new Window { SinceMidnight = "Mars" },
            },
            MinInterval = new Duration { Seconds = 3600 },
        };

        using var call = _server.Kpis.Subscribe(request);
        var failure = CallCenterException.From(
            await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.MoveNext(default)).WaitAsync(Waits.Limit));

        Assert.Equal(("SELECTOR_INVALID", "selector.kpis[0].id"), (failure.Reason, failure.Metadata["field"]));
        Assert.Equal(
            ["selector.kpis[0].id", "selector.kpis[1].variant", "selector.group_by[0]", "selector.where[0].values[0]",
                "selector.where[0].values[1]", "selector.where[1].values", "selector.window.since_midnight", "min_interval"],
            Failures.FieldsOf(failure));
        Assert.Contains("window.since_midnight", failure.Message);
    }

    [Theory]
    [InlineData("europe/LONDON")]
    [InlineData("us/eastern")]
    [InlineData("Asia/Calcutta")]
    [InlineData("utc")]
    public async Task A_zone_is_found_without_regard_to_case_and_by_its_older_names(string zone)
        => Assert.NotNull((await _server.BoardAsync(new Selector
        {
            Kpis = { Given.Kpi("contacts_offered") },
            Window = new Window { SinceMidnight = zone },
        })).WindowStartTime);

    [Fact]
    public async Task An_empty_window_is_like_none()
    {
        var selector = new Selector { Kpis = { Given.Kpi("contacts_offered") } };
        var absent = await _server.BoardAsync(selector);
        selector.Window = new Window();

        Assert.Equal(absent.WindowStartTime, (await _server.BoardAsync(selector)).WindowStartTime);
    }

    [Fact]
    public async Task No_selector_is_SELECTOR_INVALID()
    {
        var failure = await Failures.OfAsync(_server.Kpis.GetSnapshotAsync(new GetSnapshotRequest()));

        Failures.AssertIs(failure, StatusCode.InvalidArgument, "SELECTOR_INVALID", ("field", "selector"), ("value", ""));
    }

    [Theory]
    [InlineData("kpi")]
    [InlineData("variant")]
    [InlineData("dimension")]
    [InlineData("zone")]
    public async Task Hostile_text_of_a_selector_is_escaped_and_cut_in_its_error(string part)
    {
        var hostile = "a\n\u009B\u2028\u202E\u2066" + new string('b', 600);
        var selector = new Selector { Kpis = { new KpiRef { Id = part == "kpi" ? hostile : "talk_time" } } };
        if (part == "variant") selector.Kpis[0].Variant = hostile;
        if (part == "dimension") selector.GroupBy.Add(hostile);
        if (part == "zone") selector.Window = new Window { SinceMidnight = hostile };
        var shown = @"a\u000A\u009B\u2028\u202E\u2066" + new string('b', 494) + "…";

        var failure = await Assert.ThrowsAsync<CallCenterException>(() => _server.BoardAsync(selector));

        Assert.Contains($"is '{shown}'", failure.Message);
        Assert.Equal(shown, failure.Metadata["value"]);
    }

    private static Window Period(PeriodUnit unit, string zone = "")
        => new() { Period = new CalendarPeriod { Unit = unit, TimeZone = zone } };

    private static Window Range(DateTimeOffset from, DateTimeOffset? to) => new()
    {
        Range = new TimeRange
        {
            StartTime = Timestamp.FromDateTimeOffset(from),
            EndTime = to is { } end ? Timestamp.FromDateTimeOffset(end) : null,
        },
    };

    private static string TextOf(DateTimeOffset at)
        => at.ToString("yyyy-MM-ddTHH:mm:ssZ", System.Globalization.CultureInfo.InvariantCulture);

    private static Window Sliding(double seconds) => new() { Sliding = Duration.FromTimeSpan(TimeSpan.FromSeconds(seconds)) };

    private static Window Interval(int minutes, IntervalPosition position = IntervalPosition.Current)
        => new() { Interval = new ClockInterval { Length = new Duration { Seconds = 60 * minutes }, Position = position } };

    /// <summary>One server for all cases: none of them changes anything.</summary>
    public sealed class Running : IAsyncLifetime
    {
        internal LiveServer Server { get; private set; } = null!;

        public async Task InitializeAsync() => Server = await LiveServer.StartAsync();

        public async Task DisposeAsync() => await Server.DisposeAsync();
    }
}
