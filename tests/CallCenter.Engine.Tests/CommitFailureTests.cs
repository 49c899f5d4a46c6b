using CallCenter.Engine.Ingest;

namespace CallCenter.Engine.Tests;

public sealed class CommitFailureTests
{
    [Theory]
    [InlineData(nameof(CommitTrouble.NothingWritten), 1)]
    [InlineData(nameof(CommitTrouble.AnswerLost), 5)]
    public async Task Failed_commit_ends_the_session_and_the_next_one_continues_from_the_store(string trouble, long committed)
    {
        await using var node = await ClockedNode.StartAsync();
        var session = await node.OpenAsync();
        await session.SendAsync(Feed.Arrivals(node.Now, 1, 1));
        node.Store.Trouble = () => Enum.Parse<CommitTrouble>(trouble);
        await session.PostAsync(Feed.Arrivals(node.Now, 2, 5), CancellationToken.None).InTime();
        Assert.Equal(SessionEnd.StoreUnavailable, (await session.EndAsync()).End);

        node.Store.Trouble = () => CommitTrouble.None;
        var next = await node.OpenAsync();
        Assert.Equal(committed, next.Committed.Value);
        await next.SendAsync(Feed.Arrivals(node.Now, 2, 5));
        await node.AssertCountsAsync([5, 5, 0], "contacts_offered", "contacts_waiting", "reconciliation_residual");
    }

    [Fact]
    public async Task Failed_commit_ends_the_sessions_of_all_its_sources_and_no_others()
    {
        await using var node = await ClockedNode.StartAsync();
        var (a, b) = (await node.OpenAsync("a"), await node.OpenAsync("b"));
        node.Store.Trouble = () => CommitTrouble.NothingWritten;
        await a.PostAsync(Feed.Arrivals(node.Now, 1, 1), CancellationToken.None).InTime();
        Assert.Equal(SessionEnd.StoreUnavailable, (await a.EndAsync()).End);
        node.Store.Trouble = () => CommitTrouble.None;
        await b.SendAsync(Feed.Arrivals(node.Now, 1, 1));
        Assert.Equal(1, await node.CountAsync("contacts_offered"));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    public async Task Each_event_counts_once_through_failures_and_takeovers(int seed)
    {
        const long last = 300;
        var dice = new Random(seed);
        await using var node = await ClockedNode.StartAsync();
        node.Store.Trouble = () => dice.Next(6) switch
        {
            0 => CommitTrouble.NothingWritten,
            1 => CommitTrouble.AnswerLost,
            _ => CommitTrouble.None,
        };
        while (await SendSomeAsync(node, dice, last) < last)
        {
            // The session broke off, or another one took over: go on with the next.
        }
        await node.AssertCountsAsync([last, last, 0], "contacts_offered", "contacts_waiting", "events_rejected");
    }

    // One session's life: how far it got, as the server said when it opened.
    private static async Task<long> SendSomeAsync(ClockedNode node, Random dice, long last)
    {
        var session = await node.OpenAsync();
        var committed = session.Committed.Value;
        var next = Math.Max(1, committed + 1 - dice.Next(5));
        try
        {
            while (next <= last && dice.Next(12) > 0)
            {
                var to = Math.Min(last, next + dice.Next(20));
                await session.PostAsync(Feed.Arrivals(node.Now, next, to), CancellationToken.None).InTime();
                next = Math.Max(1, to + 1 - dice.Next(3));
                if (to == last)
                {
                    await session.AckedAsync(new Core.Identity.Sequence(last));
                    break;
                }
            }
        }
        catch (Exception e) when (e is SessionEndedException or System.Threading.Channels.ChannelClosedException)
        {
            // What it did not ack is sent again.
        }
        return committed;
    }
}
