using CallCenter.Client;
using CallCenter.Server.Definitions;
using CallCenter.V1;
using Grpc.Health.V1;
using Microsoft.Extensions.DependencyInjection;
using static Grpc.Health.V1.HealthCheckResponse.Types;
using Selector = CallCenter.V1.Selector;

namespace CallCenter.Server.Tests.Definitions;

/// <summary>Changes of the definitions file under a server that runs.</summary>
public sealed class DefinitionsReloadTests : IAsyncLifetime
{
    private static readonly Selector Levels = Given.SelectBy(["queue"], ["service_level:answered_only"]);

    private readonly DataFolder _folder = new();
    private LiveServer _server = null!;

    private string File => Path.Combine(_folder.Path, "definitions.yaml");

    private DefinitionsWatch Watch => _server.Services.GetRequiredService<DefinitionsWatch>();

    public async Task InitializeAsync()
    {
        Write("service_level_threshold: 2s\n");
        _server = await LiveServer.StartAsync(o => o.Definitions = File);
    }

    public async Task DisposeAsync()
    {
        await _server.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_changed_file_is_used_without_a_restart()
    {
        Write("time_zone: Asia/Tokyo\n");

        await Waits.UntilAsync(async () => (await _server.Watcher.GetSettingsAsync()).TimeZone == "Asia/Tokyo", "the changed zone");
    }

    [Fact]
    public async Task A_change_judges_what_comes_after_it_and_moves_nothing_before_it()
    {
        await using var sender = EventSender.Connect(_server.Channel, new EventSenderOptions { Source = "pbx" });
        await AnswerAsync(sender, "a", seconds: 10);
        await AssertLevelAsync(0, 1);

        Change("service_level_threshold: 15s\n");
        await AssertLevelAsync(0, 1);
        await AnswerAsync(sender, "b", seconds: 10);
        await AssertLevelAsync(1, 2);
        Change("queues: [{ name: sales, service_level_threshold: 5s }]\n");
        await AnswerAsync(sender, "c", seconds: 10);

        await AssertLevelAsync(1, 3);
    }

    [Fact]
    public async Task What_counted_by_other_definitions_is_taken_back_as_it_was_counted()
    {
        Change("productive_reasons: [training]\n");
        await _server.PublishAsync(
            Given.Present("ann"), Given.At(Given.Now, new()
            {
                AgentPresenceChanged = new() { Agent = "ann", Presence = Presence.NotReady, Reason = "training" },
            }));
        await AnswerAsync("a", seconds: 10);

        Change("service_level_threshold: 5s\n");
        await _server.PublishAsync(
            Given.Present("ann"), Given.At(Given.Now, new() { VisitExcluded = new() { VisitId = "a", Reason = "test" } }));

        var board = await _server.BoardAsync(Given.Select("service_level:answered_only"));
        Assert.Equal(0, board.Rows[0].Values[0].Ratio?.Denominator ?? 0);
        await _server.AssertCountAsync([1, 0], "contacts_excluded", "events_rejected");
    }

    [Fact]
    public async Task A_wrong_file_changes_nothing_and_health_and_metrics_tell_it_until_it_is_right()
    {
        using var subscriber = _server.Subscribe(Levels);
        await subscriber.ReadAsync();

        Change("time_zone: Asia/Tokyo\nservice_level_threshold: never\n");

        var settings = await _server.Watcher.GetSettingsAsync();
        Assert.Equal(("UTC", 2), (settings.TimeZone, settings.Limits.ServiceLevelThreshold.Seconds));
        Assert.Equal((ServingStatus.NotServing, ServingStatus.Serving), (await HealthAsync("definitions"), await HealthAsync("")));
        await subscriber.ReadAsync();
        System.IO.File.Delete(File);
        Watch.Reload(File);
        Assert.Equal(ServingStatus.NotServing, await HealthAsync("definitions"));

        Change("time_zone: Asia/Tokyo\n");
        Assert.Equal(ServingStatus.Serving, await HealthAsync("definitions"));
        Assert.Equal("Asia/Tokyo", (await _server.Watcher.GetSettingsAsync()).TimeZone);
    }

    [Fact]
    public async Task Subscriptions_of_changed_tenants_alone_go_on_with_what_is_new()
    {
        Change("service_level_threshold: 2s\ntenants: { default: { week_start: Sunday }, acme: {} }\n");
        using var before = _server.Subscribe(Levels);
        await before.ReadAsync();
        await AnswerAsync("a", seconds: 10);

        Change("service_level_threshold: 2s\ntenants: { default: { week_start: Sunday }, acme: { week_start: Sunday } }\n");
        await before.ReadAsync(SubscribeResponse.MessageOneofCase.Update);
        Change("service_level_threshold: 2s\nkpi_targets: [{ name: t, kpi: service_level.answered_only, group_by: [queue], window: 24h, "
            + "at_least: 80% }]\ntenants: { default: { week_start: Sunday }, acme: { week_start: Sunday } }\n");

        Assert.Equal("RECONNECT_DUE", (await before.FailureAsync()).Reason);
        using var after = _server.Subscribe(Levels);
        var row = Assert.Single((await after.ReadAsync()).Snapshot.Rows);
        Assert.Equal(TargetStatus.Unmet, row.Values[0].TargetStatus);
    }

    [Fact]
    public async Task Reloads_under_load_lose_and_double_nothing()
    {
        const int Visits = 4_000, Changes = 40;
        await using var sender = EventSender.Connect(_server.Channel, new EventSenderOptions { Source = "busy" });
        await using var calm = EventSender.Connect(_server.Channel, new EventSenderOptions { Source = "calm" });
        var watching = WatchUntilAsync(Visits + Changes);
        var sending = Task.Run(async () =>
        {
            for (var i = 0; i < Visits; i++) await SendAnsweredAsync(sender, $"v{i}", seconds: i % 40);
            await sender.FlushAsync();
        });
        var (threshold, within) = (2, 0);
        for (var i = 0; i < Changes; i++)
        {
            if (i % 4 < 3) threshold = 5 + i % 4 * 20;
            Change(i % 4 < 3 ? $"service_level_threshold: {threshold}s\n" : "service_level_threshold: never\n");
            await AnswerAsync(calm, $"c{i}", seconds: 30);
            within += threshold >= 30 ? 1 : 0;
        }
        await sending.InTime();

        var counts = await _server.CountAsync("contacts_offered", "contacts_answered", "events_rejected", "events_duplicate");
        Assert.Equal([Visits + Changes, Visits + Changes, 0, 0], counts);
        var board = await _server.BoardAsync(Given.SelectBy(["source"], ["service_level:answered_only"]));
        var ratio = board.Rows.Single(row => row.Labels[0] == "calm").Values[0].Ratio;
        Assert.Equal((within, Changes), (ratio.Numerator, ratio.Denominator));
        Assert.Equal(Visits + Changes, (await watching.InTime()).Rows[0].Values[0].Count);
    }

    private async Task<Client.KpiBoard> WatchUntilAsync(long answered)
    {
        await foreach (var board in _server.Watcher.WatchAsync(Given.Select("contacts_answered")))
        {
            if (board.Rows.Count > 0 && board.Rows[0].Values[0].Count == answered) return board;
        }
        throw new InvalidOperationException("The watch has ended.");
    }

    private void Change(string text)
    {
        Write(text);
        Watch.Reload(File);
    }

    // As a whole, so that the server reads no half of it.
    private void Write(string text)
    {
        System.IO.File.WriteAllText($"{File}.new", text);
        System.IO.File.Move($"{File}.new", File, overwrite: true);
    }

    private async Task<ServingStatus> HealthAsync(string service)
        => (await _server.Health.CheckAsync(new HealthCheckRequest { Service = service }).ResponseAsync.InTime()).Status;

    private async Task AnswerAsync(string visit, int seconds)
        => await _server.PublishAsync([.. AnsweredAfter(visit, seconds)]);

    private static async Task AnswerAsync(EventSender sender, string visit, int seconds)
    {
        await SendAnsweredAsync(sender, visit, seconds);
        await sender.FlushAsync().InTime();
    }

    private static async Task SendAnsweredAsync(EventSender sender, string visit, int seconds)
    {
        foreach (var item in AnsweredAfter(visit, seconds)) await sender.SendAsync(item);
    }

    private static IEnumerable<Event> AnsweredAfter(string visit, int seconds)
    {
        var start = Given.Now.AddMinutes(-5);
        yield return Given.At(start, Given.Queued(visit));
        yield return Given.At(start.AddSeconds(seconds), Given.Answered(visit, "ann"));
    }

    private async Task AssertLevelAsync(long numerator, long denominator)
    {
        var ratio = (await _server.BoardAsync(Levels)).Rows[0].Values[0].Ratio;
        Assert.Equal((numerator, denominator), (ratio.Numerator, ratio.Denominator));
    }
}
