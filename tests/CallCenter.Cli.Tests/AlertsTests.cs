using CallCenter.ScriptedServer;
using CallCenter.V1;
using Google.Protobuf.WellKnownTypes;

namespace CallCenter.Cli.Tests;

/// <summary>ccg alerts against a scripted server.</summary>
public sealed class AlertsTests : IAsyncLifetime
{
    private readonly List<ListAlertsRequest> _listed = [];
    private ScriptedPeer _server = null!;

    public async Task InitializeAsync()
    {
        _server = await ScriptedPeer.StartAsync();
        _server.Alerts.List = request =>
        {
            _listed.Add(request);
            return new ListAlertsResponse { Alerts = { Sales(), new Alert { Id = "16", Target = "b" } } };
        };
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task Alerts_are_listed_as_CSV_as_JSON_and_as_a_table()
    {
        Ended csv = await CcgAsync("alerts", "--open", "--target", "waiting", "-n", "1", "-o", "csv");
        Ended json = await CcgAsync("alerts", "-o", "json");
        Ended table = await CcgAsync("alerts");

        Assert.Equal(new ListAlertsRequest { OpenOnly = true, Target = "waiting" }, _listed[0]);
        Assert.Equal(
            """
            id,target,group,kpi,limit,worst,since,raised,cleared,acknowledged
            17,waiting,sales,contacts_waiting,<= 1,3,2026-03-02T09:00:00Z,2026-03-02T09:01:00Z,,ann: on it

            """.ReplaceLineEndings("\n"), csv.Out);
        Assert.Contains("contacts_waiting", table.Out, StringComparison.Ordinal);
        Assert.Equal(["17", "16"], ListAlertsResponse.Parser.ParseJson(json.Out).Alerts.Select(alert => alert.Id));
    }

    [Fact]
    public async Task Alerts_are_watched_line_by_line()
    {
        _server.Alerts.Streams.Enqueue([new() { Open = new() { Alerts = { Sales() } } }, new() { Heartbeat = new() }]);

        Ended ended = await CcgAsync("alerts", "--watch", "-n", "2");

        string[] lines = ended.Out.TrimEnd().Split('\n');
        Assert.Equal((0, 2), (ended.Code, lines.Length));
        Assert.Equal(Sales(), WatchAlertsResponse.Parser.ParseJson(lines[0]).Open.Alerts.Single());
    }

    [Fact]
    public async Task An_alert_is_acknowledged_by_id_with_a_note()
    {
        AcknowledgeAlertRequest? asked = null;
        _server.Alerts.Acknowledge = request =>
        {
            asked = request;
            return new AcknowledgeAlertResponse { Alert = Sales() };
        };

        Ended ended = await CcgAsync("alerts", "ack", "17", "--note", "on it", "--name", "bob");

        Assert.Equal(new AcknowledgeAlertRequest { Id = "17", Note = "on it", Name = "bob" }, asked);
        Assert.Equal((0, "acknowledged waiting sales as ann\n"), (ended.Code, ended.Out));
    }

    private static Alert Sales() => new()
    {
        Id = "17",
        Target = "waiting",
        Kpi = "contacts_waiting",
        GroupBy = { "queue" },
        Labels = { "sales" },
        Limit = 1,
        Direction = TargetDirection.AtMost,
        SinceTime = Timestamp.FromDateTimeOffset(Given.Nine),
        RaiseTime = Timestamp.FromDateTimeOffset(Given.Nine.AddMinutes(1)),
        RaiseValue = 2,
        WorstValue = 3,
        Acknowledgement = new Acknowledgement { Name = "ann", Note = "on it" },
    };

    private Task<Ended> CcgAsync(params string[] args) => CommandRun.ToEndAsync([.. args, "--server", _server.Address]);
}
