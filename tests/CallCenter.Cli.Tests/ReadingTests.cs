using CallCenter.Core.Identity;
using CallCenter.ScriptedServer;
using CallCenter.V1;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace CallCenter.Cli.Tests;

/// <summary>snapshot, watch and kpis against a server.</summary>
public sealed class ReadingTests : IAsyncLifetime
{
    private ScriptedPeer _server = null!;

    public async Task InitializeAsync() => _server = await ScriptedPeer.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task A_selector_is_what_the_options_say()
    {
        Selector? asked = null;
        _server.Kpis.Snapshot = request =>
        {
            asked = request.Selector;
            return Answers.Of();
        };

        Ended ended = await CcgAsync("snapshot", "--kpi", "contacts_offered,service_level.answered_only@20s", "-k", "speed_of_answer",
            "--group-by", "queue,agent", "--where", "queue=sales,support", "--where", "channel=phone", "--window", "interval:30m:previous");

        Assert.Equal((0, ""), (ended.Code, ended.Error));
        Assert.Equal(Selector.Parser.ParseJson("""
            {
              "kpis": [
                {"id": "contacts_offered"},
                {"id": "service_level", "variant": "answered_only", "threshold": "20s"},
                {"id": "speed_of_answer"}
              ],
              "groupBy": ["queue", "agent"],
              "where": [{"dimension": "queue", "values": ["sales", "support"]}, {"dimension": "channel", "values": ["phone"]}],
              "window": {"interval": {"length": "1800s", "position": "INTERVAL_POSITION_PREVIOUS"}}
            }
            """), asked);
    }

    [Fact]
    public async Task Without_options_the_usual_KPIs_of_today_are_shown_in_one_total()
    {
        Selector? asked = null;
        _server.Kpis.Snapshot = request =>
        {
            asked = request.Selector;
            return Answers.Of();
        };

        await CcgAsync("snapshot");

        Assert.Equal(11, asked?.Kpis.Count);
        Assert.Equal(("contacts_offered", "agents_on_contact"), (asked?.Kpis[0].Id, asked?.Kpis[10].Id));
        Assert.Equal((PeriodUnit.Day, 0, 0), (asked?.Window.Period.Unit, asked?.GroupBy.Count, asked?.Where.Count));
    }

