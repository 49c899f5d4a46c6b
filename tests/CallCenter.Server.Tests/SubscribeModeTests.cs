using CallCenter.V1;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Kind = CallCenter.V1.SubscribeResponse.MessageOneofCase;

namespace CallCenter.Server.Tests;

/// <summary>Subscriptions that want messages at another time than when a value has changed, and several of them on one stream.</summary>
public sealed class SubscribeModeTests : IAsyncLifetime
{
    private LiveServer _server = null!;

    public async Task InitializeAsync() => _server = await LiveServer.StartAsync(o => o.HeartbeatInterval = TimeSpan.FromSeconds(30));

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task A_periodic_subscription_has_updates_without_rows_while_nothing_changes()
    {
        await _server.PublishAsync(Given.Queued("a"));
        using var subscriber = Subscribe(new SubscribeRequest { Mode = SubscribeMode.Periodic });
        await subscriber.ReadAsync();

        for (var i = 0; i < 3; i++) Assert.Empty((await subscriber.ReadAsync()).Update.Rows);
        await _server.PublishAsync(Given.Queued("b"));
        var changed = await subscriber.ReadAsync();
        while (changed.Update.Rows.Count == 0) changed = await subscriber.ReadAsync();

        Assert.Equal(2, changed.Update.Rows[0].Values[0].Value.Count);
    }

    [Fact]
    public async Task A_change_within_the_dead_band_is_not_sent_and_a_sum_of_such_changes_is()
    {
        await _server.PublishAsync([.. Enumerable.Range(0, 10).Select(i => Given.Queued($"v{i}"))]);
        using var subscriber = Subscribe(new SubscribeRequest { DeadBands = { new DeadBand { Absolute = 3 } } });
        using var all = Subscribe(new SubscribeRequest());
        await subscriber.ReadAsync();
        await all.ReadAsync();
        for (var i = 10; i < 13; i++)
        {
            await _server.PublishAsync(Given.Queued($"v{i}"));
            await all.ReadAsync(Kind.Update);
        }

        Assert.Equal(13, (await subscriber.ReadAsync()).Update.Rows[0].Values[0].Value.Count);
    }

    [Fact]
    public async Task A_dead_band_in_percent_is_one_of_the_value_sent_before()
    {
        await _server.PublishAsync([.. Enumerable.Range(0, 10).Select(i => Given.Queued($"v{i}"))]);
        using var subscriber = Subscribe(new SubscribeRequest { DeadBands = { new DeadBand { Percent = 15 } } });
        using var all = Subscribe(new SubscribeRequest());
        await subscriber.ReadAsync();
        await all.ReadAsync();
        foreach (var i in new[] { 10, 11 })
        {
            await _server.PublishAsync(Given.Queued($"v{i}"));
            await all.ReadAsync(Kind.Update);
        }

        Assert.Equal(12, (await subscriber.ReadAsync()).Update.Rows[0].Values[0].Value.Count);
    }

    [Fact]
    public async Task A_subscription_with_dead_bands_resumes_with_all_values()
    {
        await _server.PublishAsync(Given.Queued("a"));
        using var keeper = Subscribe(new SubscribeRequest());
        var token = (await keeper.ReadAsync()).ResumeToken;

        using var again = Subscribe(new SubscribeRequest { ResumeToken = token, DeadBands = { new DeadBand { Absolute = 3 } } });

        Assert.Equal(Kind.Snapshot, (await again.ReadAsync()).MessageCase);
    }

    [Theory]
    [InlineData(1, 1.0, "dead_bands[0].column", "1")]
    [InlineData(0, 0.0, "dead_bands[0].absolute", "0")]
    [InlineData(0, double.NaN, "dead_bands[0].absolute", "NaN")]
    public async Task A_wrong_dead_band_is_SELECTOR_INVALID(int column, double absolute, string field, string value)
    {
        using var subscriber = Subscribe(new SubscribeRequest { DeadBands = { new DeadBand { Column = column, Absolute = absolute } } });

        Failures.AssertIs(
            await subscriber.FailureAsync(), StatusCode.InvalidArgument, "SELECTOR_INVALID", ("field", field), ("value", value));
    }

    [Fact]
    public async Task Two_dead_bands_of_a_column_and_one_without_a_width_are_SELECTOR_INVALID()
    {
        using var twice = Subscribe(new SubscribeRequest { DeadBands = { new DeadBand { Absolute = 1 }, new DeadBand { Percent = 1 } } });
        using var without = Subscribe(new SubscribeRequest { DeadBands = { new DeadBand() } });

        Failures.AssertIs(
            await twice.FailureAsync(), StatusCode.InvalidArgument, "SELECTOR_INVALID", ("field", "dead_bands[1].column"), ("value", "0"));
        Failures.AssertIs(
            await without.FailureAsync(), StatusCode.InvalidArgument, "SELECTOR_INVALID", ("field", "dead_bands[0]"), ("value", ""));
    }

