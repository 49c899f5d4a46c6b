using CallCenter.Client;
using CallCenter.Engine.Limits;
using CallCenter.V1;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace CallCenter.Server.Tests;

/// <summary>GetSnapshot and ListKpis, sentence by sentence of their contract.</summary>
public sealed class SnapshotTests : IAsyncLifetime
{
    private LiveServer _server = null!;

    public async Task InitializeAsync() => _server = await LiveServer.StartAsync(
        o => o.Engine = o.Engine with { Limits = new LimitSettings { GroupsMax = 3 } });

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task A_snapshot_includes_every_event_acked_before()
    {
        await using var adapter = await _server.HelloAsync();
        for (var i = 1; i <= 100; i++)
        {
            await adapter.SendAndAckAsync(i, Given.Queued(i));
            await _server.AssertCountAsync([i], "contacts_offered");
        }
    }

    [Fact]
    public async Task Columns_describe_themselves_with_the_variant_filled_in()
    {
        var board = await _server.BoardAsync(Given.Select("service_level", "service_level:answered_only@30", "talk_time"));

        Assert.Equal(
            [
                (Given.Kpi("service_level:event_ignored"), 1, "ratio"), (Given.Kpi("service_level:answered_only@30"), 1, "ratio"),
                (Given.Kpi("talk_time:without_hold"), 1, "s"),
            ],
            board.Columns.Select(c => (c.Kpi, c.Version, c.Unit)));
    }

    [Fact]
    public async Task Groups_are_ordered_by_their_labels_byte_by_byte()
    {
        await _server.PublishAsync(Given.Queued("1", "b"), Given.Queued("2", "B"), Given.Queued("3", "ä"));

        var board = await _server.BoardAsync(Given.SelectBy(["queue"], ["contacts_offered"]));

        Assert.Equal(["B", "b", "ä"], board.Rows.Select(r => r.Labels[0]));
    }

    [Fact]
    public async Task A_dimension_that_events_do_not_set_is_the_empty_string()
    {
        await _server.PublishAsync(Given.Queued("1"));

        var board = await _server.BoardAsync(Given.SelectBy(["customer_tier", "channel", "tag.campaign"], ["contacts_offered"]));

        Assert.Equal(["", "phone", ""], Assert.Single(board.Rows).Labels);
    }

    [Fact]
    public async Task Values_of_a_filter_are_alternatives_and_all_filters_must_hold()
    {
        var chat = Given.Queued("3", "help");
        chat.VisitQueued.Channel = Channel.Chat;
        await _server.PublishAsync(Given.Queued("1", "sales"), Given.Queued("2", "help"), chat, Given.Queued("4", "vip"));
        var selector = Given.SelectBy(["queue"], ["contacts_offered"]);
        selector.Where.Add(new Filter { Dimension = "queue", Values = { "help", "sales", "none" } });
        selector.Where.Add(new Filter { Dimension = "channel", Values = { "phone" } });

        var board = await _server.BoardAsync(selector);

        Assert.Equal([("help", 1L), ("sales", 1L)], board.Rows.Select(r => (r.Labels[0], r.Values[0].Count)));
    }

    [Fact]
    public async Task A_ratio_over_nothing_has_no_value()
    {
        await _server.PublishAsync(Given.Queued("1"));

        var board = await _server.BoardAsync(Given.Select("answer_rate", "speed_of_answer", "contacts_answered"));

        Assert.Equal([new KpiValue(), new KpiValue(), new KpiValue { Count = 0 }], Assert.Single(board.Rows).Values);
    }

    [Fact]
    public async Task As_of_time_is_the_servers_clock_beside_the_newest_event_time()
    {
        var before = Given.Now;
        var occurred = before.AddMinutes(-3);
        await _server.PublishAsync(Given.At(occurred, Given.Queued("1")));

        var board = await _server.BoardAsync(Given.Select("contacts_offered"));

        Assert.InRange(board.AsOfTime, before, before + Waits.Limit);
        Assert.Equal(new Completeness { NewestEventTime = Timestamp.FromDateTimeOffset(occurred) }, board.Completeness);
    }

    [Fact]
    public async Task Before_the_first_event_there_is_no_newest_one()
        => Assert.Equal(new Completeness(), (await _server.BoardAsync(Given.Select("contacts_offered"))).Completeness);

