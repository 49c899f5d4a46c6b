using CallCenter.Asterisk;
using CallCenter.Client;

namespace CallCenter.Cli;

/// <summary>
/// Sends what happens in an Asterisk until stopped. Fails at once when Asterisk or the server was never reached, and comes back alone when
/// one of them was lost.
/// </summary>
internal sealed class AsteriskFeed(CliContext cli, AsteriskOptions options, string source)
{
    // What is on its way when the user stops it gets so much time to be acked.
    private static readonly TimeSpan EndTimeMax = TimeSpan.FromSeconds(5);

    private readonly RejectionCounts _rejections = new();
    private bool _isReached;
    private bool _isLost;

    public async Task<int> RunAsync(string server, CancellationToken token)
    {
        var sending = new EventSenderOptions
        {
            Source = source,
            RetainedEventCount = 10_000, // A store that fell back by seconds gets them again.
            OnRejected = Tell,
        };
        var adapter = new AsteriskAdapter(
            options with { OnConnected = () => TellConnected(server), OnDisconnected = TellLost }, cli.TimeProvider, new Random());
        using var end = new CancellationTokenSource(Timeout.InfiniteTimeSpan, cli.TimeProvider);
        await using CancellationTokenRegistration stopping = token.Register(() => end.CancelAfter(EndTimeMax));
        SendProgress sent = await new SendRun(cli, server, lostTimeMax: TimeSpan.MaxValue)
            .RunAsync(sending, (sender, lost) => FollowAsync(adapter, sender, token, lost), end.Token);
        await cli.Out.WriteLineAsync(SendSummary.Of(sent));
        _rejections.Write(cli.Out);
        return ExitCode.Ok;
    }

    private static async Task FollowAsync(AsteriskAdapter adapter, EventSender sender, CancellationToken token, CancellationToken lost)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(token, lost);
        Task following = adapter.RunAsync(sender.SendAsync, end.Token);
        if (await Task.WhenAny(following, sender.Completion) == sender.Completion)
        {
            // A quiet PBX would not notice for hours that another program took the source over.
            await end.CancelAsync();
            await following.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await sender.Completion;
        }
        try
        {
            await following;
        }
        catch (OperationCanceledException) when (!lost.IsCancellationRequested)
        {
            // Stopped by the user, who wants what came so far to be counted.
        }
    }

    private void TellConnected(string server)
    {
        cli.Error.WriteLine(_isReached
            ? $"ccg: connected to Asterisk at {options.Address} again"
            : $"ccg: following Asterisk at {options.Address}, sending to {server} as '{source}'; stop with Ctrl-C");
        (_isReached, _isLost) = (true, false);
    }

    /// <summary>An Asterisk that was there may come back; one that never was is a wrong address, user or secret.</summary>
    private void TellLost(AmiConnectionException failure)
    {
        string what = failure.Message.TrimEnd('.');
        if (!_isReached)
            throw new FailedException(what);
        if (!_isLost)
            cli.Error.WriteLine($"ccg: {Printable.Of(what)}; trying again");
        _isLost = true; // Told once an outage.
    }

    /// <summary>Tells the first of each reason; there may be thousands, and the summary counts them.</summary>
    private void Tell(RejectedEvent rejected)
    {
        if (_rejections.Add(rejected) == 1)
            cli.Error.WriteLine($"ccg: an event was rejected: {rejected.Reason}: {Printable.Of(rejected.Rejection.Message)}");
    }
}
