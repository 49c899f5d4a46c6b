using CallCenter.V1;
using static CallCenter.Testing.Given;

namespace CallCenter.Server.Tests;

/// <summary>Every kind of bad event: its reason, its field or state, nothing else lost, and the stream goes on.</summary>
public sealed class BadEventTests : IClassFixture<BadEventTests.Running>
{
    private readonly LiveServer _server;
    private readonly string _source = $"pbx-{Guid.NewGuid()}";

    public BadEventTests(Running running) => _server = running.Server;

    public static TheoryData<string> InvalidNames => [.. BadEvents.Invalid.Keys];

    public static TheoryData<string> RefusedNames => [.. BadEvents.Refused.Keys];

    public static TheoryData<string> GoodNames => [.. BadEvents.Good.Keys];

    [Theory]
    [MemberData(nameof(InvalidNames))]
    public async Task An_invalid_event_is_EVENT_INVALID_and_names_its_field(string name)
    {
        var rejection = await RejectionAsync(BadEvents.Invalid[name].Event);

        Assert.Equal((ErrorReason.EventInvalid, $"field={BadEvents.Invalid[name].Field}"), (rejection.Reason, Text(rejection)));
        Assert.StartsWith(BadEvents.Invalid[name].Field, rejection.Message);
    }

    [Fact]
    public async Task All_wrong_fields_of_an_event_are_named_at_once()
    {
        var bad = Queued("", "");
        (bad.VisitQueued.Channel, bad.VisitQueued.CustomerTier) = ((Channel)77, "a\tb");
        bad.VisitQueued.Tags.Add("", "x");

        var rejection = await RejectionAsync(bad);

        string[] fields = ["visit_id", "queue", "channel", "customer_tier", "tags"];
        Assert.Equal(ErrorReason.EventInvalid, rejection.Reason);
        Assert.Equal(fields.Select(field => $"visit_queued.{field}").Order(), rejection.Metadata["fields"].Split(',').Order());
        Assert.Contains(rejection.Metadata["field"], rejection.Metadata["fields"]);
        Assert.All(fields, field => Assert.Contains($"visit_queued.{field} ", rejection.Message));
    }

    [Fact]
    public async Task An_event_with_thousands_of_wrong_fields_gets_a_short_rejection()
    {
        var report = At(Given.Now, new() { FloorReport = new() });
        report.FloorReport.Visits.Add(Enumerable.Range(0, 5_000).Select(_ => new LiveVisit()));

        var rejection = await RejectionAsync(report);

        Assert.Equal("floor_report.visits[0].visit", rejection.Metadata["field"]);
        Assert.Equal(10, rejection.Metadata["fields"].Split(',').Length);
        Assert.EndsWith("And 91 more.", rejection.Message);
    }

    [Fact]
    public async Task A_check_of_two_fields_is_not_made_when_one_of_them_is_wrong()
    {
        var bad = At(Given.Now, new() { AgentScheduled = new() { Agent = "ann", EndTime = new() { Seconds = 1_700_000_000 } } });

        Assert.Equal("field=agent_scheduled.start_time", Text(await RejectionAsync(bad)));
    }

    [Theory]
    [MemberData(nameof(RefusedNames))]
    public async Task An_event_in_a_wrong_state_is_TRANSITION_REFUSED_with_the_reason(string name)
    {
        var (item, kind, id, state, eventName) = BadEvents.Refused[name];

        var rejection = await RejectionAsync(item);

        Assert.Equal((ErrorReason.TransitionRefused, $"event={eventName} state={state} {kind}={id}"),
            (rejection.Reason, Text(rejection, kind)));
        Assert.Contains($"'{id}' is {state}", rejection.Message);
    }

    [Fact]
    public async Task An_event_older_than_nine_days_is_EVENT_TOO_OLD()
    {
        var occurred = Given.Now.AddDays(-9).AddSeconds(-5);

        var rejection = await RejectionAsync(At(occurred, Queued("v")));

        Assert.Equal(ErrorReason.EventTooOld, rejection.Reason);
        Assert.Equal(["occurredTime", "oldestTime"], rejection.Metadata.Keys.Order());
        Assert.Equal(occurred, DateTimeOffset.Parse(rejection.Metadata["occurredTime"], System.Globalization.CultureInfo.InvariantCulture));
    }

    [Fact]
    public async Task The_earliest_timestamp_is_EVENT_TOO_OLD()
        => Assert.Equal(ErrorReason.EventTooOld, (await RejectionAsync(BadEvents.Stamped(-62_135_596_800, 0))).Reason);

    [Theory]
    [InlineData(6)]
    [InlineData(86_400 * 365)]
    public async Task An_event_from_the_future_counts_at_the_servers_time(int seconds)
    {
        await using var adapter = await _server.HelloAsync(_source);

        var acked = await adapter.SendAndAckAsync(1, At(Given.Now.AddSeconds(seconds + 5), Queued("v")), Queued("w"));

        Assert.Empty(acked.Rejections);
        await AssertCountAsync([2, 2, 1], "contacts_offered", "events_counted", "events_future");
    }

    [Theory]
    [MemberData(nameof(GoodNames))]
    public async Task Events_at_the_limits_are_counted(string name)
    {
        await using var adapter = await _server.HelloAsync(_source);
        await adapter.SendAndAckAsync(1, BadEvents.Floor());

        var acked = await adapter.SendAndAckAsync(BadEvents.Floor().Length + 1, BadEvents.Good[name].Clone());

        Assert.Empty(acked.Rejections);
    }

    /// <summary>Sends a bad event between good ones on one stream; all but it must count.</summary>
    private async Task<Rejection> RejectionAsync(Event bad)
    {
        var floor = BadEvents.Floor();
        await using var adapter = await _server.HelloAsync(_source);
        await adapter.SendAndAckAsync(1, floor);

        await adapter.SendAsync(floor.Length + 1, Queued("before"), bad.Clone(), Queued("after"));
        var acked = await adapter.AckedAsync(floor.Length + 3);
        var later = await adapter.SendAndAckAsync(floor.Length + 4, Queued("later"));

        Assert.Empty(later.Rejections);
        await AssertCountAsync([7, floor.Length + 3, 1], "contacts_offered", "events_counted", "events_rejected");
        var rejection = Assert.Single(acked.Rejections);
        Assert.Equal(floor.Length + 2, rejection.Sequence);
        return rejection;
    }

    private async Task AssertCountAsync(long[] expected, params string[] kpis)
    {
        var selector = Select(kpis);
        selector.Where.Add(new Filter { Dimension = "source", Values = { _source } });
        Assert.Equal(expected, (await _server.BoardAsync(selector)).Rows[0].Values.Select(v => v.Count));
    }

    private static string Text(Rejection rejection, string last = "")
        => string.Join(' ', rejection.Metadata.OrderBy(m => m.Key == last).ThenBy(m => m.Key, StringComparer.Ordinal)
            .Select(m => $"{m.Key}={m.Value}"));

    /// <summary>One server for all cases: each has a source of its own.</summary>
    public sealed class Running : IAsyncLifetime
    {
        internal LiveServer Server { get; private set; } = null!;

        public async Task InitializeAsync() => Server = await LiveServer.StartAsync();

        public async Task DisposeAsync() => await Server.DisposeAsync();
    }
}
