using System.Text;
using CallCenter.V1;
using Grpc.Core;
using static CallCenter.Testing.Given;

namespace CallCenter.Server.Tests;

/// <summary>What is behind a value, through the doors: live and finished, over pages and restarts, and for whom.</summary>
public sealed class ExplainTests : IAsyncLifetime
{
    private readonly DateTimeOffset _start = Now.AddMinutes(-30);
    private readonly DataFolder _folder = new();
    private LiveServer _server = null!;

    public async Task InitializeAsync() => _server = await LiveServer.StartAsync(ServerStore.OnDisk(_folder.Path));

    public async Task DisposeAsync()
    {
        await _server.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task The_abandoned_list_has_whom_to_call_back()
    {
        await _server.PublishAsync(
            After(0, Queued("v1")), After(40, Ended("v1", VisitOutcome.Abandoned)),
            After(50, Queued("v2")), After(60, Answered("v2", "ann")), After(100, Queued("v3", "help")),
            After(110, Ended("v3", VisitOutcome.Abandoned)), After(120, Queued("v4")), After(125, Ended("v4", VisitOutcome.Abandoned)));

        var answer = await ExplainAsync(Ask(["queue"], "contacts_abandoned", "sales"));

        Assert.Equal((2, 2, 0, 2), (answer.Value.Count, answer.Listed.Numerator, answer.Rest.Numerator, answer.EntryCount));
        Assert.Equal(
            ["v4 sales Abandoned 120+5 adds 1", "v1 sales Abandoned 0+40 adds 1"],
            answer.Entries.Select(e => $"{e.VisitId} {e.Queue} {e.Outcome} {Seconds(e)}+{e.Wait.Seconds} adds {e.Added.Numerator}"));
        Assert.Equal("", answer.NextPageToken);
    }

    [Fact]
    public async Task A_service_level_names_those_within_and_those_beyond_the_threshold()
    {
        await _server.PublishAsync(
            After(0, Queued("fast")), After(5, Answered("fast", "ann")), After(20, Ended("fast", VisitOutcome.CompletedByAgent)),
            After(30, Queued("slow")), After(90, Answered("slow", "bob")), After(100, Queued("waits")));

        var answer = await ExplainAsync(Ask([], "service_level:answered_only@20"));

        Assert.Equal((1, 2), (answer.Value.Ratio.Numerator, answer.Value.Ratio.Denominator));
        Assert.Equal(
            ["slow bob 0/1", "fast ann 1/1"],
            answer.Entries.Select(e => $"{e.VisitId} {e.Agent} {e.Added.Numerator}/{e.Added.Denominator}"));
        Assert.Equal((0, 0), (answer.Rest.Numerator, answer.Rest.Denominator));
    }

    [Fact]
    public async Task The_longest_wait_names_those_who_wait_and_agents_stand_for_themselves()
    {
        await _server.PublishAsync(
            After(0, Queued("v1")), After(10, Queued("v2")), After(0, Present("ann", Presence.Break)), After(0, Present("bob")));

        var waiting = await ExplainAsync(Ask([], "longest_wait"));
        var onBreak = await ExplainAsync(Ask([], "agents_on_break"));

        Assert.Equal((true, "v2 v1"), (waiting.Choice, string.Join(' ', waiting.Entries.Select(e => e.VisitId))));
        Assert.Equal(_start, waiting.Value.Time.ToDateTimeOffset());
        Assert.Equal([(ExplainedKind.Agent, "ann", 1L)], onBreak.Entries.Select(e => (e.Kind, e.Agent, e.Added.Numerator)));
    }

    [Fact]
    public async Task Pages_stay_as_they_are_while_events_arrive_and_over_a_restart()
    {
        await _server.PublishAsync(
            [.. Enumerable.Range(0, 5).SelectMany(
                i => new[] { After(i, Queued($"v{i}")), After(60 + i, Ended($"v{i}", VisitOutcome.Abandoned)) })]);
        var request = Ask(["queue"], "contacts_abandoned", "sales");
        request.PageSize = 2;
        var first = await ExplainAsync(request);
        await _server.PublishAsync(
            After(2, Queued("late")), At(Now.AddSeconds(2), Ended("late", VisitOutcome.Abandoned)),
            After(70, Queued("v9")), At(Now.AddSeconds(2), Ended("v9", VisitOutcome.Abandoned)));
        await _server.DisposeAsync();
        _server = await LiveServer.StartAsync(ServerStore.OnDisk(_folder.Path));

        List<string> seen = [.. first.Entries.Select(e => e.VisitId)];
        for (var page = first; page.NextPageToken.Length > 0;)
        {
            request.PageToken = page.NextPageToken;
            page = await ExplainAsync(request);
            Assert.Equal(first.AsOfTime, page.AsOfTime);
            Assert.Null(page.Value);
            seen.AddRange(page.Entries.Select(e => e.VisitId));
        }

        Assert.Equal(5, first.EntryCount);
        Assert.Equal(["v4", "v3", "v2", "v1", "v0"], seen);
    }

    [Fact]
    public async Task What_has_no_record_is_the_rest_or_refused()
    {
        var survey = At(Now, new() { SurveyAnswered = new() { ContactId = "c", Queue = "sales", Score = 4 } });
        await _server.PublishAsync(After(0, Queued("v1")), survey);

        var perHour = await ExplainAsync(Ask([], "avg_waiting"));
        var refused = await Failures.OfAsync(_server.Kpis.ExplainValueAsync(Ask([], "csat_score")));
        var feeds = await Failures.OfAsync(_server.Kpis.ExplainValueAsync(Ask([], "events_counted")));

        Assert.True(perHour.Rest.Denominator > 0 && perHour.Listed.Denominator == 0 && perHour.Rest.Numerator == 0);
        Assert.Equal((StatusCode.InvalidArgument, "SELECTOR_INVALID"), (refused.StatusCode, refused.Reason));
        Assert.Equal(["column"], Failures.FieldsOf(refused));
        Assert.Contains("no record", refused.Message, StringComparison.Ordinal);
        Assert.Contains("feeds", feeds.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Wrong_fields_and_foreign_tokens_are_named()
    {
        await _server.PublishAsync(After(0, Queued("v1")), After(1, Queued("v2")));
        var request = Ask(["queue"], "contacts_offered", "sales");
        request.PageSize = 1;
        var token = (await ExplainAsync(request)).NextPageToken;

        Assert.Equal(["column"], await FieldsAsync(request, r => r.Column = 1));
        Assert.Equal(["labels"], await FieldsAsync(request, r => r.Labels.Clear()));
        Assert.Equal(["page_size"], await FieldsAsync(request, r => r.PageSize = -1));
        Assert.Equal(["page_token"], await FieldsAsync(request, r => (r.PageToken, r.Labels[0]) = (token, "help")));
        Assert.Equal(["page_token"], await FieldsAsync(request, r => r.PageToken = token[..^3]));
    }

    [Fact]
    public async Task Over_plain_HTTP_it_is_JSON()
    {
        await _server.PublishAsync(After(0, Queued("v1")), After(5, Ended("v1", VisitOutcome.Abandoned)));
        using var http = new HttpClient
        {
            BaseAddress = new Uri(_server.Address),
            DefaultRequestVersion = System.Net.HttpVersion.Version20,
            DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        using var body = new StringContent(
            """{"selector": {"kpis": [{"spec": "contacts_abandoned"}], "window": {"sliding": "86400s"}}}""", Encoding.UTF8,
            "application/json");

        var response = await http.PostAsync(new Uri("/v1/kpis:explain", UriKind.Relative), body).InTime();
        var answer = ExplainValueResponse.Parser.ParseJson(await response.Content.ReadAsStringAsync());

        Assert.Equal("v1", Assert.Single(answer.Entries).VisitId);
    }

    private async Task<IEnumerable<string>> FieldsAsync(ExplainValueRequest request, Action<ExplainValueRequest> change)
    {
        var changed = request.Clone();
        change(changed);
        return Failures.FieldsOf(await Failures.OfAsync(_server.Kpis.ExplainValueAsync(changed)));
    }

    private async Task<ExplainValueResponse> ExplainAsync(ExplainValueRequest request)
        => await _server.Kpis.ExplainValueAsync(request).ResponseAsync.InTime();

    private static ExplainValueRequest Ask(string[] by, string kpi, params string[] labels)
        => new() { Selector = SelectBy(by, [kpi]), Labels = { labels } };

    private double Seconds(ExplainedEntry entry) => (entry.StartTime.ToDateTimeOffset() - _start).TotalSeconds;

    private Event After(int seconds, Event item) => At(_start.AddSeconds(seconds), item);
}
