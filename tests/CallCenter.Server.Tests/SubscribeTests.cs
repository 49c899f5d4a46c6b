using CallCenter.V1;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Kind = CallCenter.V1.SubscribeResponse.MessageOneofCase;

namespace CallCenter.Server.Tests;

/// <summary>Subscribe, sentence by sentence of its contract.</summary>
public sealed class SubscribeTests : IAsyncLifetime
{
    private static readonly Selector ByQueue = Given.SelectBy(["queue"], ["contacts_offered", "contacts_abandoned"]);

    private LiveServer _server = null!;

    public async Task InitializeAsync() => _server = await LiveServer.StartAsync(o => o.HeartbeatInterval = TimeSpan.FromSeconds(0.5));

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task The_first_message_is_a_snapshot_with_the_whole_window()
    {
        await _server.PublishAsync(Given.Queued("a", "sales"), Given.Queued("b", "help"),
            Given.At(Given.Now.AddHours(-5), Given.Queued("c", "help")));
        using var subscriber = _server.Subscribe(ByQueue);

        var snapshot = (await subscriber.ReadAsync()).Snapshot;

        Assert.Equal(["contacts_offered:standard", "contacts_abandoned:standard"], snapshot.Columns
            .Select(c => $"{c.Kpi.Id}:{c.Kpi.Variant}"));
        Assert.Equal([Row(1, "help", 1 + 1, 0), Row(2, "sales", 1, 0)], snapshot.Rows);
    }

    [Fact]
    public async Task Without_dimensions_there_is_one_group_without_labels()
    {
        await _server.PublishAsync(Given.Queued("a", "sales"), Given.Queued("b", "help"));
        using var subscriber = _server.Subscribe(Given.Select("contacts_offered"));

        var row = Assert.Single((await subscriber.ReadAsync()).Snapshot.Rows);
        Assert.Equal(new KpiRow { Row = 1, Values = { Counted(2) } }, row);
    }

    [Fact]
    public async Task An_update_has_the_changed_values_alone()
    {
        await _server.PublishAsync(Given.Queued("a", "sales"), Given.Queued("b", "help"));
        using var subscriber = _server.Subscribe(ByQueue);
        await subscriber.ReadAsync();

        await _server.PublishAsync(Given.Ended("b", VisitOutcome.Abandoned));
        var update = (await subscriber.ReadAsync(Kind.Update)).Update;

        Assert.Equal(Changed(1, "help", (1, 1)), Assert.Single(update.Rows));
    }

    [Fact]
    public async Task A_group_that_appears_later_comes_with_all_its_values()
    {
        await _server.PublishAsync(Given.Queued("a", "sales"));
        using var subscriber = _server.Subscribe(ByQueue);
        await subscriber.ReadAsync();

        await _server.PublishAsync(Given.Queued("b", "new"));
        var update = (await subscriber.ReadAsync(Kind.Update)).Update;

        Assert.Equal(Changed(2, "new", (0, 1), (1, 0)), Assert.Single(update.Rows));
    }

    [Fact]
    public async Task A_value_that_is_gone_comes_as_no_value()
    {
        await _server.PublishAsync(Given.Queued("a"));
        using var subscriber = _server.Subscribe(Given.Select("longest_wait"));
        Assert.Equal(KpiValue.ValueOneofCase.Time, (await subscriber.ReadAsync()).Snapshot.Rows[0].Values[0].ValueCase);

        await _server.PublishAsync(Given.Ended("a", VisitOutcome.Abandoned));
        var update = (await subscriber.ReadAsync(Kind.Update)).Update;

        Assert.Equal(new ColumnValue { Column = 0, Value = new KpiValue() }, Assert.Single(Assert.Single(update.Rows).Values));
    }

    [Fact]
    public async Task A_quiet_subscription_hears_heartbeats()
    {
        await _server.PublishAsync(Given.Queued("a"));
        using var subscriber = _server.Subscribe(ByQueue);
        var first = await subscriber.ReadAsync();

        var second = await subscriber.ReadAsync();
        var third = await subscriber.ReadAsync();

        Assert.Equal((Kind.Heartbeat, Kind.Heartbeat), (second.MessageCase, third.MessageCase));
        Assert.All([second, third], m => Assert.Equal(first.ResumeToken, m.ResumeToken));
        Assert.All([second, third], m => Assert.Equal(first.Completeness, m.Completeness));
    }

