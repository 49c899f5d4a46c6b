using CallCenter.ScriptedServer;
using CallCenter.V1;
using Google.Protobuf.WellKnownTypes;

namespace CallCenter.Cli.Tests;

/// <summary>explain against a server.</summary>
public sealed class ExplainTests : IAsyncLifetime
{
    private readonly List<ExplainValueRequest> _asked = [];
    private ScriptedPeer _server = null!;

    public async Task InitializeAsync()
    {
        _server = await ScriptedPeer.StartAsync();
        _server.Kpis.Explanation = request =>
        {
            _asked.Add(request.Clone());
            return request.PageToken.Length == 0 ? FirstPage() : new ExplainValueResponse { Entries = { Entry("v1", 0) } };
        };
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task The_value_asked_for_is_what_the_options_say()
    {
        await CcgAsync("explain", "service_level.answered_only@20s", "--where", "queue=sales", "--window", "30m", "-n", "50");

        Assert.Equal(ExplainValueRequest.Parser.ParseJson("""
            {
              "selector": {
                "kpis": [{"id": "service_level", "variant": "answered_only", "threshold": "20s"}],
                "where": [{"dimension": "queue", "values": ["sales"]}],
                "window": {"sliding": "1800s"}
              },
              "pageSize": 50
            }
            """), _asked[0]);
    }

    [Fact]
    public async Task A_table_lists_entries_of_all_pages_and_says_what_they_add_up_to()
    {
        Ended ended = await CcgAsync("explain", "service_level", "-n", "0");

        string[] lines = [.. ended.Out.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0)];
        Assert.Equal((0, ""), (ended.Code, ended.Error));
        Assert.Equal(["", "next"], _asked.Select(request => request.PageToken));
        Assert.Contains("2026-03-02", lines[2], StringComparison.Ordinal);
        Assert.Contains("service_level is 50.0%; 2 are behind it and add 1/2", lines);
        Assert.Contains(lines, line => line.StartsWith("0/1 has no entry", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_csv_has_a_line_for_each_entry()
    {
        Ended ended = await CcgAsync("explain", "service_level", "-o", "csv", "-n", "1");

        Assert.Equal(
            "start,kind,contact,visit,source,queue,agent,outcome,wait,talk,adds\r\n"
                + "2026-03-02T09:00:05Z,visit,c,v2,pbx,sales,ann,completed by agent,0:05,1:40,1/1\r\n",
            ended.Out.ReplaceLineEndings("\r\n"));
        Assert.Single(_asked);
    }

    [Fact]
    public async Task A_wrong_count_is_refused()
    {
        Ended ended = await CcgAsync("explain", "service_level", "-n", "-1");

        Assert.Contains("--count must be 0 or more", ended.Error, StringComparison.Ordinal);
    }

    private static ExplainValueResponse FirstPage() => new()
    {
        AsOfTime = Timestamp.FromDateTimeOffset(Given.Nine),
        Column = new KpiColumn { Spec = "service_level", Kind = KpiKind.Ratio },
        Value = new KpiValue { Ratio = new Ratio { Numerator = 1, Denominator = 2 } },
        Entries = { Entry("v2", 5) },
        NextPageToken = "next",
        EntryCount = 2,
        Listed = new ValueParts { Numerator = 1, Denominator = 2 },
        Rest = new ValueParts { Denominator = 1 },
    };

    private static ExplainedEntry Entry(string visit, int seconds) => new()
    {
        Kind = ExplainedKind.Visit,
        Source = "pbx",
        VisitId = visit,
        ContactId = "c",
        Queue = "sales",
        Agent = "ann",
        StartTime = Timestamp.FromDateTimeOffset(Given.Nine.AddSeconds(seconds)),
        Outcome = VisitOutcome.CompletedByAgent,
        Wait = new Duration { Seconds = 5 },
        Talk = new Duration { Seconds = 100 },
        Added = new ValueParts { Numerator = 1, Denominator = 1 },
    };

    private Task<Ended> CcgAsync(params string[] args) => CommandRun.ToEndAsync([.. args, "--server", _server.Address]);
}
