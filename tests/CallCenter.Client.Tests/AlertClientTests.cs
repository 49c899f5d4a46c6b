using CallCenter.ScriptedServer;
using CallCenter.V1;
using Google.Protobuf;

namespace CallCenter.Client.Tests;

/// <summary>The client of alerts: parts, reconnects, pages.</summary>
public sealed class AlertClientTests : IAsyncLifetime
{
    private ScriptedPeer _server = null!;
    private AlertClient _client = null!;

    public async Task InitializeAsync()
    {
        _server = await ScriptedPeer.StartAsync();
        _client = new AlertClient(_server.Address);
    }

    public async Task DisposeAsync()
    {
        _client.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task Parts_are_put_together_and_a_broken_stream_goes_on_with_the_last_token()
    {
        _server.Alerts.Streams.Enqueue([
            new() { Open = new() { Alerts = { Of("1") } }, MoreFollows = true },
            new() { Open = new() { Alerts = { Of("2") } }, ResumeToken = Token("a") },
            new() { Changed = new() { Alerts = { Of("3") } }, ResumeToken = Token("b") },
        ]);
        _server.Alerts.Streams.Enqueue([new() { Heartbeat = new(), ResumeToken = Token("c") }]);
        using var stop = new CancellationTokenSource(Waits.Limit);
        List<WatchAlertsResponse> seen = [];

        await foreach (WatchAlertsResponse message in _client.WatchAsync("sales", token: stop.Token))
        {
            seen.Add(message);
            if (seen.Count == 3)
                break;
        }

        Assert.Equal(["1", "2"], seen[0].Open.Alerts.Select(alert => alert.Id));
        Assert.Equal((false, "a"), (seen[0].MoreFollows, seen[0].ResumeToken.ToStringUtf8()));
        Assert.Equal("3", seen[1].Changed.Alerts.Single().Id);
        Assert.NotNull(seen[2].Heartbeat);
        Assert.Equal([("sales", ""), ("sales", "b")], _server.Alerts.Watched.Select(w => (w.Target, w.ResumeToken.ToStringUtf8())));
    }

    [Fact]
    public async Task Lists_are_read_page_after_page()
    {
        _server.Alerts.List = request => request.PageToken.Length == 0
            ? new ListAlertsResponse { Alerts = { Of("2") }, NextPageToken = "next" }
            : new ListAlertsResponse { Alerts = { Of($"1 {request.OpenOnly}") } };

        List<string> ids = [];
        await foreach (Alert alert in _client.ListAsync(new ListAlertsRequest { OpenOnly = true }))
            ids.Add(alert.Id);

        Assert.Equal(["2", "1 True"], ids);
    }

    private static Alert Of(string id) => new() { Id = id };

    private static ByteString Token(string text) => ByteString.CopyFromUtf8(text);
}
