using CallCenter.Core.Encoding;
using CallCenter.Core.Identity;
using CallCenter.Core.Log;
using CallCenter.Core.Storage;
using CallCenter.Engine.Ingest;
using Microsoft.Extensions.Logging.Abstractions;

namespace CallCenter.Engine.Tests;

/// <summary>Group commit: what comes while a commit is in flight goes into the next, together.</summary>
public sealed class ShardWriterTests
{
    [Fact]
    public async Task Sections_of_all_waiting_sources_go_into_one_commit()
    {
        await using var node = await ClockedNode.StartAsync();
        await using var writer = await WriterUnderTest.StartAsync(node);
        node.Store.ShutGate();
        var first = writer.Enlist("a", 0, 1);
        await node.Store.Entered.InTime();
        Task<CommitFailure?>[] rest = [writer.Enlist("b", 0, 2), writer.Enlist("c", 0, 3)];
        node.Store.OpenGate();
        Assert.Equal([null, null, null], await Task.WhenAll([first, .. rest]).InTime());
        var marks = node.Store.Commits[^1].Marks.Select(m => (m.Source.Name, m.Expected.Value, m.Next.Value));
        Assert.Equal([("b", 0, 2), ("c", 0, 3)], marks.Order());
        Assert.Equal(2, node.Store.Commits.Count);
    }

    // Events that come after a source was asked, while others still are.
    [Fact]
    public async Task Source_that_enlists_again_during_the_collection_goes_into_the_next_commit()
    {
        await using var node = await ClockedNode.StartAsync();
        await using var writer = await WriterUnderTest.StartAsync(node);
        var again = Task.FromResult<CommitFailure?>(null);
        var first = writer.Enlist("a", 0, 1, whenAsked: () => again = writer.Enlist("a", 1, 2));
        Assert.Null(await first.InTime());
        Assert.Null(await again.InTime());
        Assert.Equal([1, 2], node.Store.Commits.Select(c => c.Marks.Single().Next.Value));
    }

    [Fact]
    public async Task Source_without_changes_causes_no_commit()
    {
        await using var node = await ClockedNode.StartAsync();
        await using var writer = await WriterUnderTest.StartAsync(node);
        await writer.EnlistForNothingAsync().InTime();
        Assert.Null(await writer.Enlist("a", 0, 1).InTime());
        Assert.Single(node.Store.Commits);
    }

    [Fact]
    public async Task Section_with_an_outdated_mark_is_refused_and_the_others_are_committed()
    {
        await using var node = await ClockedNode.StartAsync();
        await using var writer = await WriterUnderTest.StartAsync(node);
        node.Store.ShutGate();
        var first = writer.Enlist("a", 0, 1);
        await node.Store.Entered.InTime();
        Task<CommitFailure?>[] group = [writer.Enlist("b", 7, 8), writer.Enlist("c", 0, 3)];
        node.Store.OpenGate();
        Assert.Equal([null, CommitFailure.MarkMoved, null], await Task.WhenAll([first, .. group]).InTime());
        Assert.Equal(3, (await node.Store.ClaimAsync(0, new SourceId(TenantId.Default, "c"), CancellationToken.None)).Committed.Value);
    }

    [Fact]
    public async Task Section_of_a_replaced_owner_is_refused_as_superseded()
    {
        await using var node = await ClockedNode.StartAsync();
        await using var writer = await WriterUnderTest.StartAsync(node);
        await node.Store.ClaimAsync(0, new SourceId(TenantId.Default, "a"), CancellationToken.None);
        Assert.Equal(CommitFailure.Superseded, await writer.Enlist("a", 0, 1).InTime());
    }

    [Fact]
    public async Task Commits_fail_while_the_store_is_away_and_the_writer_goes_on()
    {
        await using var node = await ClockedNode.StartAsync();
        await using var writer = await WriterUnderTest.StartAsync(node);
        node.Store.Trouble = () => CommitTrouble.NothingWritten;
        Assert.Equal(CommitFailure.StoreUnavailable, await writer.Enlist("a", 0, 1).InTime());
        node.Store.Trouble = () => CommitTrouble.None;
        Assert.Null(await writer.Enlist("b", 0, 1).InTime());
    }

    [Fact]
    public async Task Ended_writer_accepts_no_more_sources()
    {
        await using var node = await ClockedNode.StartAsync();
        await using var writer = await WriterUnderTest.StartAsync(node);
        await writer.EndAsync();
        Assert.False(writer.CanEnlist);
    }

    [Fact]
    public async Task Commit_stays_within_its_byte_limit_but_has_at_least_one_section()
    {
        await using var node = await ClockedNode.StartAsync();
        await using var writer = await WriterUnderTest.StartAsync(node, ClockedNode.Options with { CommitBytesMax = 1 });
        node.Store.ShutGate();
        var first = writer.Enlist("a", 0, 1);
        await node.Store.Entered.InTime();
        var rest = new[] { writer.Enlist("b", 0, 1), writer.Enlist("c", 0, 1) };
        node.Store.OpenGate();
        await Task.WhenAll([first, .. rest]).InTime();
        Assert.Equal([1, 1, 1], node.Store.Commits.Select(c => c.Marks.Count));
    }

    /// <summary>A writer of its own, beside the node's; owns the sources "a", "b" and "c".</summary>
    private sealed class WriterUnderTest : IAsyncDisposable
    {
        private readonly ShardWriter _writer;
        private readonly Task _running;
        private readonly Dictionary<string, Fence> _fences = [];

        private WriterUnderTest(ClockedNode node, EngineOptions options)
        {
            _writer = new ShardWriter(0, node.Store, node.Board, options, node.Time, NullLogger.Instance);
            _running = _writer.RunAsync(CancellationToken.None);
        }

        public static async Task<WriterUnderTest> StartAsync(ClockedNode node, EngineOptions? options = null)
        {
            var writer = new WriterUnderTest(node, options ?? ClockedNode.Options);
            foreach (var source in (string[])["a", "b", "c"])
                writer._fences[source] = (await node.Store.ClaimAsync(0, new SourceId(TenantId.Default, source),
                    CancellationToken.None)).Fence;
            return writer;
        }

        public bool CanEnlist => _writer.Enlist(() => null);

        /// <summary>Enlists a section; the task tells what became of it.</summary>
        public Task<CommitFailure?> Enlist(string source, long from, long to, Action? whenAsked = null)
        {
            var ended = new TaskCompletionSource<CommitFailure?>(TaskCreationOptions.RunContinuationsAsynchronously);
            var (id, fence) = (new SourceId(TenantId.Default, source), _fences[source]);
            var section = BatchCodec.Encode(new SourceSection(id, fence, new Sequence(from), new Sequence(to), 0, [], [], []),
                StoredFormat.Newest);
            var mark = new MarkStep(id, fence, new Sequence(from), new Sequence(to));
            Assert.True(_writer.Enlist(() =>
            {
                whenAsked?.Invoke();
                return new PendingCommit(mark, section, ended.SetResult);
            }));
            return ended.Task;
        }

        /// <summary>Enlists nothing; completes when the writer has asked for it.</summary>
        public Task EnlistForNothingAsync()
        {
            var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            Assert.True(_writer.Enlist(() =>
            {
                asked.SetResult();
                return null;
            }));
            return asked.Task;
        }

        public Task EndAsync()
        {
            _writer.Complete();
            return _running.InTime();
        }

        public async ValueTask DisposeAsync() => await EndAsync();
    }
}