    [Theory]
    [InlineData(10, 1)]
    [InlineData(600, 1)]
    [InlineData(601, 10)]
    [InlineData(7200, 10)]
    [InlineData(7201, 60)]
    [InlineData(50 * 3600, 60)]
    [InlineData((50 * 3600) + 1, 900)]
    [InlineData(8 * 86_400, 900)]
    public async Task A_sliding_window_starts_on_a_whole_slot_and_ends_now(int seconds, int slot)
    {
        var board = await _server.BoardAsync(Windowed(new Window { Sliding = new Duration { Seconds = seconds } }));

        Assert.Equal(board.AsOfTime, board.WindowEndTime);
        var asked = board.AsOfTime.AddSeconds(-seconds).ToUnixTimeSeconds();
        Assert.Equal(asked - (asked % slot), board.WindowStartTime!.Value.ToUnixTimeMilliseconds() / 1000.0);
    }

    [Theory]
    [InlineData("Europe/London")]
    [InlineData("Asia/Kathmandu")]
    [InlineData("UTC")]
    public async Task A_window_since_midnight_starts_at_the_zones_midnight(string zone)
    {
        var board = await _server.BoardAsync(Windowed(new Window { SinceMidnight = zone }));

        var local = TimeZoneInfo.ConvertTime(board.AsOfTime, TimeZoneInfo.FindSystemTimeZoneById(zone));
        var start = TimeZoneInfo.ConvertTime(board.WindowStartTime!.Value, TimeZoneInfo.FindSystemTimeZoneById(zone));
        Assert.Equal((local.Date, TimeSpan.Zero, board.AsOfTime), (start.Date, start.TimeOfDay, board.WindowEndTime!.Value));
    }

    [Fact]
    public async Task Without_a_window_it_is_since_midnight_in_UTC()
    {
        var board = await _server.BoardAsync(Windowed(null));

        Assert.Equal(new DateTimeOffset(board.AsOfTime.UtcDateTime.Date, TimeSpan.Zero), board.WindowStartTime);
    }

    [Theory]
    [InlineData(15)]
    [InlineData(30)]
    [InlineData(60)]
    public async Task Clock_intervals_are_adjacent_and_the_current_one_contains_now(int minutes)
    {
        var length = TimeSpan.FromMinutes(minutes);
        Window Of(IntervalPosition position)
            => new() { Interval = new ClockInterval { Length = Duration.FromTimeSpan(length), Position = position } };
        var current = await _server.BoardAsync(Windowed(Of(IntervalPosition.Unspecified)));
        var previous = await _server.BoardAsync(Windowed(Of(IntervalPosition.Previous)));

        var starts = current.WindowStartTime!.Value;
        Assert.Equal(0, starts.ToUnixTimeSeconds() % length.TotalSeconds);
        Assert.InRange(current.AsOfTime, starts, starts + length);
        Assert.Equal((current.AsOfTime, length), (current.WindowEndTime, previous.WindowEndTime!.Value - previous.WindowStartTime!.Value));
        Assert.Equal(0, previous.WindowEndTime.Value.ToUnixTimeSeconds() % length.TotalSeconds);
    }

    [Fact]
    public async Task A_window_is_half_open_at_its_left_edge()
    {
        var board = await _server.BoardAsync(Windowed(new Window { Sliding = new Duration { Seconds = 3600 } }));
        var edge = board.WindowStartTime!.Value;
        var slots = TimeSpan.FromSeconds(60); // Enough that the edge does not pass both while the test runs.

        await _server.PublishAsync(Given.At(edge - slots, Given.Queued("before")), Given.At(edge + slots, Given.Queued("after")));
        var again = await _server.BoardAsync(Windowed(new Window { Sliding = new Duration { Seconds = 3600 } }));

        Assert.Equal(1, again.Rows[0].Values[0].Count);
    }

    [Fact]
    public async Task More_groups_than_allowed_are_TOO_MANY_GROUPS()
    {
        await _server.PublishAsync(Given.Queued("1", "a"), Given.Queued("2", "b"), Given.Queued("3", "c"), Given.Queued("4", "d"));
        var selector = Given.SelectBy(["queue"], ["contacts_offered"]);

        var failure = await Assert.ThrowsAsync<CallCenterException>(() => _server.BoardAsync(selector));
        using var subscriber = _server.Subscribe(selector);

        Failures.AssertIs(failure, StatusCode.ResourceExhausted, "TOO_MANY_GROUPS", ("groupCount", "4"), ("groupCountMax", "3"));
        Failures.AssertIs(
            await subscriber.FailureAsync(), StatusCode.ResourceExhausted, "TOO_MANY_GROUPS", ("groupCount", "4"), ("groupCountMax", "3"));
    }

