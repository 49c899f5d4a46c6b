using CallCenter.Client;
using Google.Protobuf;

namespace CallCenter.Cli.Commands;

/// <summary>One run of a command that shows a stream: until it has shown so many changes, or is stopped.</summary>
internal sealed class StreamRun(CliContext cli, string server, int countMax)
{
    private CallCenterException? _neverReached;
    private bool _isReached;
    private bool _isLost;

    /// <param name="show">Shows the stream, given how it is to tell of disconnections and the token that ends it.</param>
    public async Task<int> RunAsync(Func<Action<CallCenterException>, CancellationToken, Task> show, CancellationToken token)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(token);
        try
        {
            if (countMax > 0)
                await show(failure => Tell(failure, stop), stop.Token);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
        }
        return _neverReached is null ? ExitCode.Ok : throw _neverReached;
    }

    /// <summary>Prints messages as JSON lines.</summary>
    public async Task PrintAsync(IAsyncEnumerable<IMessage> messages)
    {
        int count = 0;
        await foreach (IMessage message in messages)
        {
            _isReached = true;
            _isLost = false;
            await cli.Out.WriteLineAsync(JsonText.Line(message));
            await cli.Out.FlushAsync();
            if (++count >= countMax)
                return;
        }
    }

    /// <summary>The boards to show, for what tells a loss itself.</summary>
    public async IAsyncEnumerable<KpiBoard> Counted(IAsyncEnumerable<KpiBoard> boards)
    {
        int count = 0;
        await foreach (KpiBoard board in boards)
        {
            (_isReached, _isLost) = (true, true);
            yield return board;
            if (!board.IsStale && ++count >= countMax)
                yield break;
        }
    }

    /// <summary>A lost server may come back; a server that was never reached has a wrong address.</summary>
    private void Tell(CallCenterException failure, CancellationTokenSource stop)
    {
        if (!_isReached)
        {
            _neverReached = failure;
            stop.Cancel();
        }
        else if (!_isLost)
        {
            _isLost = true; // Told once an outage.
            cli.Error.WriteLine($"ccg: {Failures.DescribeLoss(failure, server)}");
        }
    }
}