    [Fact]
    public async Task A_table_shows_values_for_people_and_what_they_are_of()
    {
        GetSnapshotResponse answer = Answers.Of();
        answer.Completeness = new Completeness
        {
            Gaps = { new Gap { Source = "pbx", StartTime = Stamp(Given.Nine.AddMinutes(-9)), EndTime = Stamp(Given.Nine.AddMinutes(-8)) } },
        };
        _server.Kpis.Snapshot = _ => answer;

        Ended ended = await CcgAsync("snapshot", "-k", "contacts_offered,service_level,speed_of_answer", "-g", "queue");

        string[] lines = [.. ended.Out.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0)];
        Assert.Equal("queue Offered Service level @20s Average speed of answer".Split(' '), Words(lines[0]));
        Assert.Equal(["sales", "12", "83.3%", "–"], Words(lines[2]));
        Assert.Equal("as of 2026-03-02 09:00:00 UTC, window from 2026-03-02 08:30:00 to 2026-03-02 09:00:00", lines[3]);
        Assert.Equal("incomplete: pbx from 2026-03-02 08:51:00 to 2026-03-02 08:52:00", lines[4]);
    }

    [Fact]
    public async Task A_total_has_a_line_for_each_kpi()
    {
        GetSnapshotResponse answer = Answers.Of();
        answer.Snapshot.Rows[0].Labels.Clear();
        _server.Kpis.Snapshot = _ => answer;

        Ended ended = await CcgAsync("snapshot", "-k", "contacts_offered,service_level@20s,speed_of_answer");

        Assert.Equal(
            ["Offered 12 contacts_offered", "Service level @20s 83.3% service_level@20s", "Average speed of answer – speed_of_answer"],
            ended.Out.Split('\n').Where(line => line.Contains('_')).Select(line => string.Join(' ', Words(line))));
    }

    [Fact]
    public async Task A_table_that_is_piped_has_no_escapes_even_of_names()
    {
        _server.Kpis.Snapshot = _ => Answers.Of("\u001b[31m[red]x[/]");

        Ended ended = await CcgAsync("snapshot", "-k", "contacts_offered,service_level,speed_of_answer", "-g", "queue");

        Assert.DoesNotContain('\u001b', ended.Out);
        Assert.Contains(@"\u001B[31m[red]x[/]", ended.Out);
    }

    [Theory]
    [InlineData("table", @"\u009B2Jx\u2028\u202Ey\u2069")]
    [InlineData("csv", @"\u009B2Jx\u2028\u202Ey\u2069,12")]
    [InlineData("json", @"\u009b2Jx\u2028\u202ey\u2069")]
    public async Task A_hostile_name_is_escaped_in_every_format(string format, string shown)
    {
        _server.Kpis.Snapshot = _ => Answers.Of("\u009B2Jx\u2028\u202Ey\u2069");

        Ended ended = await CcgAsync("snapshot", "-k", "contacts_offered,service_level,speed_of_answer", "-g", "queue", "-o", format);

        Assert.Contains(shown, ended.Out);
        Assert.DoesNotContain(ended.Out.Replace("\n", ""), SafeText.IsUnsafe);
    }

    [Fact]
    public async Task A_hostile_name_is_escaped_in_each_line_of_a_watch()
    {
        SubscribeResponse hostile = Snapshot(1);
        hostile.Snapshot.Rows[0].Labels[0] = "\u009B2Jx\u2066";
        Say(hostile);

        Ended ended = await CcgAsync("watch", "-k", "contacts_offered", "-g", "queue", "--count", "1");

        Assert.DoesNotContain(ended.Out.TrimEnd('\n'), SafeText.IsUnsafe);
        Assert.Equal(hostile, SubscribeResponse.Parser.ParseJson(ended.Out));
    }

    [Fact]
    public async Task A_hostile_message_of_a_server_is_escaped()
    {
        _server.Kpis.Snapshot = _ => throw Refusal.Of(StatusCode.InvalidArgument, ErrorReason.SelectorInvalid, "No\u009B2J\u202E KPI.");

        Ended ended = await CcgAsync("snapshot", "-k", "x");

        Assert.StartsWith(@"ccg: No\u009B2J\u202E KPI", ended.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_csv_has_plain_numbers_with_empty_cells_for_no_value_and_then_texts()
    {
        _server.Kpis.Snapshot = _ => Answers.Of("=cmd()");

        Ended ended = await CcgAsync("snapshot", "-k", "contacts_offered,service_level,speed_of_answer", "-g", "queue", "-o", "csv");

        Assert.Equal(
            "queue,contacts_offered,service_level,speed_of_answer,contacts_offered text,service_level text,speed_of_answer text\n"
                + "'=cmd(),12,0.833333,,12,83.3%,–\n", ended.Out);
    }

    [Fact]
    public async Task Json_is_the_servers_answer()
    {
        _server.Kpis.Snapshot = _ => Answers.Of();

        Ended ended = await CcgAsync("snapshot", "-g", "queue", "-o", "json");

        Assert.Equal(Answers.Of(), GetSnapshotResponse.Parser.ParseJson(ended.Out));
    }

    [Fact]
    public async Task A_kpi_that_does_not_exist_is_a_wrong_command_line()
    {
        _server.Kpis.Snapshot = _ => throw Refusal.Of(StatusCode.InvalidArgument, ErrorReason.SelectorInvalid, "There is no KPI 'x'.");

        Ended ended = await CcgAsync("snapshot", "-k", "x");

        Assert.Equal(new Ended(2, "", "ccg: There is no KPI 'x'; 'ccg kpis' lists what can be asked for\n"), ended);
    }

    [Fact]
    public async Task Each_update_is_one_line_of_the_servers_message()
    {
        SubscribeResponse[] messages = [Snapshot(1), Update(2, 13), Update(3, 14)];
        Say(messages);

        Ended ended = await CcgAsync("watch", "-k", "contacts_offered", "-g", "queue", "--count", "3");

        Assert.Equal((0, ""), (ended.Code, ended.Error));
        Assert.Equal(messages, ended.Out.TrimEnd('\n').Split('\n').Select(SubscribeResponse.Parser.ParseJson));
    }

    [Fact]
    public async Task A_full_watch_prints_all_values_with_every_update()
    {
        Say(Snapshot(1), Update(2, 13));

        Ended ended = await CcgAsync("watch", "-k", "contacts_offered", "-g", "queue", "--full", "-n", "2");

        GetSnapshotResponse[] boards = [.. ended.Out.TrimEnd('\n').Split('\n').Select(GetSnapshotResponse.Parser.ParseJson)];
        Assert.Equal([12, 13], boards.Select(b => b.Snapshot.Rows[0].Values[0].Count));
        Assert.Equal([1, 2], boards.Select(b => b.AsOfTime.Seconds));
    }

    [Fact]
    public async Task A_watch_that_breaks_says_so_and_goes_on()
    {
        _server.Kpis.Next(async talk =>
        {
            await talk.SayAsync(Snapshot(1));
            throw Refusal.RetryAfter(TimeSpan.Zero, ErrorReason.ServerStopping, "The server is going down.");
        });
        Say(Update(2, 13));

        Ended ended = await CcgAsync("watch", "-k", "contacts_offered", "-g", "queue", "--full", "-n", "2");

        Assert.Equal(2, ended.Out.TrimEnd('\n').Split('\n').Length);
        Assert.Equal($"ccg: connection to {_server.Address} lost (SERVER_STOPPING: The server is going down); trying again\n", ended.Error);
    }

    [Fact]
    public async Task Agents_are_listed_as_a_table_as_CSV_and_as_JSON()
    {
        ListAgentsRequest? asked = null;
        var agent = new Agent
        {
            Agent_ = "=ann",
            DisplayName = "Ann Example",
            Source = "pbx",
            State = AgentState.NotReady,
            StateSinceTime = Timestamp.FromDateTimeOffset(Given.Nine),
            Reason = "training",
            Queues = { new AgentQueue { Queue = "sales" }, new AgentQueue { Queue = "help", Paused = true } },
        };
        _server.Kpis.Agents = request =>
        {
            asked = request;
            return new ListAgentsResponse { Agents = { agent } };
        };

        Ended table = await CcgAsync("list", "agents", "--queue", "sales", "--search", "ann", "--source", "pbx");
        Ended csv = await CcgAsync("list", "agents", "-o", "csv");
        Ended json = await CcgAsync("list", "agents", "-o", "json");

        Assert.Contains("not ready", table.Out);
        Assert.Equal(
            "agent,name,source,team,state,since,reason,queues\n"
                + "'=ann,Ann Example,pbx,,not ready,2026-03-02T09:00:00Z,training,sales help(paused)\n", csv.Out);
        Assert.Equal(agent, Assert.Single(ListAgentsResponse.Parser.ParseJson(json.Out).Agents));
        Assert.Equal(new ListAgentsRequest(), asked);
    }

    [Fact]
    public async Task A_list_asks_for_what_its_options_say()
    {
        List<Google.Protobuf.IMessage> asked = [];
        _server.Kpis.Sources = request => Note(request, new ListSourcesResponse { Sources = { new Source { Source_ = "pbx" } } });
        var queue = new Queue { Queue_ = "q", WaitingCount = 3 };
        _server.Kpis.Queues = request => Note(request, new ListQueuesResponse { Queues = { queue } });
        _server.Kpis.Agents = request => Note(request, new ListAgentsResponse());
        _server.Kpis.Tags = request => Note(request, new ListTagsResponse { Tags = { new Tag { Name = "site", Values = { "x" } } } });

        string[] outputs =
        [
            (await CcgAsync("list", "sources", "--search", "a")).Out,
            (await CcgAsync("list", "queues", "--source", "s", "--search", "a")).Out,
            (await CcgAsync("list", "agents", "--source", "s", "--queue", "q")).Out,
            (await CcgAsync("list", "tags", "--source", "s", "--queue", "q", "--search", "a")).Out,
        ];

        Assert.Equal(
            [
                new ListSourcesRequest { Search = "a" },
                new ListQueuesRequest { Source = "s", Search = "a" },
                new ListAgentsRequest { Source = "s", Queue = "q" },
                new ListTagsRequest { Source = "s", Queue = "q", Search = "a" },
            ],
            asked);
        Assert.Contains("pbx", outputs[0]);
        Assert.Contains("3", outputs[1]);
        Assert.Contains("site", outputs[3]);

        T Note<T>(Google.Protobuf.IMessage request, T answer)
        {
            asked.Add(request);
            return answer;
        }
    }

    private static string[] Words(string line) => line.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private static SubscribeResponse Snapshot(int second) => At(second, new SubscribeResponse { Snapshot = Answers.Of().Snapshot });

    private static SubscribeResponse Update(int second, int offered)
    {
        var row = new RowUpdate { Labels = { "sales" }, Values = { new ColumnValue { Value = new KpiValue { Count = offered } } } };
        return At(second, new SubscribeResponse { Update = new Update { Rows = { row } } });
    }

    private static SubscribeResponse At(int second, SubscribeResponse response)
    {
        response.AsOfTime = new Timestamp { Seconds = second };
        response.ResumeToken = ByteString.CopyFromUtf8($"{second}");
        return response;
    }

    private static Timestamp Stamp(DateTimeOffset time) => Timestamp.FromDateTimeOffset(time);

    private void Say(params SubscribeResponse[] messages) => _server.Kpis.Next(async talk =>
    {
        foreach (SubscribeResponse message in messages)
            await talk.SayAsync(message);
        await talk.UntilGoneAsync();
    });

    private Task<Ended> CcgAsync(params string[] args) => CommandRun.ToEndAsync([.. args, "--server", _server.Address]);
}
