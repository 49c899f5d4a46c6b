using CallCenter.Core.Identity;
using CallCenter.Core.Log;
using CallCenter.Core.Storage;
using CallCenter.Engine.Shards;
using Microsoft.Extensions.Logging.Abstractions;

namespace CallCenter.Engine.Tests;

/// <summary>Group commit: what is handed over while a commit is in flight goes into the next, together.</summary>
public sealed class ShardWriterTests
{
    [Fact]
    public async Task Sections_of_several_sources_that_wait_are_one_commit()
    {
        await using var node = await Node.StartAsync();
        await using var writer = await WriterUnderTest.StartAsync(node);
        node.Store.ShutGate();
        var first = await writer.HandOverAsync("a", 0, 1);
        await node.Store.Entered.Soon();
        Task<CommitFailure?>[] rest =
            [await writer.HandOverAsync("b", 0, 2), await writer.HandOverAsync("c", 0, 3), await writer.HandOverAsync("b", 2, 5)];
        node.Store.OpenGate();
        Assert.Equal([null, null, null, null], await Task.WhenAll([first, .. rest]).Soon());
        var marks = node.Store.Commits[^1].Marks.Select(m => (m.Source.Value, m.Expected.Value, m.Next.Value));
        Assert.Equal([("b", 0, 5), ("c", 0, 3)], marks.Order());
        Assert.Equal(2, node.Store.Commits.Count);
    }

    [Fact]
    public async Task Section_whose_mark_does_not_hold_is_refused_with_those_after_it_and_the_others_are_committed()
    {
        await using var node = await Node.StartAsync();
        await using var writer = await WriterUnderTest.StartAsync(node);
        node.Store.ShutGate();
        var first = await writer.HandOverAsync("a", 0, 1);
        await node.Store.Entered.Soon();
        Task<CommitFailure?>[] group =
            [await writer.HandOverAsync("b", 7, 8), await writer.HandOverAsync("c", 0, 3), await writer.HandOverAsync("b", 8, 9)];
        node.Store.OpenGate();
        Assert.Equal([null, CommitFailure.MarkMoved, null, CommitFailure.MarkMoved], await Task.WhenAll([first, .. group]).Soon());
        Assert.Equal(3, (await node.Store.ClaimAsync(0, new SourceId("c"), CancellationToken.None)).Committed.Value);
    }

    [Fact]
    public async Task Section_of_an_owner_that_was_replaced_is_refused_as_superseded()
    {
        await using var node = await Node.StartAsync();
        await using var writer = await WriterUnderTest.StartAsync(node);
        await node.Store.ClaimAsync(0, new SourceId("a"), CancellationToken.None);
        Assert.Equal(CommitFailure.Superseded, await (await writer.HandOverAsync("a", 0, 1)).Soon());
    }

    [Fact]
    public async Task Commits_of_a_store_that_is_away_fail_and_the_writer_goes_on_but_not_with_the_failed_session()
    {
        await using var node = await Node.StartAsync();
        await using var writer = await WriterUnderTest.StartAsync(node);
        node.Store.Trouble = () => CommitTrouble.NothingWritten;
        Assert.Equal(CommitFailure.StoreUnavailable, await (await writer.HandOverAsync("a", 0, 1)).Soon());
        node.Store.Trouble = () => CommitTrouble.None;
        Assert.Null(await (await writer.HandOverAsync("b", 0, 1)).Soon());
        Assert.Equal(CommitFailure.StoreUnavailable, await (await writer.HandOverAsync("a", 0, 1)).Soon());
    }

    [Fact]
    public async Task Commit_holds_no_more_bytes_than_allowed_and_at_least_one_section()
    {
        await using var node = await Node.StartAsync();
        await using var writer = await WriterUnderTest.StartAsync(node, Node.Options with { CommitBytesMax = 1 });
        node.Store.ShutGate();
        var first = await writer.HandOverAsync("a", 0, 1);
        await node.Store.Entered.Soon();
        var rest = new[] { await writer.HandOverAsync("b", 0, 1), await writer.HandOverAsync("c", 0, 1) };
        node.Store.OpenGate();
        await Task.WhenAll([first, .. rest]).Soon();
        Assert.Equal([1, 1, 1], node.Store.Commits.Select(c => c.Marks.Count));
    }

    /// <summary>A writer of its own, beside the node's; owns the sources "a", "b" and "c".</summary>
    private sealed class WriterUnderTest : IAsyncDisposable
    {
        private readonly ShardWriter _writer;
        private readonly Task _running;
        private readonly Dictionary<string, Fence> _fences = [];

        private WriterUnderTest(Node node, EngineOptions options)
        {
            _writer = new ShardWriter(0, node.Store, node.Board, options, node.Time, NullLogger.Instance);
            _running = _writer.RunAsync(CancellationToken.None);
        }

        public static async Task<WriterUnderTest> StartAsync(Node node, EngineOptions? options = null)
        {
            var writer = new WriterUnderTest(node, options ?? Node.Options);
            foreach (var source in (string[])["a", "b", "c"])
                writer._fences[source] = (await node.Store.ClaimAsync(0, new SourceId(source), CancellationToken.None)).Fence;
            return writer;
        }

        /// <summary>Hands a section over; the task tells what became of it.</summary>
        public async Task<Task<CommitFailure?>> HandOverAsync(string source, long from, long to)
        {
            var ended = new TaskCompletionSource<CommitFailure?>(TaskCreationOptions.RunContinuationsAsynchronously);
            var (id, fence) = (new SourceId(source), _fences[source]);
            var section = BatchCodec.Encode(new SourceSection(id, fence, new Sequence(from), new Sequence(to), 0, [], [], []));
            var mark = new MarkStep(id, fence, new Sequence(from), new Sequence(to));
            await _writer.EnqueueAsync(new PendingCommit(mark, section, ended.SetResult), CancellationToken.None).Soon();
            return ended.Task;
        }

        public async ValueTask DisposeAsync()
        {
            _writer.Complete();
            await _running.Soon();
        }
    }
}
