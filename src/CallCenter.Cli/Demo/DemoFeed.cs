using CallCenter.Client;
using CallCenter.Simulator;
using CallCenter.V1;
using Google.Protobuf.WellKnownTypes;

namespace CallCenter.Cli;

/// <summary>A simulated contact centre that streams into the server over gRPC, like any adapter.</summary>
internal sealed class DemoFeed : IAsyncDisposable
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan PastStep = TimeSpan.FromMinutes(15);

    private readonly TimeProvider _time;
    private readonly SimulatedCallCenter _center;
    private readonly EventSender _sender;

    public DemoFeed(string address, TimeProvider time)
    {
        _time = time;
        _center = new SimulatedCallCenter(DemoCentre.Options(time.GetUtcNow()));
        _sender = EventSender.Connect(address, new EventSenderOptions { Source = "demo", Adapter = "ccg demo" });
    }

    public ValueTask DisposeAsync() => _sender.DisposeAsync();

    /// <summary>Sends the days before the start, so that windows, charts and comparisons have something to show.</summary>
    /// <param name="show">Receives the part that is sent, 0 to 1.</param>
    public async Task SendPastAsync(Action<double> show, CancellationToken token)
    {
        await _sender.SendAsync(NothingIsLive(_center.Time), token);
        DateTimeOffset from = _center.Time;
        while (_center.Time < _time.GetUtcNow() - Step)
        {
            DateTimeOffset now = _time.GetUtcNow();
            await SendAsync(_center.Time + PastStep < now ? _center.Time + PastStep : now, token);
            show((_center.Time - from) / (now - from));
        }
        await _sender.FlushAsync(token);
    }

    /// <summary>Streams on as time passes.</summary>
    public async Task RunAsync(CancellationToken token)
    {
        using var timer = new PeriodicTimer(Step, _time);
        while (await timer.WaitForNextTickAsync(token))
            await SendAsync(_time.GetUtcNow(), token);
    }

    private async Task SendAsync(DateTimeOffset to, CancellationToken token)
    {
        foreach (Event item in _center.AdvanceTo(to))
            await _sender.SendAsync(item, token);
    }

    private static Event NothingIsLive(DateTimeOffset at)
        => new() { OccurredTime = Timestamp.FromDateTimeOffset(at), FloorReport = new FloorReport() };
}
