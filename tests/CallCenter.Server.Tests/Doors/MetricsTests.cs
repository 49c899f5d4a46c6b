using System.Diagnostics.Metrics;
using CallCenter.Engine.Instruments;

namespace CallCenter.Server.Tests;

/// <summary>The two pages that Prometheus scrapes: the server's own instruments, and KPIs.</summary>
public sealed class MetricsTests : IAsyncLifetime
{
    private WebServer _web = null!;

    public async Task InitializeAsync() => _web = await WebServer.StartAsync();

    public async Task DisposeAsync() => await _web.DisposeAsync();

    [Fact]
    public async Task Events_acks_and_frames_are_counted_by_result_and_kind()
    {
        await using var adapter = await _web.Server.HelloAsync();
        await adapter.SendAndAckAsync(1, Given.Queued(1), Given.Queued(2), Given.Answered("unknown", "ann"));
        await adapter.SendAsync(3, Given.Answered("unknown", "ann"));
        await adapter.SendAndAckAsync(4, Given.Queued(3));
        using var subscriber = _web.Server.Subscribe(Given.Select("contacts_offered"));
        await subscriber.ReadAsync();

        var text = await ScrapeAsync("/metrics");

        Assert.Equal("3", ValueOf(text, "callcenter_events_total", "result=\"counted\""));
        Assert.Equal("1", ValueOf(text, "callcenter_events_total", "reason=\"TransitionRefused\""));
        Assert.Equal("1", ValueOf(text, "callcenter_frames_total", "kind=\"snapshot\""));
        Assert.Equal("1", ValueOf(text, "callcenter_sessions", ""));
        Assert.Equal("1", ValueOf(text, "callcenter_subscribers", ""));
        Assert.NotEqual("0", ValueOf(text, "callcenter_ack_latency_seconds_count", ""));
        Assert.NotEqual("0", ValueOf(text, "callcenter_store_call_seconds_count", "method=\"commit\""));
    }

    [Fact]
    public async Task Failed_calls_are_counted_by_reason_whichever_door_they_came_by()
    {
        using var json = await _web.GetAsync("/v1/kpis?kpi=nothing");
        await Failures.OfAsync(_web.Server.Kpis.GetSnapshotAsync(new V1.GetSnapshotRequest()));

        Assert.Equal("2", ValueOf(await ScrapeAsync("/metrics"), "callcenter_call_failures", "reason=\"SELECTOR_INVALID\""));
    }

    [Fact]
    public async Task Sizes_evaluations_and_ghosts_are_shown()
    {
        await using var adapter = await _web.Server.HelloAsync();
        await adapter.SendAndAckAsync(1, Given.Queued(1), Given.Queued(2), Given.Present("ann"), Given.Ended("v2", V1.VisitOutcome.Lost));
        using var subscriber = _web.Server.Subscribe(Given.SelectBy(["queue"], ["contacts_offered"]));
        await subscriber.ReadAsync();

        await Waits.UntilAsync(async () => ValueOf(await ScrapeAsync("/metrics"), "callcenter_views", "") == "1", "the view to be shown");
        var text = await ScrapeAsync("/metrics");

        Assert.Equal("1", ValueOf(text, "callcenter_sources", ""));
        Assert.Equal("1", ValueOf(text, "callcenter_floor_visits", ""));
        Assert.Equal("1", ValueOf(text, "callcenter_floor_agents", ""));
        Assert.Equal("1", ValueOf(text, "callcenter_view_readers", ""));
        Assert.Equal("1", ValueOf(text, "callcenter_ghosts_total", "detector=\"source\""));
        Assert.Equal("0", ValueOf(text, "callcenter_log_lag_seconds", ""));
        Assert.Equal("1", ValueOf(text, "callcenter_view_evaluation_seconds_count", "cause=\"open\""));
        foreach (var counted in (string[])["callcenter_rows", "callcenter_floor_items", "callcenter_view_groups_count"])
            Assert.NotEqual("0", ValueOf(text, counted, ""));
        foreach (var queue in (string[])["callcenter_board_queue", "callcenter_commit_queue"])
            Assert.True(int.TryParse(ValueOf(text, queue, ""), out _), text);
    }

    [Fact]
    public async Task Two_servers_of_one_process_show_their_own_figures_only()
    {
        await using var other = await WebServer.StartAsync();
        await other.Server.PublishAsync(Given.Many(7));
        await _web.Server.PublishAsync(Given.Many(2));

        Assert.Equal("2", ValueOf(await ScrapeAsync("/metrics"), "callcenter_events_total", "result=\"counted\""));
    }

    [Fact]
    public async Task Engine_without_a_host_in_the_process_is_not_shown()
    {
        using var ofNoHost = new Meter(EngineMeter.Name);
        ofNoHost.CreateCounter<long>("callcenter.stray").Add(1);

        Assert.DoesNotContain("callcenter_stray", await ScrapeAsync("/metrics"));
    }

    [Fact]
    public async Task Kpis_are_families_with_a_sample_a_group_and_names_in_quotes()
    {
        await _web.Server.PublishAsync(Given.Queued("v1", "a \"b\" \\c"), Given.Queued("v2", "help"));

        var text = await ScrapeAsync("/metrics/kpis?kpi=contacts_waiting,service_level@20s&by=queue&window=1h");

        Assert.Contains("# TYPE callcenter_kpi_contacts_waiting gauge\n", text);
        Assert.Contains("callcenter_kpi_contacts_waiting{queue=\"a \\\"b\\\" \\\\c\"} 1\n", text);
        Assert.Contains("callcenter_kpi_contacts_waiting{queue=\"help\"} 1\n", text);
        Assert.DoesNotContain("NaN", text);
        Assert.EndsWith("# EOF\n", text);
    }

    [Fact]
    public async Task Groups_beyond_the_limit_are_omitted_and_counted()
    {
        await _web.Server.PublishAsync([.. Enumerable.Range(0, 502).Select(n => Given.Queued($"v{n}", $"queue {n}"))]);

        var text = await ScrapeAsync("/metrics/kpis?kpi=contacts_waiting&by=queue&window=1h");

        Assert.Contains("callcenter_kpi_groups_omitted 2\n", text);
        Assert.Equal(500, text.Split("callcenter_kpi_contacts_waiting{").Length - 1);
    }

    private Task<string> ScrapeAsync(string path) => _web.TextAsync(path);

    private static string ValueOf(string text, string name, string label) => WebServer.SampleIn(text, name, label);
}
