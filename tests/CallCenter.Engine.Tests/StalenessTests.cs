using CallCenter.Core.Storage;

namespace CallCenter.Engine.Tests;

/// <summary>A board says since when its values may be out of date, and reads on as soon as the store answers.</summary>
public sealed class StalenessTests
{
    // One of a cluster's masters is away: the shards of the others are read as ever, and must not hide it.
    [Fact]
    public async Task Board_is_stale_while_any_shard_cannot_be_read()
    {
        var store = new ScriptedStore(2);
        await using var board = await ScriptedBoard.StartAsync(store);
        var away = new HashSet<int> { 0 };
        store.ReadFails = shard => away.Contains(shard) ? new StoreUnavailableException("The master is away.") : null;
        await board.PassUntilAsync(() => board.Board.Shards.Stale.Any());
        var since = board.Board.Shards.StaleSince;
        away.Add(1);
        await board.PassUntilAsync(() => board.Board.Shards.Stale.Count() == 2);
        away.Remove(1);
        await board.PassUntilAsync(() => board.Board.Shards.Stale.Count() == 1);
        Assert.Equal(since, board.Board.Shards.StaleSince);
        away.Remove(0);
        await board.PassUntilAsync(() => board.Board.Shards.StaleSince is null);
    }

    public static TheoryData<Exception> StoreFailures => new(
        new StoreUnavailableException("The store is away."), new InvalidOperationException("A defect of a driver."),
        new TimeoutException(), new OperationCanceledException("Not by us."));

    [Theory]
    [MemberData(nameof(StoreFailures))]
    public async Task Failed_read_of_the_log_is_repeated_whatever_the_reason(Exception failure)
    {
        var store = new ScriptedStore(1) { };
        await using var board = await ScriptedBoard.StartAsync(store);
        store.ReadFails = _ => failure;
        await board.PassUntilAsync(() => board.Board.Shards.StaleSince is not null);
        store.Append(0, ScriptedBoard.Offered("pbx", 3));
        store.ReadFails = _ => null;
        await board.PassUntilAsync(() => board.Board.Shards.StaleSince is null, TimeSpan.FromSeconds(1));
        Assert.Equal(3, await board.OfferedAsync());
    }

    [Theory]
    [MemberData(nameof(StoreFailures))]
    public async Task Failed_lease_of_a_fold_is_repeated_whatever_the_reason(Exception failure)
    {
        var store = new ScriptedStore(1);
        await using var board = await ScriptedBoard.StartAsync(store);
        store.Append(0, ScriptedBoard.Offered("pbx", 3));
        var fails = 2;
        store.LeaseFails = _ => fails-- > 0 ? failure : null;
        await board.PassUntilAsync(() => store.Folds.Count > 0, TimeSpan.FromSeconds(1));
    }

    [Theory]
    [MemberData(nameof(StoreFailures))]
    public async Task Failed_write_of_a_fold_is_repeated_whatever_the_reason(Exception failure)
    {
        var store = new ScriptedStore(1);
        await using var board = await ScriptedBoard.StartAsync(store);
        store.Append(0, ScriptedBoard.Offered("pbx", 3));
        var fails = 2;
        store.FoldFails = _ => fails-- > 0 ? failure : null;
        await board.PassUntilAsync(() => store.Folds.Count > 0, TimeSpan.FromSeconds(1));
        Assert.Single(store.Folds[0].Fold.Rows);
        Assert.Empty(board.Board.Shards.Troubled);
    }

    [Fact]
    public async Task Absent_store_is_asked_at_growing_intervals()
    {
        var store = new ScriptedStore(1);
        await using var board = await ScriptedBoard.StartAsync(store);
        var asked = 0;
        store.ReadFails = _ =>
        {
            asked++;
            return new StoreUnavailableException("The store is away.");
        };
        for (var i = 0; i < 400; i++)
        {
            board.Time.Advance(TimeSpan.FromMilliseconds(25));
            await board.OfferedAsync();
        }
        // 25 ms, 50 ms and so on up to 1 s, instead of 400 times in these ten seconds.
        Assert.InRange(asked, 5, 20);
    }
}
