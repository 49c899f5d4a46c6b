using System.Net.ServerSentEvents;
using System.Text.Json;

namespace CallCenter.Server.Tests;

/// <summary>Server-sent events, as curl -N and EventSource read them.</summary>
public sealed class EventStreamTests : IAsyncLifetime
{
    private const string Path = "/v1/stream?kpi=contacts_offered&by=queue&window=24h&interval=100ms";

    private WebServer _web = null!;

    public async Task InitializeAsync()
        => _web = await WebServer.StartAsync(o => o.HeartbeatInterval = TimeSpan.FromSeconds(0.1));

    public async Task DisposeAsync() => await _web.DisposeAsync();

    [Fact]
    public async Task A_stream_begins_with_a_snapshot_and_goes_on_with_updates_and_heartbeats()
    {
        await using var stream = await OpenAsync();
        var first = await stream.ReadAsync();
        Assert.Equal("snapshot", first.EventType);
        Assert.Equal("heartbeat", (await stream.ReadAsync()).EventType);

        await _web.Server.PublishAsync(Given.Queued("v1", "data: \"north\""));

        var update = await stream.ReadUntilAsync("update");
        var row = JsonDocument.Parse(update.Data).RootElement.GetProperty("update").GetProperty("rows")[0];
        Assert.Equal("data: \"north\"", row.GetProperty("labels")[0].GetString());
    }

    [Fact]
    public async Task A_stream_that_names_the_last_event_gets_what_changed_since()
    {
        await _web.Server.PublishAsync(Given.Queued("v1", "sales"), Given.Queued("v2", "help"));
        await using var kept = await OpenAsync();
        await kept.ReadAsync();
        string last;
        await using (var stream = await OpenAsync())
        {
            await stream.ReadAsync();
            last = stream.LastEventId;
        }
        await _web.Server.PublishAsync(Given.Queued("v3", "sales"));
        await kept.ReadUntilAsync("update");

        await using var resumed = await OpenAsync(last);
        var update = await resumed.ReadAsync();

        Assert.Equal("update", update.EventType);
        Assert.Single(JsonDocument.Parse(update.Data).RootElement.GetProperty("update").GetProperty("rows").EnumerateArray());
    }

    [Fact]
    public async Task A_token_that_no_server_made_gets_a_snapshot()
    {
        await using var stream = await OpenAsync("%%%");

        Assert.Equal("snapshot", (await stream.ReadAsync()).EventType);
    }

    [Fact]
    public async Task A_stream_that_the_server_ends_says_why()
    {
        await using var stream = await OpenAsync();
        await stream.ReadAsync();

        var stopping = _web.Server.StopAsync();
        var failure = await stream.ReadUntilAsync("failure");

        Assert.Equal("SERVER_STOPPING", JsonDocument.Parse(failure.Data).RootElement.GetProperty("reason").GetString());
        await stopping.WaitAsync(Waits.Limit);
    }

    private async Task<Reader> OpenAsync(string? lastEventId = null)
        => new(await _web.GetAsync(Path, lastEventId is null ? [] : [("Last-Event-ID", lastEventId)]));

    private sealed class Reader : IAsyncDisposable
    {
        private readonly HttpResponseMessage _response;
        private readonly SseParser<string> _parser;
        private readonly IAsyncEnumerator<SseItem<string>> _events;

        public Reader(HttpResponseMessage response)
        {
            Assert.Equal("text/event-stream", response.Content.Headers.ContentType!.MediaType);
            _response = response;
            _parser = SseParser.Create(response.Content.ReadAsStream());
            _events = _parser.EnumerateAsync().GetAsyncEnumerator();
        }

        public string LastEventId => _parser.LastEventId;

        public async Task<SseItem<string>> ReadAsync()
        {
            Assert.True(await _events.MoveNextAsync().AsTask().WaitAsync(Waits.Limit));
            return _events.Current;
        }

        public async Task<SseItem<string>> ReadUntilAsync(string kind)
        {
            var item = await ReadAsync();
            for (var i = 0; item.EventType != kind && i < 1_000; i++) item = await ReadAsync();
            Assert.Equal(kind, item.EventType);
            return item;
        }

        public ValueTask DisposeAsync()
        {
            _response.Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
