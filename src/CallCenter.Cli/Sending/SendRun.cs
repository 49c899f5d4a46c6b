using CallCenter.Client;

namespace CallCenter.Cli;

/// <summary>
/// Sends events until all are acked. Fails at once when the first connection fails, and after a time-out when a connection is lost.
/// </summary>
/// <param name="lostTimeMax">How long it may be lost; default a minute.</param>
internal sealed class SendRun(CliContext cli, string server, TimeSpan? lostTimeMax = null)
{
    private readonly TimeSpan _lostTimeMax = lostTimeMax ?? TimeSpan.FromMinutes(1);

    private volatile CallCenterException? _gaveUp;
    private volatile bool _isReached;
    private long? _lostSince;
    private bool _isLossTold;
    private long _ackedCount;

    public async Task<SendProgress> RunAsync(
        EventSenderOptions options, Func<EventSender, CancellationToken, Task> feed, CancellationToken token)
    {
        using var giveUp = CancellationTokenSource.CreateLinkedTokenSource(token);
        EventSenderOptions watched = options with
        {
            Adapter = "ccg",
            AdapterVersion = typeof(SendRun).Assembly.GetName().Version?.ToString(3) ?? "",
            TimeProvider = cli.TimeProvider,
            OnProgress = progress =>
            {
                TellBack(progress);
                options.OnProgress?.Invoke(progress);
            },
            OnDisconnected = failure => Tell(failure, giveUp),
        };
        await using EventSender sender = EventSender.Connect(server, watched, cli.CredentialFor(server));
        try
        {
            Task feeding = feed(sender, giveUp.Token);
            if (await Task.WhenAny(feeding, sender.Completion) == sender.Completion)
            {
                // A quiet feed, or one that waits for its next event, would not notice a take-over of its source.
                await giveUp.CancelAsync();
                await feeding.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                await sender.Completion;
            }
            await feeding;
            await sender.FlushAsync(giveUp.Token);
        }
        catch (OperationCanceledException) when (_gaveUp is not null)
        {
            throw _gaveUp;
        }
        return new SendProgress(sender.AckedCount, sender.RejectedCount, sender.DuplicateCount, sender.LastSequence);
    }

    private void TellBack(SendProgress progress)
    {
        _isReached = true;
        _lostSince = null;
        if (_isLossTold && progress.AckedCount > _ackedCount)
        {
            // Only now: a server without its store also welcomes the sender, and fails at the first event.
            cli.Error.WriteLine($"ccg: connected to {server} again");
            _isLossTold = false;
        }
        _ackedCount = progress.AckedCount;
    }

    /// <summary>Called by the sender's loop only, like the report of the reconnection.</summary>
    private void Tell(CallCenterException failure, CancellationTokenSource giveUp)
    {
        _lostSince ??= cli.TimeProvider.GetTimestamp();
        if (!_isReached || cli.TimeProvider.GetElapsedTime(_lostSince.Value) > _lostTimeMax)
        {
            _gaveUp = failure;
            giveUp.Cancel();
            return;
        }
        if (!_isLossTold)
            cli.Error.WriteLine($"ccg: {Failures.DescribeLoss(failure, server)}");
        _isLossTold = true;
    }
}
