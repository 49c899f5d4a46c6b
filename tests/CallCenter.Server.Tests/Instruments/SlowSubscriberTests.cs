using CallCenter.Client;
using CallCenter.Engine.Board;
using CallCenter.Server.Hosting;
using CallCenter.Server.Kpis;
using CallCenter.V1;
using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace CallCenter.Server.Tests;

/// <summary>What a subscriber that reads slowly, or not at all, misses and shows in the metrics. Its clock is set by hand.</summary>
public sealed class SlowSubscriberTests : IAsyncLifetime
{
    private const string Conflated = "callcenter_updates_conflated_total", TimedOut = "callcenter_subscribers_timed_out_total";

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly FakeTimeProvider _clock = new();
    private readonly SlowReader _reader = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly ServerOptions _options = new() { HeartbeatInterval = TimeSpan.FromMinutes(1) };
    private WebServer _web = null!;
    private ViewFeed _feed = null!;
    private Task _running = Task.CompletedTask;

    public async Task InitializeAsync()
    {
        _web = await WebServer.StartAsync();
        _feed = await _web.Server.Services.GetRequiredService<Engine.Board.KpiBoard>().OpenAsync(
            Selectors.Of("contacts_offered"), TimeSpan.Zero, CancellationToken.None).InTime();
    }

    public async Task DisposeAsync()
    {
        await _stop.CancelAsync();
        _reader.ReadAll();
        await Record.ExceptionAsync(() => _running.InTime());
        await _web.DisposeAsync();
        _stop.Dispose();
    }

    [Fact]
    public async Task Updates_that_come_while_a_message_is_read_are_conflated_into_the_newest()
    {
        Start();
        await _reader.NextAsync();
        for (var i = 1; i <= 5; i++) await ChangeAsync();

        // Three were due in this time, of which the newest is sent.
        _clock.Advance(3 * Interval);
        _reader.Read();
        await Waits.UntilAsync(async () => !(await _web.SampleAsync(Conflated)).StartsWith("no "), "something to be conflated");

        Assert.Equal("2", await _web.SampleAsync(Conflated, "kind=\"snapshot\""));
        Assert.Equal(5, (await NextAsync()).Update.Rows[0].Values[0].Value.Count);
    }

    [Fact]
    public async Task Updates_that_a_reader_wanted_no_sooner_are_not_conflated()
    {
        _reader.ReadAll();
        Start();
        await _reader.NextAsync();
        for (var i = 1; i <= 5; i++) await ChangeAsync();

        var update = await NextAsync();
        await ChangeAsync();
        await NextAsync();

        Assert.Equal(5, update.Update.Rows[0].Values[0].Value.Count);
        Assert.StartsWith("no ", await _web.SampleAsync(Conflated));
    }

    [Fact]
    public async Task A_message_that_nobody_reads_ends_the_subscription_with_the_next_step()
    {
        Start();

        await PassUntilAsync(_running, _options.UpdateWriteMax / 2);

        var failure = CallCenterException.From(await Assert.ThrowsAsync<RpcException>(() => _running.InTime()));
        Failures.AssertIs(failure, StatusCode.DeadlineExceeded, "UPDATES_UNREAD", ("seconds", "30"));
        Assert.True(failure.Retryable);
        Assert.Equal("1", await _web.SampleAsync(TimedOut, "kind=\"snapshot\""));
    }

    private void Start()
    {
        var services = _web.Server.Services;
        var wanted = new ReaderOptions { Interval = Interval, HeartbeatInterval = _options.HeartbeatInterval };
        _running = new Subscription(
            _feed, _reader, wanted, _options, services.GetRequiredService<SubscriptionMeter>(), _clock).RunAsync(_stop.Token);
    }

    private async Task ChangeAsync()
    {
        var before = _feed.State.Revision.Number;
        await _web.Server.PublishAsync(Given.Queued($"v{before}", "sales"));
        await Waits.UntilAsync(() => Task.FromResult(_feed.State.Revision.Number > before), "the view to change");
    }

    private async Task<SubscribeResponse> NextAsync()
    {
        var next = _reader.NextAsync();
        await PassUntilAsync(next, Interval);
        return await next;
    }

    // In steps: the subscription may not wait for the clock yet.
    private Task PassUntilAsync(Task happened, TimeSpan step) => Waits.UntilAsync(() =>
    {
        if (!happened.IsCompleted) _clock.Advance(step);
        return Task.FromResult(happened.IsCompleted);
    }, "what the clock brings");

    private sealed class SlowReader : IServerStreamWriter<Frame>
    {
        private readonly System.Threading.Channels.Channel<SubscribeResponse> _written =
            System.Threading.Channels.Channel.CreateUnbounded<SubscribeResponse>();
        private readonly SemaphoreSlim _reads = new(0);

        public WriteOptions? WriteOptions { get; set; }

        public Task<SubscribeResponse> NextAsync() => _written.Reader.ReadAsync().InTime();

        public void Read() => _reads.Release();

        public void ReadAll() => _reads.Release(1_000);

        public Task WriteAsync(Frame message)
        {
            _written.Writer.TryWrite(message.Shared.ToMessage());
            return _reads.WaitAsync();
        }
    }
}
