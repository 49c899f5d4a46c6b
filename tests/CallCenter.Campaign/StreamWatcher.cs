using CallCenter.V1;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Grpc.Net.Client;

namespace CallCenter.Campaign;

/// <summary>
/// A plain subscriber that checks the guarantees of each stream: a snapshot first, as_of_time never back, no count
/// above the model. Opens a new stream, without a token, whenever one ends.
/// </summary>
public sealed class StreamWatcher : IAsyncDisposable
{
    private static readonly TimeSpan Again = TimeSpan.FromMilliseconds(100);

    private readonly NodeProcess _node;
    private readonly FaultLog _log;
    private readonly Func<string, long?> _highest;
    private readonly GrpcChannel _channel;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _running;

    /// <param name="highest">The highest allowed value of a count; none for counts outside the model.</param>
    public StreamWatcher(NodeProcess node, FaultLog log, Func<string, long?> highest)
    {
        (_node, _log, _highest, _channel) = (node, log, highest, Boards.Open(node.Url));
        _running = RunAsync();
    }

    public int StreamCount { get; private set; }
    public int MessageCount { get; private set; }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        _channel.Dispose();
    }

    private async Task RunAsync()
    {
        var client = new KpiService.KpiServiceClient(_channel);
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                await WatchAsync(client);
            }
            catch (RpcException e) when (_stop.IsCancellationRequested || Boards.IsTransient(e))
            {
                // The node is down, or the campaign is over.
            }
            catch (Exception e)
            {
                _log.Break("Alive", $"the subscription to {_node.Name} failed: {e.Message}");
            }
            await Task.Delay(Again);
        }
    }

    private async Task WatchAsync(KpiService.KpiServiceClient client)
    {
        var request = new SubscribeRequest
        {
            Selector = Boards.WatchedSelector,
            MinInterval = Duration.FromTimeSpan(TimeSpan.FromMilliseconds(100)),
        };
        using var call = client.Subscribe(request, cancellationToken: _stop.Token);
        StreamCount++;
        var (asOf, isFirst) = (DateTimeOffset.MinValue, true);
        await foreach (var message in call.ResponseStream.ReadAllAsync(_stop.Token))
        {
            MessageCount++;
            if (isFirst && message.Snapshot is null) _log.Break("Snapshot-first", $"{_node.Name} began with {message.MessageCase}");
            if (message.AsOfTime.ToDateTimeOffset() < asOf)
                _log.Break("Monotonic", $"{_node.Name} went back from {asOf:O} to {message.AsOfTime}");
            (asOf, isFirst) = (message.AsOfTime.ToDateTimeOffset(), false);
            foreach (var row in message.Snapshot?.Rows ?? [])
            {
                for (var column = 0; column < row.Values.Count; column++) Check(row.Labels, column, row.Values[column]);
            }
            foreach (var row in message.Update?.Rows ?? [])
            {
                foreach (var changed in row.Values) Check(row.Labels, changed.Column, changed.Value);
            }
        }
    }

    private void Check(IEnumerable<string> labels, int column, KpiValue value)
    {
        var name = Boards.Name(labels, new KpiRef { Id = Boards.Watched[column] });
        if (_highest(name) is not { } highest) _log.Break("Once", $"{_node.Name} shows {name}, which nobody sent");
        else if (value.Count > highest) _log.Break("Once", $"{_node.Name} shows {name} = {value.Count}, more than the {highest} sent");
    }
}