    [Fact]
    public async Task As_many_groups_as_allowed_are_served()
    {
        await _server.PublishAsync(Given.Queued("1", "a"), Given.Queued("2", "b"), Given.Queued("3", "c"));

        Assert.Equal(3, (await _server.BoardAsync(Given.SelectBy(["queue"], ["contacts_offered"]))).Rows.Count);
    }

    [Fact]
    public async Task Every_listed_kpi_can_be_asked_for_in_every_variant_and_threshold()
    {
        var kpis = await _server.Watcher.ListKpisAsync().WaitAsync(Waits.Limit);
        var all = kpis.SelectMany(k => k.Variants.Select(v => v.Id).DefaultIfEmpty("").SelectMany(v => k.Thresholds.DefaultIfEmpty(null!)
            .Select(t => new KpiRef { Id = k.Id, Variant = v, Threshold = t }))).ToList();

        foreach (var some in all.Chunk(500))
        {
            var selector = new Selector { Window = Given.LastDay, Kpis = { some } };
            Assert.Equal(some.Select(k => k.Id), (await _server.BoardAsync(selector)).Columns.Select(c => c.Kpi.Id));
        }
    }

    [Fact]
    public async Task The_whole_catalogue_in_all_variants_fits_one_selector()
    {
        var kpis = await _server.Watcher.ListKpisAsync().WaitAsync(Waits.Limit);
        KpiRef[] all = [.. kpis.SelectMany(k => k.Variants.Select(v => v.Id).DefaultIfEmpty("")
            .Select(v => new KpiRef { Id = k.Id, Variant = v }))];

        var board = await _server.BoardAsync(new Selector { Window = Given.LastDay, Kpis = { all } });

        Assert.Equal(all.Length, board.Columns.Count);
    }

    [Fact]
    public async Task Definitions_are_complete_and_their_ids_are_unique()
    {
        var kpis = await _server.Watcher.ListKpisAsync().WaitAsync(Waits.Limit);

        Assert.NotEmpty(kpis);
        Assert.Equal(kpis.Count, kpis.Select(k => k.Id).Distinct().Count());
        Assert.All(kpis, k =>
        {
            Assert.Matches("^[a-z][a-z0-9_]*$", k.Id);
            Assert.True(k.Version >= 1 && k.Kind != KpiKind.Unspecified, k.Id);
            Assert.All([k.Titles["en"], k.Titles["zh-Hans"], k.Unit, k.Formula], text => Assert.NotEqual("", text));
            Assert.All(k.Variants, v => Assert.Matches("^[a-z][a-z0-9_]*$", v.Id));
            Assert.Equal(k.Thresholds.Select(t => t.Seconds).Order(), k.Thresholds.Select(t => t.Seconds));
        });
    }

    [Fact]
    public async Task The_kind_of_a_definition_is_the_kind_of_its_values()
    {
        var agent = "ann";
        await _server.PublishAsync(
            Given.Present(agent), Given.Queued("a"), Given.Offered("a", agent), Given.Answered("a", agent),
                Given.Ended("a", VisitOutcome.CompletedByAgent),
            Given.Queued("b"), Given.Queued("c"), Given.Ended("c", VisitOutcome.Abandoned));
        var kpis = await _server.Watcher.ListKpisAsync().WaitAsync(Waits.Limit);

        var board = await _server.BoardAsync(Given.Select(kpis.Select(k => k.Id)));

        var pairs = kpis.Zip(Assert.Single(board.Rows).Values).Where(p => p.Second.ValueCase != KpiValue.ValueOneofCase.None);
        Assert.All(pairs, p => Assert.Equal((p.First.Id, ValueOf(p.First.Kind)), (p.First.Id, p.Second.ValueCase)));
    }

    private static KpiValue.ValueOneofCase ValueOf(KpiKind kind) => kind switch
    {
        KpiKind.Gauge or KpiKind.Counter => KpiValue.ValueOneofCase.Count,
        KpiKind.Ratio => KpiValue.ValueOneofCase.Ratio,
        KpiKind.Mean => KpiValue.ValueOneofCase.Mean,
        KpiKind.Time => KpiValue.ValueOneofCase.Duration,
        KpiKind.Since => KpiValue.ValueOneofCase.Time,
        _ => KpiValue.ValueOneofCase.Score,
    };

    private static Selector Windowed(Window? window) => new() { Kpis = { Given.Kpi("contacts_offered") }, Window = window };
}
