using CallCenter.Client;
using CallCenter.V1;
using Grpc.Net.Client;

namespace CallCenter.Campaign;

/// <summary>One sender from its start to its replacement: feeds the story from the server's position.</summary>
public sealed class SenderLife : IAsyncDisposable
{
    // All events of a campaign: those that the store loses must be resent.
    private const int RetainedMax = 10_000_000;

    private readonly SourceAdapter _adapter;
    private readonly Numbering _numbering;
    private readonly Random _random;
    private readonly GrpcChannel _channel;
    private readonly EventSender _sender;
    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource<long> _start = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task _feeding;
    private long _fed;

    internal SenderLife(SourceAdapter adapter, NodeRelay relay, Numbering numbering, Random random, string name)
    {
        (_adapter, _numbering, _random, Name) = (adapter, numbering, random, name);
        _channel = CallCenterChannel.Open(relay.Url);
        _sender = EventSender.Connect(_channel, Options());
        if (numbering == Numbering.FromOne) _start.SetResult(0);
        _feeding = FeedAsync();
    }

    public string Name { get; }

    public long Acked => _start.Task.IsCompletedSuccessfully ? _start.Task.Result + _sender.AckedCount : 0;

    /// <summary>Whether the whole story is fed and acked; waits for outstanding acks.</summary>
    public async Task<bool> IsAckedAsync(int count, CancellationToken token)
    {
        if (Interlocked.Read(ref _fed) < count) return false;
        try
        {
            await _sender.FlushAsync(token);
            return Acked >= count;
        }
        catch (Exception e) when (e is CallCenterException or OperationCanceledException or ObjectDisposedException)
        {
            return false;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _sender.DisposeAsync();
        await _feeding;
        _channel.Dispose();
    }

    private EventSenderOptions Options()
    {
        var options = new EventSenderOptions
        {
            Source = _adapter.Story.Source,
            Adapter = "campaign",
            Numbering = _numbering,
            BatchEventCountMax = _random.Next(20, 400),
            RetainedEventCount = RetainedMax,
            BackOffMin = TimeSpan.FromMilliseconds(50),
            BackOffMax = TimeSpan.FromMilliseconds(500),
            Random = new Random(_random.Next()),
            OnRejected = rejected => _adapter.NoteRejected(rejected.Rejection.Sequence),
        };
        return _numbering == Numbering.FromOne ? options : options with { OnConnected = WelcomeAsync };
    }

    private ValueTask<Event?> WelcomeAsync(Welcome welcome, CancellationToken token)
    {
        _adapter.Welcomed(this, welcome);
        if (_start.TrySetResult(welcome.CommittedSequence) || welcome.CommittedSequence >= _start.Task.Result)
            return ValueTask.FromResult<Event?>(null);
        // Acked events of an earlier sender are lost; this sender never had them, the story does.
        throw new CallCenterException(
            Grpc.Core.StatusCode.FailedPrecondition, CallCenterException.CommittedWentBack, "The store lost what came before this sender.");
    }

    private async Task FeedAsync()
    {
        try
        {
            await _start.Task.WaitAsync(_stop.Token).WaitUnlessEndedAsync(_sender.Completion);
            Interlocked.Exchange(ref _fed, _start.Task.Result);
            while (!_stop.IsCancellationRequested)
            {
                var pause = _random.Next(20, 200);
                // Events of an earlier sender are resent at full speed: they lie in the past of this one.
                while (_fed < _adapter.Story.Count && (_fed < _adapter.Fed || pause-- > 0))
                {
                    await _sender.SendAsync(_adapter.Story.At(_fed + 1), _stop.Token);
                    Interlocked.Increment(ref _fed);
                }
                _adapter.NoteFed(_fed);
                await Task.Delay(_random.Next(20, 250), _stop.Token).WaitUnlessEndedAsync(_sender.Completion);
            }
        }
        catch (OperationCanceledException)
        {
            // Replaced.
        }
        catch (Exception e)
        {
            _ = Task.Run(() => _adapter.Ended(this, e));
        }
    }
}

internal static class Endings
{
    /// <summary>Waits at most until another task ends, and passes on its failure.</summary>
    public static async Task WaitUnlessEndedAsync(this Task wait, Task completion) => await await Task.WhenAny(wait, completion);
}
