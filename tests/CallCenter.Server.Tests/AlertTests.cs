using CallCenter.Server.Access;
using CallCenter.Server.Hosting;
using CallCenter.Server.Settings;
using CallCenter.V1;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Grpc.Net.Client;
using static CallCenter.Testing.Given;

namespace CallCenter.Server.Tests;

/// <summary>Alerts through the doors: watched, listed, acknowledged, within the rights of the credential.</summary>
public sealed class AlertTests
{
    private static readonly KpiTargetOptions Waiting = new()
    {
        Name = "waiting", Kpi = "contacts_waiting", GroupBy = ["queue"], Window = "24h", AtMost = "1",
    };

    [Fact]
    public async Task An_alert_is_raised_acknowledged_and_cleared_before_a_watchers_eyes()
    {
        await using var server = await LiveServer.StartAsync(Adjust(Waiting));
        using var watcher = new AlertStreamReader(server.Channel);
        var first = await watcher.ReadAsync();
        await server.PublishAsync(Queued("a", "sales"), Queued("b", "sales"), Queued("c", "help"));

        var raised = await watcher.ChangedAsync();
        await server.PublishAsync(Queued("d", "sales"));
        var worse = await watcher.ChangedAsync();
        var answer = await new AlertService.AlertServiceClient(server.Channel).AcknowledgeAlertAsync(
            new AcknowledgeAlertRequest { Id = raised.Id, Name = "ann", Note = "on it" }).ResponseAsync.InTime();
        var seen = await watcher.ChangedAsync();
        await server.PublishAsync(
            Ended("a", VisitOutcome.Abandoned), Ended("b", VisitOutcome.Abandoned), Ended("d", VisitOutcome.Abandoned));
        var cleared = await watcher.ChangedAsync();

        Assert.Equal((0, true), (first.Open.Alerts.Count, first.HeartbeatInterval is not null));
        Assert.Equal(("waiting", "contacts_waiting", "queue", "sales"), (raised.Target, raised.Kpi, raised.GroupBy[0], raised.Labels[0]));
        Assert.Equal(
            (1d, TargetDirection.AtMost, 2d, AlertEnd.Unspecified), (raised.Limit, raised.Direction, raised.RaiseValue, raised.End));
        Assert.True(raised.SinceTime <= raised.RaiseTime && raised.ClearTime is null && raised.Column.Spec == "contacts_waiting");
        Assert.Equal((raised.Id, 3d), (worse.Id, worse.WorstValue));
        Assert.Equal(("ann", "on it"), (answer.Alert.Acknowledgement.Name, answer.Alert.Acknowledgement.Note));
        Assert.Equal(answer.Alert, seen);
        Assert.Equal((AlertEnd.Met, seen.Acknowledgement), (cleared.End, cleared.Acknowledgement));
        Assert.True(cleared.ClearTime >= cleared.RaiseTime);
    }

    [Fact]
    public async Task A_watcher_that_comes_back_gets_what_changed_and_one_with_a_strange_token_all_that_is_open()
    {
        await using var server = await LiveServer.StartAsync(Adjust(Waiting));
        await RaiseAsync(server, "sales");
        WatchAlertsResponse open;
        using (var watcher = new AlertStreamReader(server.Channel)) open = await watcher.ReadAsync();
        await RaiseAsync(server, "help");
        await ClearAsync(server, "sales");

        using var resumed = new AlertStreamReader(server.Channel, open.ResumeToken);
        var changed = new List<Alert> { await resumed.ChangedAsync() };
        if (changed[0].Labels[0] == "help") changed.Add(await resumed.ChangedAsync());
        using var strange = new AlertStreamReader(server.Channel, ByteString.CopyFromUtf8("strange"));
        using var future = new AlertStreamReader(server.Channel, Alerts.AlertToken.Of(long.MaxValue));

        Assert.Equal(["sales"], open.Open.Alerts.Select(alert => alert.Labels[0]));
        Assert.NotNull(changed[^1].ClearTime);
        Assert.Equal(["help"], (await strange.ReadAsync()).Open.Alerts.Select(alert => alert.Labels[0]));
        Assert.Equal(["help"], (await future.ReadAsync()).Open.Alerts.Select(alert => alert.Labels[0]));
    }

    [Fact]
    public async Task Lists_are_paged_the_newest_first_and_select_by_state_target_and_time()
    {
        await using var server = await LiveServer.StartAsync(Adjust(Waiting));
        foreach (var queue in new[] { "q1", "q2", "q3" }) await RaiseAsync(server, queue);
        await ClearAsync(server, "q2");
        var client = new AlertService.AlertServiceClient(server.Channel);

        var page = await ListAsync(client, new() { PageSize = 2 });
        var rest = await ListAsync(client, new() { PageSize = 1, PageToken = page.NextPageToken });

        Assert.Equal(["q3", "q2"], page.Alerts.Select(alert => alert.Labels[0]));
        Assert.Equal(("q1", ""), (Assert.Single(rest.Alerts).Labels[0], rest.NextPageToken));
        Assert.Equal("q3 q1", await QueuesAsync(client, new() { OpenOnly = true }));
        Assert.Equal("q3 q2 q1", await QueuesAsync(client, new() { Target = "waiting" }));
        Assert.Equal("", await QueuesAsync(client, new() { Target = "other" }));
        var cleared = page.Alerts[1];
        Assert.Equal("q3 q1", await QueuesAsync(client, new() { FromTime = Later(cleared.ClearTime) }));
        Assert.Equal("q2 q1", await QueuesAsync(client, new() { ToTime = page.Alerts[0].RaiseTime }));
        var wrong = await Assert.ThrowsAsync<RpcException>(() => ListAsync(client, new() { PageSize = 2000, PageToken = "x" }));
        Assert.Equal("SELECTOR_INVALID", Client.CallCenterException.From(wrong).Reason);
    }

