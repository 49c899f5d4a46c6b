using System.Collections.Concurrent;
using System.Diagnostics;
using CallCenter.Engine.Instruments;
using Grpc.Core;

namespace CallCenter.Server.Tests;

/// <summary>Traces across a batch, its commit and the message to a subscriber, on request of the sender.</summary>
public sealed class TraceTests : IAsyncLifetime
{
    private readonly ConcurrentQueue<Activity> _ended = new();
    private readonly ActivityListener _listener;
    private readonly ActivityTraceId _trace = ActivityTraceId.CreateRandom();
    private LiveServer _server = null!;

    public TraceTests()
    {
        _listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == EngineMeter.Name,
            // As OpenTelemetry samples unless told otherwise: what the parent says.
            Sample = (ref ActivityCreationOptions<ActivityContext> of) => of.Parent.TraceFlags.HasFlag(ActivityTraceFlags.Recorded)
                ? ActivitySamplingResult.AllDataAndRecorded : ActivitySamplingResult.None,
            ActivityStopped = _ended.Enqueue,
        };
        ActivitySource.AddActivityListener(_listener);
    }

    public async Task InitializeAsync() => _server = await LiveServer.StartAsync();

    public async Task DisposeAsync()
    {
        await _server.DisposeAsync();
        _listener.Dispose();
    }

    [Fact]
    public async Task A_sampled_stream_is_followed_to_the_message_that_shows_its_event()
    {
        using var subscriber = _server.Subscribe(Given.Select("contacts_offered"));
        await subscriber.ReadAsync();

        await SendAsync("01");

        await Waits.UntilAsync(() => Task.FromResult(OfTrace().Any(a => a.OperationName == "frame")), "the message to be traced");
        var spans = OfTrace().ToDictionary(a => a.OperationName);
        Assert.Equal(["commit", "frame", "ingest", "store claim", "store commit"], spans.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(spans["ingest"].SpanId, spans["commit"].ParentSpanId);
        Assert.Equal(spans["commit"].SpanId, spans["store commit"].ParentSpanId);
        Assert.Equal(spans["commit"].SpanId, spans["frame"].ParentSpanId);
    }

    [Fact]
    public async Task A_stream_that_is_not_sampled_leaves_no_trace()
    {
        using var subscriber = _server.Subscribe(Given.Select("contacts_offered"));
        await subscriber.ReadAsync();

        await SendAsync("00");
        await subscriber.ReadAsync();

        Assert.Empty(OfTrace());
    }

    private IEnumerable<Activity> OfTrace() => _ended.Where(a => a.TraceId == _trace);

    private async Task SendAsync(string flags)
    {
        // The client would put its own span there.
        Activity.Current = null;
        var headers = new Metadata { { "traceparent", $"00-{_trace}-{ActivitySpanId.CreateRandom()}-{flags}" } };
        await using var adapter = new Adapter(_server.Ingest.Ingest(headers));
        await adapter.SendAsync(new V1.IngestRequest { Hello = new V1.Hello { Source = "pbx" } });
        await adapter.ReadAsync();
        await adapter.SendAndAckAsync(1, Given.Queued(1));
    }
}