    [Fact]
    public async Task Heartbeats_between_values_neither_delay_them_nor_hide_them()
    {
        await _server.PublishAsync(Given.Queued("a"));
        using var subscriber = _server.Subscribe(Given.Select("contacts_offered"), TimeSpan.FromSeconds(1.3));
        var snapshot = await subscriber.ReadAsync();

        await _server.PublishAsync(Given.Queued("b"));
        var kinds = new List<Kind>();
        SubscribeResponse response;
        do kinds.Add((response = await subscriber.ReadAsync()).MessageCase);
        while (response.MessageCase != Kind.Update && kinds.Count < 20);

        // At 0.5 s and 1 s; one more where the machine is slow.
        Assert.InRange(kinds.Count(k => k == Kind.Heartbeat), 1, 4);
        Assert.Equal(2, response.Update.Rows[0].Values[0].Value.Count);
        Assert.True(response.AsOfTime > snapshot.AsOfTime);
    }

    [Fact]
    public async Task As_of_time_and_window_edges_never_go_back()
    {
        using var subscriber = _server.Subscribe(ByQueue);
        var messages = new List<SubscribeResponse>();
        for (var i = 0; i < 10; i++)
        {
            await _server.PublishAsync(Given.Queued($"v{i}"));
            messages.Add(await subscriber.ReadAsync());
        }

        Assert.Equal(messages.Select(m => m.AsOfTime.ToDateTime()).Order(), messages.Select(m => m.AsOfTime.ToDateTime()));
        var edges = messages.Select(m => (m.Snapshot?.WindowStartTime ?? m.Update?.WindowStartTime)?.ToDateTime()).OfType<DateTime>()
            .ToList();
        Assert.Equal(edges.Order(), edges);
    }

    [Fact]
    public async Task Messages_are_min_interval_apart()
    {
        using var slow = _server.Subscribe(Given.Select("contacts_offered"), TimeSpan.FromSeconds(60));
        using var fast = _server.Subscribe(Given.Select("contacts_offered"));
        await slow.ReadAsync();
        await fast.ReadAsync();

        // Three changes that a fast reader sees one by one …
        for (var i = 0; i < 3; i++)
        {
            await _server.PublishAsync(Given.Queued($"v{i}"));
            await fast.ReadAsync(Kind.Update);
        }

        // … and a slow one is not told of yet.
        Assert.Equal(Kind.Heartbeat, (await slow.ReadAsync()).MessageCase);
        Assert.Equal(Kind.Heartbeat, (await slow.ReadAsync()).MessageCase);
    }

    [Fact]
    public async Task As_of_times_of_values_keep_min_interval()
    {
        var interval = TimeSpan.FromSeconds(0.3);
        using var subscriber = _server.Subscribe(Given.Select("contacts_offered"), interval);
        var times = new List<DateTime> { (await subscriber.ReadAsync()).AsOfTime.ToDateTime() };
        for (var i = 0; i < 4; i++)
        {
            await _server.PublishAsync(Given.Queued($"v{i}"));
            times.Add((await subscriber.ReadAsync(Kind.Update)).AsOfTime.ToDateTime());
        }

        // A tenth of slack: the server's clock that stamps is not the one that waits.
        Assert.All(times.Zip(times.Skip(1)), pair => Assert.True(pair.Second - pair.First > interval * 0.9, $"{pair.Second - pair.First}"));
    }

    [Fact]
    public async Task A_reader_that_was_slow_gets_the_newest_values_and_none_in_between()
    {
        // Too wide for the first message to fit into a connection's buffers.
        for (var i = 0; i < 5; i++)
        {
            var events = Enumerable.Range(0, 1000).Select(n => Given.Queued($"v{i}-{n}", $"queue {i}-{n} {new string('q', 100)}"));
            await _server.PublishAsync([.. events]);
        }
        using var slow = _server.Subscribe(ByQueue);
        using var fast = _server.Subscribe(Given.Select("contacts_abandoned"));
        await fast.ReadAsync();
        for (var n = 0; n < 20; n++)
        {
            await _server.PublishAsync(Given.Ended($"v0-{n}", VisitOutcome.Abandoned));
            await fast.ReadAsync(Kind.Update);
        }

        var board = (await slow.ReadAsync()).Snapshot.Rows.ToDictionary(r => r.Labels[0], r => r.Values[1].Count);
        var updates = 0;
        while (board.Values.Sum() < 20)
        {
            foreach (var row in (await slow.ReadAsync(Kind.Update)).Update.Rows) board[row.Labels[0]] = row.Values
                .Single(v => v.Column == 1).Value.Count;
            updates++;
        }

        Assert.Equal(5000, board.Count);
        Assert.InRange(updates, 1, 5);
    }

