using CallCenter.Core.Encoding;
using CallCenter.Core.Storage;
using CallCenter.Engine.Shards;

namespace CallCenter.Engine.Tests;

/// <summary>Stored bytes that cannot be read make their shard unreadable, and nothing else.</summary>
public sealed class UnreadableShardTests
{
    private static readonly byte[] Damaged = [200, 1, 2, 3];

    [Fact]
    public async Task Damaged_entry_makes_only_its_own_shard_unreadable()
    {
        var store = new ScriptedStore(2);
        await using var board = await ScriptedBoard.StartAsync(store);
        store.Append(0, Damaged);
        await board.PassUntilAsync(() => board.Board.Shards.Unreadable.Any());
        store.Append(1, ScriptedBoard.Offered("pbx", 3));
        await board.PassUntilAsync(async () => await board.OfferedAsync() == 3);
        var state = Assert.Single(board.Board.Shards.Troubled);
        Assert.Equal((0, ShardStatus.Unreadable), (state.Shard, state.Status));
        Assert.Contains("Shard 0 is unreadable", state.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sources_of_an_unreadable_shard_are_refused_with_the_reason()
    {
        var store = new ScriptedStore(1);
        await using var board = await ScriptedBoard.StartAsync(store);
        store.Append(0, Damaged);
        var refused = await Assert.ThrowsAsync<ShardUnreadableException>(() => board.ReadFloorAsync(0, "pbx"));
        Assert.Equal(board.Board.Shards.Unreadable.Single().Reason, refused.Message);
    }

    [Fact]
    public async Task Snapshot_names_the_missing_shard_and_since_when()
    {
        var store = new ScriptedStore(1);
        store.Append(0, Damaged);
        await using var board = await ScriptedBoard.StartAsync(store);
        var state = await board.Board.SnapshotAsync(Selectors.Of("contacts_offered"), CancellationToken.None).InTime();
        Assert.Equal((0, board.Now), (state.Completeness.Shards.Unreadable.Single().Shard, state.Completeness.Shards.StaleSince!.Value));
    }

    public static TheoryData<Exception> LoadFailures => new(
        new StoredFormException("Written by format 7, this server reads up to 2."), new InvalidCastException("A defect of ours."));

    [Theory]
    [MemberData(nameof(LoadFailures))]
    public async Task Server_starts_with_an_unreadable_shard_and_reads_it_as_soon_as_possible(Exception failure)
    {
        var store = new ScriptedStore(2) { LoadFails = shard => shard == 0 ? failure : null };
        store.Append(0, ScriptedBoard.Offered("pbx", 3));
        store.Append(1, ScriptedBoard.Offered("chat", 4));
        await using var board = await ScriptedBoard.StartAsync(store);
        Assert.True(board.Board.Shards.IsLoaded);
        Assert.Equal(4, await board.OfferedAsync());
        store.LoadFails = _ => null;
        await board.PassUntilAsync(async () => await board.OfferedAsync() == 7, TimeSpan.FromSeconds(1));
        Assert.Empty(board.Board.Shards.Troubled);
    }

    [Fact]
    public async Task Start_on_a_silent_store_fails_without_asking_for_each_shard()
    {
        var reads = 0;
        var store = new ScriptedStore(100)
        {
            LoadFails = _ =>
            {
                Interlocked.Increment(ref reads);
                return new StoreUnavailableException("No answer.");
            },
        };
        await Assert.ThrowsAsync<StoreUnavailableException>(() => ScriptedBoard.StartAsync(store));
        Assert.InRange(reads, 1, Environment.ProcessorCount);
    }

    [Fact]
    public async Task Shard_that_becomes_readable_again_counts_everything_once()
    {
        var store = new ScriptedStore(1);
        await using var board = await ScriptedBoard.StartAsync(store);
        store.Append(0, ScriptedBoard.Offered("pbx", 3));
        store.Append(0, Damaged);
        await board.PassUntilAsync(() => board.Board.Shards.Unreadable.Any());
        store.RepairLast(0, ScriptedBoard.Offered("chat", 4));
        await board.PassUntilAsync(() => !board.Board.Shards.Unreadable.Any(), TimeSpan.FromSeconds(1));
        Assert.Equal(7, await board.OfferedAsync());
    }

    // Any bytes at all: one flipped, one cut, one random, at every step.
    [Fact]
    public async Task No_bytes_in_a_log_end_the_board()
    {
        var random = new Random(7);
        var good = ScriptedBoard.Offered("pbx", 3).ToArray();
        var store = new ScriptedStore(600);
        for (var shard = 0; shard < store.ShardCount; shard++) store.Append(shard, Mutated(good, random));
        await using var board = await ScriptedBoard.StartAsync(store);
        for (var shard = 0; shard < store.ShardCount; shard++) store.Append(shard, Mutated(good, random));
        await board.PassUntilAsync(() => board.Board.Shards.Unreadable.Count() > 300);
        await board.OfferedAsync();
    }

    private static byte[] Mutated(byte[] good, Random random)
    {
        var bytes = random.Next(3) switch
        {
            0 => good[..random.Next(good.Length)],
            1 => [.. good],
            _ => new byte[random.Next(1, 64)],
        };
        if (bytes.Length == 0) return [0];
        if (bytes.Length == good.Length) bytes[random.Next(bytes.Length)] ^= (byte)(1 << random.Next(8));
        else if (random.Next(2) == 0) random.NextBytes(bytes.AsSpan(Math.Min(1, bytes.Length - 1)));
        return bytes;
    }
}