    [Fact]
    public async Task An_acknowledgement_holds_a_repeated_one_is_answered_and_another_refused()
    {
        await using var server = await LiveServer.StartAsync(Adjust(Waiting));
        await RaiseAsync(server, "sales");
        var client = new AlertService.AlertServiceClient(server.Channel);
        var id = (await ListAsync(client, new())).Alerts[0].Id;
        var request = new AcknowledgeAlertRequest { Id = id, Name = "ann", Note = "on it" };

        var first = await client.AcknowledgeAlertAsync(request).ResponseAsync.InTime();
        var again = await client.AcknowledgeAlertAsync(request).ResponseAsync.InTime();

        Assert.Equal(first, again);
        Assert.Equal("ALERT_ACKNOWLEDGED", await FailAsync(client, new(request) { Name = "bob" }));
        Assert.Equal("ALERT_UNKNOWN", await FailAsync(client, new(request) { Id = "17" }));
        Assert.Equal("ALERT_UNKNOWN", await FailAsync(client, new(request) { Id = "x" }));
        Assert.Equal("EVENT_INVALID", await FailAsync(client, new(request) { Name = "" }));
        Assert.Equal("EVENT_INVALID", await FailAsync(client, new(request) { Note = new string('x', 501) }));
    }

    [Fact]
    public async Task Readers_watch_what_their_filters_allow_and_acknowledging_needs_its_role()
    {
        await using var server = await GuardedServer.StartAsync(Adjust(Waiting));
        var admin = await server.ClientAsync("acme", "admin");
        await admin.PublishAsync("web", Queued("a", "sales"), Queued("b", "sales"), Queued("c", "help"), Queued("d", "help"));
        await Waits.UntilAsync(async () => (await ListAsync(new(admin.Channel), new())).Alerts.Count == 2, "two alerts");
        var help = await server.ClientAsync("acme", "read:queue=help", "alerts:ack");
        var reader = await server.ClientAsync("acme", "read");
        var (key, text) = AccessKey.Create(new AccessKey { Id = "", Tenant = "acme", Roles = ["read", "alerts:ack"], Name = "Eve" });
        server.Change(keys => [.. keys, key]);
        await Waits.UntilAsync(async () => await server.StatusOfAsync(text) == System.Net.HttpStatusCode.OK, "the key");
        var eve = server.Client(text);
        var other = await server.ClientAsync("globex", "admin");

        var seen = Assert.Single((await ListAsync(new(help.Channel), new())).Alerts);
        var all = (await ListAsync(new(reader.Channel), new())).Alerts;
        using var watcher = new AlertStreamReader(help.Channel);

        Assert.Equal(("help", 2), (seen.Labels[0], all.Count));
        Assert.Equal([seen], (await watcher.ReadAsync()).Open.Alerts);
        Assert.Empty((await ListAsync(new(other.Channel), new())).Alerts);
        await other.PublishAsync("web", Queued("e", "care"), Queued("f", "care"));
        await Waits.UntilAsync(async () => await QueuesAsync(new(other.Channel), new()) == "care", "an alert of its own");
        var request = new AcknowledgeAlertRequest { Id = all.Single(alert => alert.Labels[0] == "sales").Id, Name = "x" };
        Assert.Equal("ROLE_MISSING", await FailAsync(new(reader.Channel), request));
        Assert.Equal("ALERT_UNKNOWN", await FailAsync(new(help.Channel), request));
        Assert.Equal("ALERT_UNKNOWN", await FailAsync(new(other.Channel), request));
        var answer = await new AlertService.AlertServiceClient(eve.Channel).AcknowledgeAlertAsync(request).ResponseAsync.InTime();
        Assert.Equal("Eve", answer.Alert.Acknowledgement.Name);
    }

