using CallCenter.Core.Identity;
using CallCenter.Core.Storage;
using CallCenter.Engine.Board;
using Microsoft.Extensions.Logging.Abstractions;

namespace CallCenter.Engine.Tests;

/// <summary>A board says since when what it shows may be out of date.</summary>
public sealed class StalenessTests
{
    private static readonly StoreUnavailableException Away = new("The master of this shard is away.");

    // One of a cluster's masters is away: the shards of the others are read as ever, and must not hide it.
    [Fact]
    public async Task A_board_is_stale_as_long_as_any_shard_cannot_be_read()
    {
        var now = new Instant(1_000);
        var follower = new ShardFollower(new TwoEmptyShards(), new ViewSet(Guid.Empty, 10), () => now, _ => { }, NullLogger.Instance);
        await follower.LoadAsync(CancellationToken.None);

        await follower.TakePageAsync(new BoardRequest.PageRead(0, [], Away), CancellationToken.None);
        now = new Instant(2_000);
        await follower.TakePageAsync(new BoardRequest.PageRead(1, [], Away), CancellationToken.None);
        await follower.TakePageAsync(new BoardRequest.PageRead(1, [], null), CancellationToken.None);
        await follower.TakePageAsync(new BoardRequest.PageRead(0, [], Away), CancellationToken.None);
        Assert.Equal(new Instant(1_000), follower.Completeness(now).StaleSince);

        await follower.TakePageAsync(new BoardRequest.PageRead(0, [], null), CancellationToken.None);
        Assert.Null(follower.Completeness(now).StaleSince);
    }

    private sealed class TwoEmptyShards : IMetricStore
    {
        public int ShardCount => 2;
        public bool IsShared => true;

        public Task<ShardImage> LoadAsync(int shard, CancellationToken cancellationToken)
            => Task.FromResult(new ShardImage(LogPosition.Start, 0, [], [], []));

        public Task<IReadOnlyList<LogEntry>> ReadLogAsync(int shard, LogPosition after, int entriesMax, CancellationToken cancellationToken)
            => Task.FromResult<IReadOnlyList<LogEntry>>([]);

        public Task<SourceMark> ClaimAsync(int shard, SourceId source, CancellationToken cancellationToken)
            => throw new NotSupportedException();

        public Task<CommitOutcome> CommitAsync(int shard, LogCommit commit, CancellationToken cancellationToken)
            => throw new NotSupportedException();

        public Task<bool> LeaseFoldAsync(int shard, TimeSpan duration, CancellationToken cancellationToken)
            => throw new NotSupportedException();

        public Task<bool> FoldAsync(int shard, ShardFold fold, CancellationToken cancellationToken) => throw new NotSupportedException();

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
