using CallCenter.Server.Hosting;
using CallCenter.Server.Settings;
using CallCenter.V1;
using static CallCenter.Testing.Given;

namespace CallCenter.Server.Tests;

/// <summary>Targets of the settings: what is wrong with them, how values do against them, in lists, snapshots and subscriptions.</summary>
public sealed class TargetTests
{
    private static readonly KpiTargetOptions ByQueue = new()
    {
        Name = "by-queue", Kpi = "contacts_abandoned", GroupBy = ["queue"], Window = "24h", AtMost = "1", Warning = "0",
    };

    private static readonly KpiTargetOptions OfSales = new()
    {
        Name = "sales", Kpi = "service_level.answered_only@20s", Where = ["queue=sales"], Window = "24h", AtLeast = "80%", Forecast = "10",
    };

    [Fact]
    public async Task A_list_has_each_target_with_how_its_groups_do()
    {
        await using var server = await StartAsync(ByQueue, OfSales);
        await AbandonAsync(server, ("sales", 2), ("help", 1), ("care", 0));

        var list = await server.Kpis.ListTargetsAsync(new ListTargetsRequest()).ResponseAsync.InTime();

        Assert.Equal(["by-queue", "sales"], list.Targets.Select(t => t.Name));
        Assert.Equal(
            ["care Met -1 0%", "help AtRisk 0 100%", "sales Unmet 1 200%"],
            list.Targets[0].States.Select(s => $"{s.Labels[0]} {s.Status} {s.Gap} {s.PercentOfTarget}%"));
        var sales = Assert.Single(list.Targets[1].States);
        Assert.Equal((TargetStatus.Met, 20, true), (sales.Status, Math.Round(100 * sales.Gap), list.Targets[1].Active));
        var budget = sales.ErrorBudget;
        Assert.Equal((0.2, 2.0, 0.777777778), (Round(budget.SoFar), Round(budget.OfForecast), Round(budget.RequiredFromNow)));
    }

    [Fact]
    public async Task Values_of_snapshots_and_subscriptions_have_the_status_of_the_target_that_is_about_them()
    {
        await using var server = await StartAsync(ByQueue, OfSales);
        await AbandonAsync(server, ("sales", 2), ("help", 1), ("care", 0));
        var selector = SelectBy(["queue"], ["contacts_abandoned", "service_level:answered_only@20", "contacts_offered"]);

        var board = (await server.Kpis.GetSnapshotAsync(new GetSnapshotRequest { Selector = selector }).ResponseAsync.InTime()).Snapshot;
        using var subscriber = server.Subscribe(selector);
        var streamed = (await subscriber.ReadAsync()).Snapshot;

        Assert.Equal(["by-queue", "sales", ""], board.Columns.Select(c => string.Join(' ', c.Targets)));
        Assert.Equal(
            ["care Met Unspecified Unspecified", "help AtRisk Unspecified Unspecified", "sales Unmet Met Unspecified"],
            board.Rows.Select(row => $"{row.Labels[0]} {string.Join(' ', row.Values.Select(v => v.TargetStatus))}"));
        Assert.Equal(board.Rows, streamed.Rows);
        await AbandonAsync(server, ("care", 1));
        var changed = new ColumnValue { Column = -1 };
        while (changed.Column != 0)
        {
            var update = (await subscriber.ReadAsync(SubscribeResponse.MessageOneofCase.Update)).Update;
            changed = update.Rows.SelectMany(row => row.Values).FirstOrDefault(value => value.Column == 0) ?? changed;
        }
        Assert.Equal(TargetStatus.AtRisk, changed.Value.TargetStatus);
    }

    [Theory]
    [InlineData("contacts_abandoned", "1h", "")] // Another window.
    [InlineData("contacts_offered", "24h", "")]
    [InlineData("contacts_abandoned", "24h", "channel")]
    public async Task Values_of_anything_else_have_none(string kpi, string window, string by)
    {
        await using var server = await StartAsync(ByQueue);
        await AbandonAsync(server, ("sales", 2));
        var selector = SelectBy(by.Length == 0 ? ["queue"] : ["queue", by], [kpi]);
        selector.Window = Notation.WindowText.Parse(window);

        var board = await server.BoardAsync(selector);

        Assert.All(board.Rows.SelectMany(row => row.Values), value => Assert.Equal(TargetStatus.Unspecified, value.TargetStatus));
    }

    [Fact]
    public async Task One_queue_by_a_filter_is_the_group_of_a_target_by_queue()
    {
        await using var server = await StartAsync(ByQueue);
        await AbandonAsync(server, ("sales", 2));
        var selector = Select("contacts_abandoned");
        selector.Where.Add(new Filter { Dimension = "queue", Values = { "sales" } });

        Assert.Equal(TargetStatus.Unmet, (await server.BoardAsync(selector)).Rows[0].Values[0].TargetStatus);
    }

    [Fact]
    public void Everything_wrong_is_named_at_the_start()
    {
        var wrong = new KpiTargetOptions
        {
            Name = "A", Kpi = "x", AtLeast = "1", AtMost = "2", Hours = "shop", HoldTime = "2d", SampleMin = "0",
        };

        var errors = new ServerOptions { Settings = new SettingOptions { KpiTargets = [wrong, ByQueue, ByQueue] } }.Errors().ToList();
        var about = Assert.Throws<ServerOptionsException>(() => LiveServer.Build(Adjust(
            ByQueue with { Kpi = "contacts_abandonned" }, OfSales with { Where = ["queue"] }, OfSales with { Name = "b", Window = "2x" })));

        Assert.All(
            ["0:Name is 'A'", "0 needs either", "0:Hours is 'shop'", "0:HoldTime is '2d'", "0:SampleMin is '0'", "2:Name is 'by-queue'"],
            text => Assert.Contains(errors, error => error.StartsWith($"Settings:KpiTargets:{text}", StringComparison.Ordinal)));
        Assert.Equal(3, about.Errors.Count);
        Assert.All(
            ["0:Kpi is 'contacts_abandonned', which is not a KPI; did you mean contacts_aban", "1:Where:0 is wrong", "2:Window is wrong"],
            (text, i) => Assert.StartsWith($"Settings:KpiTargets:{text}", about.Errors[i], StringComparison.Ordinal));
    }

    private static Task<LiveServer> StartAsync(params KpiTargetOptions[] targets) => LiveServer.StartAsync(Adjust(targets));

    private static Action<ServerOptions> Adjust(params KpiTargetOptions[] targets)
        => options => options.Settings = new SettingOptions { KpiTargets = [.. targets] };

    // Each queue also has an answer at once.
    private static async Task AbandonAsync(LiveServer server, params (string Queue, int Count)[] queues)
    {
        foreach (var (queue, count) in queues)
        {
            var answered = $"{queue} answered {Guid.NewGuid()}";
            await server.PublishAsync(Queued(answered, queue), Answered(answered, "ann"));
            foreach (var visit in Enumerable.Range(0, count).Select(i => $"{queue} {i} {Guid.NewGuid()}"))
                await server.PublishAsync(Queued(visit, queue), Ended(visit, VisitOutcome.Abandoned));
        }
    }

    private static double Round(double number) => Math.Round(number, 9);
}
