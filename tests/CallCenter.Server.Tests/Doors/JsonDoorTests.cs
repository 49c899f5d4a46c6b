using System.Net;
using CallCenter.V1;
using Google.Protobuf;

namespace CallCenter.Server.Tests;

/// <summary>KPIs and events over plain HTTP, as curl, scripts and webhooks use them.</summary>
public sealed class JsonDoorTests : IAsyncLifetime
{
    private WebServer _web = null!;

    public async Task InitializeAsync() => _web = await WebServer.StartAsync();

    public async Task DisposeAsync() => await _web.DisposeAsync();

    [Fact]
    public async Task A_snapshot_in_the_query_has_the_values_of_the_same_snapshot_over_gRPC()
    {
        await _web.Server.PublishAsync(Given.Queued("v1", "sales"), Given.Queued("v2", "help"));

        using var response = await _web.GetAsync("/v1/kpis?kpi=contacts_offered,service_level@20s&by=queue&window=24h");
        var json = JsonParser.Default.Parse<GetSnapshotResponse>(await WebServer.TextOf(response));

        Assert.Equal("application/json; charset=utf-8", response.Content.Headers.ContentType!.ToString());
        var board = await _web.Server.BoardAsync(Given.SelectBy(["queue"], ["contacts_offered", "service_level@20"]));
        Assert.All(json.Snapshot.Rows, row => Assert.Equal(["1", "–"], row.Values.Select(value => value.Text)));
        foreach (var value in json.Snapshot.Rows.SelectMany(row => row.Values)) value.Text = "";
        Assert.Equal(board.Rows, json.Snapshot.Rows);
        Assert.Equal(["help", "sales"], json.Snapshot.Rows.Select(r => r.Labels[0]));
    }

    [Fact]
    public async Task A_webhook_whose_events_are_all_rejected_gets_a_problem_with_each_of_them()
    {
        using var response = await _web.PostAsync("/v1/events", """{"source":"crm","events":[{"occurredTime":"2026-01-01T00:00:00Z"}]}""");

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        using var problem = System.Text.Json.JsonDocument.Parse(await WebServer.TextOf(response));
        Assert.Equal("EVENTS_REJECTED", problem.RootElement.GetProperty("reason").GetString());
        var rejection = Assert.Single(problem.RootElement.GetProperty("rejections").EnumerateArray());
        Assert.Equal(("EVENT_INVALID", 1), (rejection.GetProperty("reason").GetString(), rejection.GetProperty("sequence").GetInt64()));
    }