    [Fact]
    public async Task Alerts_are_served_over_HTTP_and_as_events()
    {
        await using var server = await GuardedServer.StartAsync(Adjust(Waiting));
        var acme = await server.ClientAsync("acme", "admin");
        await acme.PublishAsync("web", Queued("a", "sales"), Queued("b", "sales"));
        await Waits.UntilAsync(async () => (await acme.TextAsync("/v1/alerts?openOnly=true")).Contains("\"sales\""), "an alert");

        using var reader = new StreamReader(await (await acme.GetAsync("/v1/alert-stream?target=waiting")).Content.ReadAsStreamAsync());
        var (id, name, data) = (await reader.ReadLineAsync(), await reader.ReadLineAsync(), await reader.ReadLineAsync());
        using var lines = new StreamReader(await (await acme.GetAsync("/v1/alerts:watch")).Content.ReadAsStreamAsync());

        Assert.StartsWith("id: ", id, StringComparison.Ordinal);
        Assert.Equal("event: open", name);
        Assert.Contains("\"waiting\"", data, StringComparison.Ordinal);
        Assert.Contains("\"sales\"", await lines.ReadLineAsync().InTime(), StringComparison.Ordinal);
        Assert.Contains("SELECTOR_INVALID", await acme.TextAsync("/v1/alert-stream?queue=x"), StringComparison.Ordinal);
    }

    [StoreFact]
    public async Task Alerts_survive_a_restart_and_a_target_that_is_gone_ends_them()
    {
        using var folder = new DataFolder();
        var store = ServerStore.OnDisk(folder.Path);
        string id;
        await using (var server = await LiveServer.StartAsync(o => { store.Adjust(o); Adjust(Waiting)(o); }))
        {
            await RaiseAsync(server, "sales");
            id = (await ListAsync(new(server.Channel), new())).Alerts[0].Id;
        }
        await using (var server = await LiveServer.StartAsync(o => { store.Adjust(o); Adjust(Waiting)(o); }))
        {
            await RaiseAsync(server, "help");
            Assert.Equal([id], (await ListAsync(new(server.Channel), new())).Alerts.Where(a => a.Labels[0] == "sales").Select(a => a.Id));
            await ClearAsync(server, "sales");
        }
        await using (var server = await LiveServer.StartAsync(store.Adjust))
        {
            await Waits.UntilAsync(async () => await QueuesAsync(new(server.Channel), new() { OpenOnly = true }) == "", "the end");
            var ends = (await ListAsync(new(server.Channel), new())).Alerts
                .Select(alert => (alert.Labels[0], alert.End, alert.Column is null));
            Assert.Equal([("help", AlertEnd.TargetGone, true), ("sales", AlertEnd.Met, true)], ends);
        }
    }

    private static Action<ServerOptions> Adjust(params KpiTargetOptions[] targets)
        => options => options.Settings = new SettingOptions { KpiTargets = [.. targets] };

    private static async Task RaiseAsync(LiveServer server, string queue)
    {
        await server.PublishAsync(Queued($"{queue} 1", queue), Queued($"{queue} 2", queue));
        await UntilAsync(server, queue, isOpen: true);
    }

    private static async Task ClearAsync(LiveServer server, string queue)
    {
        await server.PublishAsync(Ended($"{queue} 1", VisitOutcome.Abandoned), Ended($"{queue} 2", VisitOutcome.Abandoned));
        await UntilAsync(server, queue, isOpen: false);
    }

    private static Task UntilAsync(LiveServer server, string queue, bool isOpen) => Waits.UntilAsync(
        async () => (await ListAsync(new(server.Channel), new() { OpenOnly = true })).Alerts.Any(a => a.Labels[0] == queue) == isOpen,
        isOpen ? "an alert" : "its end");

    private static Task<ListAlertsResponse> ListAsync(AlertService.AlertServiceClient client, ListAlertsRequest request)
        => client.ListAlertsAsync(request).ResponseAsync.InTime();

    private static async Task<string> QueuesAsync(AlertService.AlertServiceClient client, ListAlertsRequest request)
        => string.Join(' ', (await ListAsync(client, request)).Alerts.Select(alert => alert.Labels[0]));

    private static async Task<string> FailAsync(AlertService.AlertServiceClient client, AcknowledgeAlertRequest request)
        => Client.CallCenterException.From(
            await Assert.ThrowsAsync<RpcException>(() => client.AcknowledgeAlertAsync(request).ResponseAsync.InTime())).Reason;

    private static Timestamp Later(Timestamp time) => Timestamp.FromDateTimeOffset(time.ToDateTimeOffset().AddMilliseconds(1));

    private sealed class AlertStreamReader(GrpcChannel channel, ByteString? token = null) : IDisposable
    {
        private readonly AsyncServerStreamingCall<WatchAlertsResponse> _call = new AlertService.AlertServiceClient(channel).WatchAlerts(
            new WatchAlertsRequest { ResumeToken = token ?? ByteString.Empty });

        public async Task<WatchAlertsResponse> ReadAsync()
        {
            Assert.True(await _call.ResponseStream.MoveNext(CancellationToken.None).InTime());
            return _call.ResponseStream.Current;
        }

        /// <summary>The next alert that changed; there is one in the message.</summary>
        public async Task<Alert> ChangedAsync()
        {
            var message = await ReadAsync();
            while (message.MessageCase == WatchAlertsResponse.MessageOneofCase.Heartbeat) message = await ReadAsync();
            return message.Changed.Alerts[^1];
        }

        public void Dispose() => _call.Dispose();
    }
}