    [Fact]
    public async Task An_unknown_mode_is_SELECTOR_INVALID()
    {
        using var subscriber = Subscribe(new SubscribeRequest { Mode = (SubscribeMode)9 });

        Failures.AssertIs(
            await subscriber.FailureAsync(), StatusCode.InvalidArgument, "SELECTOR_INVALID", ("field", "mode"), ("value", "9"));
    }

    [Fact]
    public async Task Subscriptions_of_one_stream_have_snapshots_and_updates_of_their_own()
    {
        await _server.PublishAsync(Given.Queued("a", "sales"), Given.Queued("b", "help"));
        using var page = Subscribe(new SubscribeRequest
        {
            More =
            {
                new SubscribeRequest { Selector = Given.SelectBy(["queue"], ["contacts_offered"]) },
                new SubscribeRequest { Selector = Given.SelectBy(["queue"], ["contacts_abandoned"]) },
            },
        });
        List<SubscribeResponse> snapshots = [await page.ReadAsync(), await page.ReadAsync(), await page.ReadAsync()];
        await _server.PublishAsync(Given.Queued("c", "sales"));
        List<SubscribeResponse> updates = [await page.ReadAsync(Kind.Update), await page.ReadAsync(Kind.Update)];

        Assert.Equal([(0, 1), (1, 2), (2, 2)], snapshots.OrderBy(s => s.Subscription).Select(s => (s.Subscription, s.Snapshot.Rows.Count)));
        Assert.All(snapshots, snapshot => Assert.NotNull(snapshot.Pace));
        Assert.Equal([(0, 3L), (1, 2L)], updates.OrderBy(u => u.Subscription).Select(u => (u.Subscription, NewOf(u))));
    }

    [Fact]
    public async Task Subscriptions_of_one_stream_resume_each_by_its_token()
    {
        await _server.PublishAsync(Given.Queued("a", "sales"));
        var second = new SubscribeRequest { Selector = Given.SelectBy(["queue"], ["contacts_offered"]) };
        using var keeper = Subscribe(new SubscribeRequest { More = { second } });
        List<SubscribeResponse> begun = [await keeper.ReadAsync(), await keeper.ReadAsync()];
        second.ResumeToken = begun.Single(m => m.Subscription == 1).ResumeToken;

        using var again = Subscribe(new SubscribeRequest { More = { second } });
        List<SubscribeResponse> resumed = [await again.ReadAsync(), await again.ReadAsync()];

        Assert.Equal(
            [(0, Kind.Snapshot), (1, Kind.Update)], resumed.OrderBy(m => m.Subscription).Select(m => (m.Subscription, m.MessageCase)));
    }

    [Fact]
    public async Task Wrong_fields_of_further_subscriptions_are_named()
    {
        var wrong = new SubscribeRequest { Selector = Given.Select("contacts_offered"), MinInterval = new Duration() };
        using var interval = Subscribe(new SubscribeRequest { More = { Right(), wrong } });
        using var nested = Subscribe(new SubscribeRequest { More = { new SubscribeRequest { More = { Right() } } } });
        using var many = Subscribe(new SubscribeRequest { More = { Enumerable.Range(0, 32).Select(_ => Right()) } });

        Failures.AssertIs(
            await interval.FailureAsync(), StatusCode.InvalidArgument, "SELECTOR_INVALID",
            ("field", "more[1].min_interval"), ("value", "0 s"));
        Failures.AssertIs(
            await nested.FailureAsync(), StatusCode.InvalidArgument, "SELECTOR_INVALID", ("field", "more[0].more"), ("value", "1"));
        Failures.AssertIs(await many.FailureAsync(), StatusCode.InvalidArgument, "SELECTOR_INVALID", ("field", "more"), ("value", "32"));

        static SubscribeRequest Right() => new() { Selector = Given.Select("contacts_offered") };
    }

    [Fact]
    public async Task A_stopping_server_ends_a_stream_of_several_subscriptions()
    {
        using var page = Subscribe(
            new SubscribeRequest { More = { new SubscribeRequest { Selector = Given.Select("contacts_abandoned") } } });
        await page.ReadAsync();

        var stopping = _server.StopAsync();
        var failure = await page.FailureAsync();
        await stopping.WaitAsync(Waits.Limit);

        Failures.AssertIs(failure, StatusCode.Unavailable, "SERVER_STOPPING");
    }

    private static long NewOf(SubscribeResponse update) => update.Update.Rows.Single().Values.Single().Value.Count;

    private Subscriber Subscribe(SubscribeRequest request)
    {
        request.Selector = Given.Select("contacts_offered");
        request.MinInterval = Duration.FromTimeSpan(TimeSpan.FromSeconds(0.05));
        return new Subscriber(_server.Kpis, request);
    }
}