    // Found by the fuzzer: streams answered with a google.rpc.Status.
    [Theory]
    [InlineData("{}", "SELECTOR_INVALID")]
    [InlineData("{\"selector\":", "REQUEST_UNREADABLE")]
    public async Task A_stream_that_cannot_begin_is_a_problem_with_its_reason(string json, string reason)
    {
        using var response = await _web.PostAsync("/v1/kpis:subscribe", json);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType!.MediaType);
        Assert.Equal(reason, (await WebServer.JsonOf(response)).GetProperty("reason").GetString());
    }

    [Fact]
    public async Task A_snapshot_without_a_query_has_the_columns_of_a_wallboard()
    {
        using var response = await _web.GetAsync("/v1/kpis");

        var json = JsonParser.Default.Parse<GetSnapshotResponse>(await WebServer.TextOf(response));
        Assert.Equal(11, json.Snapshot.Columns.Count);
    }

    [Theory]
    [InlineData("/v1/kpis?kpi=contacts_offered&by=queue&where=queue=%3DHYPERLINK(1)&window=24h", "text/csv")]
    [InlineData("/v1/kpis?kpi=contacts_offered&by=queue&where=queue=%3DHYPERLINK(1)&window=24h&format=csv", "*/*")]
    public async Task A_table_on_request_is_CSV_in_which_no_name_is_a_formula(string path, string accept)
    {
        await _web.Server.PublishAsync(Given.Queued("v1", "=HYPERLINK(1)"), Given.Queued("v2", "sales"));

        using var response = await _web.GetAsync(path, ("Accept", accept));

        Assert.Equal("text/csv; charset=utf-8", response.Content.Headers.ContentType!.ToString());
        Assert.Equal("queue,contacts_offered,contacts_offered text\r\n'=HYPERLINK(1),1,1\r\n", await WebServer.TextOf(response));
    }

    [Theory]
    [InlineData("/v1/kpis?kpi=service_levle", "selector.kpis[0].id")]
    [InlineData("/v1/kpis?kpi=service_level@20x", "kpi")]
    [InlineData("/v1/kpis?window=tomorrow", "window")]
    [InlineData("/v1/kpis?window=1h&window=2h", "window")]
    [InlineData("/v1/kpis?group=queue", "group")]
    [InlineData("/v1/kpis?where=queue", "where")]
    [InlineData("/v1/stream?interval=often", "interval")]
    [InlineData("/v1/stream?interval=2h", "min_interval")]
    public async Task A_wrong_selector_is_a_problem_that_names_the_field(string path, string field)
    {
        using var response = await _web.GetAsync(path);
        var problem = await WebServer.JsonOf(response);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType!.MediaType);
        Assert.Equal(
            ("SELECTOR_INVALID", field),
            (problem.GetProperty("reason").GetString(), problem.GetProperty("fields")[0].GetProperty("field").GetString()));
        Assert.NotEmpty(problem.GetProperty("detail").GetString()!);
    }

    [Fact]
    public async Task A_webhook_posts_events_that_count_once_however_often_it_is_sent()
    {
        var events = $$"""{"source":"web","events":[{{JsonFormatter.Default.Format(Given.Named("e1", Given.Queued("v1")))}}]}""";

        using var first = await _web.PostAsync("/v1/events", events);
        using var second = await _web.PostAsync("/v1/events", events);

        Assert.Equal(HttpStatusCode.OK, first.StatusCode);
        Assert.Equal("1", (await WebServer.JsonOf(second)).GetProperty("duplicateCount").GetString());
        await _web.Server.AssertCountAsync([1], "contacts_offered");
    }

    [Fact]
    public async Task Events_without_a_source_are_a_problem_with_the_reason_of_gRPC()
    {
        using var response = await _web.PostAsync("/v1/events", """{"events":[{}]}""");
        var problem = await WebServer.JsonOf(response);

        Assert.Equal(
            (HttpStatusCode.BadRequest, "EVENT_INVALID", "source"),
            (response.StatusCode, problem.GetProperty("reason").GetString(),
                problem.GetProperty("metadata").GetProperty("field").GetString()));
    }

    [Theory]
    [InlineData("{")]
    [InlineData("""{"sauce":"web"}""")]
    [InlineData("""{"events":[{"occurredTime":"noon"}]}""")]
    public async Task Events_that_are_not_JSON_of_the_contract_are_a_problem(string json)
    {
        using var response = await _web.PostAsync("/v1/events", json);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    public async Task Definitions_and_whole_selectors_have_addresses_of_their_own()
    {
        using var definitions = await _web.GetAsync("/v1/definitions");
        using var snapshot = await _web.PostAsync(
            "/v1/kpis:snapshot", $$"""{"selector":{{JsonFormatter.Default.Format(Given.Select("contacts_offered"))}}}""");

        var list = JsonParser.Default.Parse<ListKpisResponse>(await WebServer.TextOf(definitions));
        Assert.Equal((await _web.Server.Kpis.ListKpisAsync(new ListKpisRequest())).Kpis, list.Kpis);
        Assert.Single((await WebServer.JsonOf(snapshot)).GetProperty("snapshot").GetProperty("columns").EnumerateArray());
    }

    [Theory]
    [InlineData("*/*")]
    [InlineData("text/csv")]
    public async Task A_snapshot_with_a_body_is_answered_as_one_with_a_query(string accept)
    {
        await _web.Server.PublishAsync(Given.Queued("v1", "sales"), Given.Queued("v2", "help"));
        var request = new GetSnapshotRequest { Selector = Given.SelectBy(["queue"], ["contacts_offered", "service_level@20"]) };

        using var byQuery = await _web.GetAsync("/v1/kpis?kpi=contacts_offered,service_level@20s&by=queue&window=24h", ("Accept", accept));
        using var byBody = await _web.PostAsync("/v1/kpis:snapshot", JsonFormatter.Default.Format(request), accept);

        Assert.Equal(byQuery.Content.Headers.ToString(), byBody.Content.Headers.ToString());
        var (expected, actual) = (await WebServer.TextOf(byQuery), await WebServer.TextOf(byBody));
        if (accept == "text/csv")
        {
            Assert.Equal(expected, actual);
            return;
        }
        var rows = JsonParser.Default.Parse<GetSnapshotResponse>(actual).Snapshot.Rows;
        Assert.Equal(JsonParser.Default.Parse<GetSnapshotResponse>(expected).Snapshot.Rows, rows);
        Assert.All(rows, row => Assert.Equal(["1", "–"], row.Values.Select(value => value.Text)));
    }

    [Fact]
    public async Task A_subscription_with_a_body_is_lines_of_JSON_with_texts()
    {
        await _web.Server.PublishAsync(Given.Queued("v1", "sales"));
        var request = new SubscribeRequest { Selector = Given.SelectBy(["queue"], ["contacts_offered"]) };

        using var answer = await _web.PostAsync("/v1/kpis:subscribe", JsonFormatter.Default.Format(request));
        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync().InTime());
        var first = JsonParser.Default.Parse<SubscribeResponse>((await reader.ReadLineAsync().InTime())!);
        await _web.Server.PublishAsync(Given.Queued("v2", "sales"));
        var next = JsonParser.Default.Parse<SubscribeResponse>((await reader.ReadLineAsync().InTime())!);
        _ = _web.Server.StopAsync();
        var last = await LastLineAsync(reader);

        Assert.Equal("1", first.Snapshot.Rows[0].Values[0].Text);
        Assert.Equal("2", next.Update.Rows[0].Values[0].Value.Text);
        Assert.Contains("\"reason\":\"SERVER_STOPPING\"", last);
    }

    [Theory]
    [InlineData("{}", "application/json", "SELECTOR_INVALID")]
    [InlineData("""{"selector":""", "application/json", "REQUEST_UNREADABLE")]
    [InlineData("""{"selecter":{}}""", "application/json", "REQUEST_UNREADABLE")]
    [InlineData("""{"answerBytesMax":"many"}""", "application/json", "REQUEST_UNREADABLE")]
    [InlineData("{}", "text/plain", "REQUEST_UNREADABLE")]
    [InlineData("""{"selector":{"kpis":[{"id":"ÿ"}]}}""", "application/json", "REQUEST_UNREADABLE")]
    public async Task A_body_that_is_no_request_is_a_problem_with_its_reason(string body, string type, string reason)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/kpis:snapshot")
        {
            Content = new ByteArrayContent(System.Text.Encoding.Latin1.GetBytes(body)) { Headers = { { "Content-Type", type } } },
        };
        using var response = await _web.SendAsync(request);

        Assert.Equal(
            (HttpStatusCode.BadRequest, "application/problem+json", reason),
            (response.StatusCode, response.Content.Headers.ContentType!.MediaType,
                (await WebServer.JsonOf(response)).GetProperty("reason").GetString()));
    }

    private static async Task<string> LastLineAsync(StreamReader reader)
    {
        var last = "";
        while (await reader.ReadLineAsync().InTime() is { } line) last = line;
        return last;
    }

    [Fact]
    public async Task Probes_answer()
    {
        foreach (var path in new[] { "/healthz", "/readyz" })
        {
            using var response = await _web.GetAsync(path);
            Assert.Equal((path, HttpStatusCode.OK), (path, response.StatusCode));
        }
    }
}