    [Theory]
    [InlineData(0.0499, "0.0499 s")]
    [InlineData(60.001, "60.001 s")]
    [InlineData(0, "0 s")]
    public async Task A_min_interval_out_of_range_is_SELECTOR_INVALID(double seconds, string value)
    {
        using var subscriber = _server.Subscribe(ByQueue, TimeSpan.FromSeconds(seconds));

        Failures.AssertIs(
            await subscriber.FailureAsync(), StatusCode.InvalidArgument, "SELECTOR_INVALID", ("field", "min_interval"), ("value", value));
    }

    [Theory]
    [InlineData(0.05)]
    [InlineData(60)]
    public async Task The_limits_of_min_interval_are_inclusive(double seconds)
    {
        using var subscriber = _server.Subscribe(ByQueue, TimeSpan.FromSeconds(seconds));

        Assert.Equal(Kind.Snapshot, (await subscriber.ReadAsync()).MessageCase);
    }

    [Fact]
    public async Task A_stopping_server_says_SERVER_STOPPING()
    {
        using var subscriber = _server.Subscribe(ByQueue);
        await subscriber.ReadAsync();

        var stopping = _server.StopAsync();
        var failure = await subscriber.FailureAsync();
        await stopping.WaitAsync(Waits.Limit);

        Failures.AssertIs(failure, StatusCode.Unavailable, "SERVER_STOPPING");
        Assert.Equal(TimeSpan.FromSeconds(1), failure.RetryDelay);
    }

    [Fact]
    public async Task The_window_moves_on_with_every_message()
    {
        var selector = Given.Select("contacts_offered");
        selector.Window = new Window { Sliding = Duration.FromTimeSpan(TimeSpan.FromSeconds(10)) };
        await _server.PublishAsync(Given.Queued("a"));
        using var subscriber = _server.Subscribe(selector);

        var snapshot = (await subscriber.ReadAsync()).Snapshot;
        var left = (await subscriber.ReadAsync(Kind.Update)).Update;

        // Offered contacts leave the window as time passes.
        Assert.Equal((1, 0), (snapshot.Rows[0].Values[0].Count, left.Rows[0].Values[0].Value.Count));
        Assert.True(left.WindowStartTime > snapshot.WindowStartTime);
    }

    [Fact]
    public async Task Every_message_has_the_server_s_time_and_the_window_and_the_first_one_the_pace()
    {
        await using var server = await LiveServer.StartAsync(o => o.HeartbeatInterval = TimeSpan.FromSeconds(0.2));
        using var subscriber = server.Subscribe(ByQueue, TimeSpan.FromSeconds(0.5));

        var first = await subscriber.ReadAsync();
        var heartbeat = await subscriber.ReadAsync(Kind.Heartbeat);
        while (heartbeat.AsOfTime == first.AsOfTime) heartbeat = await subscriber.ReadAsync(Kind.Heartbeat);

        Assert.Equal(
            new Pace { MinInterval = Span(0.5), HeartbeatInterval = Span(0.2), StaleAfter = Span(1), RefreshInterval = Span(0.5) },
            first.Pace);
        Assert.Null(heartbeat.Pace);
        Assert.True(heartbeat.ServerTime >= first.ServerTime && first.ServerTime >= first.AsOfTime);
        Assert.Equal(heartbeat.AsOfTime, heartbeat.Heartbeat.WindowEndTime);
        Assert.True(heartbeat.Heartbeat.WindowStartTime >= first.Snapshot.WindowStartTime);
    }

    private static Google.Protobuf.WellKnownTypes.Duration Span(double seconds)
        => Google.Protobuf.WellKnownTypes.Duration.FromTimeSpan(TimeSpan.FromSeconds(seconds));

    private static KpiValue Counted(long count) => new() { Count = count, Number = count };

    private static KpiRow Row(long number, string queue, params IEnumerable<long> counts)
        => new() { Row = number, Labels = { queue }, Values = { counts.Select(Counted) } };

    private static RowUpdate Changed(long number, string queue, params IEnumerable<(int Column, long Count)> values) => new()
    {
        Row = number,
        Labels = { queue },
        Values = { values.Select(v => new ColumnValue { Column = v.Column, Value = Counted(v.Count) }) },
    };
}
