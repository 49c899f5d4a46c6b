using CallCenter.Core.Views;
using CallCenter.Engine.Board;
using CallCenter.Server.Hosting;
using Grpc.Core;

namespace CallCenter.Server.Kpis;

/// <summary>One of the subscriptions that a stream has: what of, and how.</summary>
internal sealed record AskedView(Selector Selector, ReaderOptions Reading);

/// <summary>The subscriptions of one stream. Each goes its own way; their messages take turns, and the first that fails ends all.</summary>
internal sealed class SubscriptionStream(
    KpiBoard board, IServerStreamWriter<Frame> responses, ServerOptions options, SubscriptionMeter meter, TimeProvider time)
{
    public async Task RunAsync(IReadOnlyList<AskedView> asked, CancellationToken cancellationToken)
    {
        var open = new List<(ViewFeed Feed, ReaderOptions Reading)>();
        try
        {
            foreach (var (selector, reading) in asked)
                open.Add((await board.OpenAsync(selector, reading.Interval, cancellationToken), reading));
            await (open.Count == 1
                ? Make(open[0].Feed, open[0].Reading, 0, null).RunAsync(cancellationToken)
                : RunTogetherAsync(open, cancellationToken));
        }
        finally
        {
            foreach (var (feed, reading) in open) await board.CloseAsync(feed, reading.Interval);
        }
    }

    private async Task RunTogetherAsync(List<(ViewFeed Feed, ReaderOptions Reading)> open, CancellationToken cancellationToken)
    {
        using var turn = new SemaphoreSlim(1);
        using var all = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var running = open.Select((view, i) => Make(view.Feed, view.Reading, i, turn).RunAsync(all.Token)).ToList();
        try
        {
            await await Task.WhenAny(running);
        }
        finally
        {
            await all.CancelAsync();
            foreach (var subscription in running) await subscription.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private Subscription Make(ViewFeed feed, ReaderOptions reading, int index, SemaphoreSlim? turn)
        => new(feed, responses, reading, options, meter, time) { Index = index, Turn = turn };
}
