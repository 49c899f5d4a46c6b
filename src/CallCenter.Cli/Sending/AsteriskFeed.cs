using CallCenter.Asterisk;
using CallCenter.Client;
using CallCenter.Core.Identity;
using CallCenter.V1;

namespace CallCenter.Cli;

/// <summary>
/// Sends what happens in an Asterisk until stopped. Fails at once when Asterisk or the server was never reached, and comes back alone when
/// one of them was lost.
/// </summary>
internal sealed class AsteriskFeed(CliContext cli, AsteriskOptions options, string source)
{
    // What is on its way when the user stops it gets so much time to be acked. Closing may take some seconds more, and those who run it
    // as a service kill it after ten.
    private static readonly TimeSpan EndTimeMax = TimeSpan.FromSeconds(3);

    private readonly RejectionCounts _rejections = new();
    private SendProgress _sent = new(0, 0, 0, 0);
    private bool _isReached;
    private bool _isCutShort;
    private string? _toldLoss;

    private readonly TaskCompletionSource<DateTimeOffset?> _counted = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public async Task<int> RunAsync(string server, CancellationToken token)
    {
        var sending = new EventSenderOptions
        {
            Source = source,
            RetainedEventCount = 10_000, // A store that fell back by seconds gets them again.
            OnRejected = Tell,
            OnProgress = progress => _sent = progress,
            OnConnected = NoteCounted,
        };
        var adapter = new AsteriskAdapter(
            options with
            {
                OnConnected = () => TellConnected(server),
                OnDisconnected = TellLost,
                OnAdvice = advice => cli.Error.WriteLine($"ccg: {SafeText.Escape(advice)}"),
                OnGapFilled = TellFilled,
                CountedUntil = token => new ValueTask<DateTimeOffset?>(_counted.Task.WaitAsync(token)),
            },
            cli.TimeProvider, new Random());
        using var end = new CancellationTokenSource(Timeout.InfiniteTimeSpan, cli.TimeProvider);
        await using CancellationTokenRegistration stopping = token.Register(() => end.CancelAfter(EndTimeMax));
        try
        {
            await new SendRun(cli, server, lostTimeMax: TimeSpan.MaxValue)
                .RunAsync(sending, (sender, lost) => FollowAsync(adapter, sender, token, lost), end.Token);
        }
        catch (OperationCanceledException) when (token.IsCancellationRequested)
        {
            _isCutShort = true;
        }
        await cli.Out.WriteLineAsync(SendSummary.Of(_sent));
        _rejections.Write(cli.Out);
        return !_isCutShort ? ExitCode.Ok
            : throw new FailedException($"stopped before {server} had acked everything: what it lacks is not counted; the next run's floor "
                + "report tells it what is live");
    }

    private async Task FollowAsync(AsteriskAdapter adapter, EventSender sender, CancellationToken token, CancellationToken lost)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(token, lost);
        try
        {
            await adapter.RunAsync((item, cut) => SendAsync(sender, item, cut), end.Token);
        }
        catch (OperationCanceledException) when (!lost.IsCancellationRequested)
        {
            // Stopped by the user, who wants what came so far to be counted.
        }
    }

    private async ValueTask SendAsync(EventSender sender, Event item, CancellationToken cut)
    {
        try
        {
            await sender.SendAsync(item, cut);
        }
        catch (OperationCanceledException)
        {
            _isCutShort = true; // There was no room for it, and more may have waited behind it.
            throw;
        }
    }

    private ValueTask<Event?> NoteCounted(Welcome welcome, CancellationToken token)
    {
        _counted.TrySetResult(welcome.NewestEventTime?.ToDateTimeOffset());
        return ValueTask.FromResult<Event?>(null);
    }

    private void TellFilled(GapFilled filled)
    {
        if (filled.Failure is { } failure)
            cli.Error.WriteLine($"ccg: queue_log cannot fill the whole time without a connection: {SafeText.Escape(failure.TrimEnd('.'))}");
        if (filled.EventCount > 0)
            cli.Error.WriteLine($"ccg: {filled.EventCount} events from queue_log sent for the time without a connection");
    }

    private void TellConnected(string server)
    {
        cli.Error.WriteLine(_isReached
            ? $"ccg: connected to Asterisk at {options.Address} again"
            : $"ccg: following Asterisk at {options.Address}, sending to {server} as '{source}'; stop with Ctrl-C");
        (_isReached, _toldLoss) = (true, null);
    }

    /// <summary>An Asterisk that was there may come back; one that never was is a wrong address, user or secret.</summary>
    private void TellLost(AmiConnectionException failure)
    {
        string what = failure.Message.TrimEnd('.');
        if (!_isReached)
            throw new FailedException(what);
        if (what != _toldLoss)
            cli.Error.WriteLine($"ccg: {SafeText.Escape(what)}; trying again");
        _toldLoss = what; // Each reason of an outage once: after a restart the secret may be another.
    }

    /// <summary>Tells the first of each reason; there may be thousands, and the summary counts them.</summary>
    private void Tell(RejectedEvent rejected)
    {
        if (_rejections.Add(rejected) == 1)
            cli.Error.WriteLine($"ccg: an event was rejected: {rejected.Reason}: {SafeText.Escape(rejected.Rejection.Message)}");
    }
}
