using CallCenter.Core.Identity;
using CallCenter.Core.Storage;

namespace CallCenter.Storage.Tests.Contract;

/// <summary>What every store keeps to: marks, commits, the log. One class a store runs it.</summary>
public abstract partial class MetricStoreContract : IAsyncLifetime
{
    private readonly List<IMetricStore> _opened = [];

    /// <summary>The store under test, empty.</summary>
    private IMetricStore Store { get; set; } = null!;

    /// <summary>Another use of the same data, as by another node; the embedded store has one process, which uses it twice.</summary>
    private IMetricStore Other { get; set; } = null!;

    /// <summary>Opens the test's own data, the second time the same.</summary>
    protected abstract Task<IMetricStore> OpenAsync();

    public virtual async Task InitializeAsync()
    {
        Store = await OpenAsync();
        Other = await OpenAsync();
        _opened.AddRange([Store, Other]);
    }

    public virtual async Task DisposeAsync()
    {
        foreach (var store in _opened) await store.DisposeAsync();
    }

    [StoreFact]
    public async Task An_unknown_source_is_claimed_from_the_start()
    {
        var mark = await ClaimAsync(Store, Samples.Ann);

        Assert.Equal(Sequence.None, mark.Committed);
        Assert.True(mark.Fence.Value > Fence.None.Value);
    }

    [StoreFact]
    public async Task Each_claim_raises_the_fence_and_keeps_the_mark()
    {
        var first = await ClaimAsync(Store, Samples.Ann);
        await CommitAsync(Store, Samples.Step(Samples.Ann, first, 0, 7));

        var second = await ClaimAsync(Other, Samples.Ann);
        var third = await ClaimAsync(Store, Samples.Ann);

        Assert.True(first.Fence.Value < second.Fence.Value && second.Fence.Value < third.Fence.Value);
        Assert.Equal((new Sequence(7), new Sequence(7)), (second.Committed, third.Committed));
    }

    [StoreFact]
    public async Task A_commit_returns_the_new_end_of_the_log()
    {
        var mark = await ClaimAsync(Store, Samples.Ann);

        var entry = await CommitAsync(Store, Samples.Step(Samples.Ann, mark, 0, 3), Samples.Batch(1));

        var logged = Assert.Single(await ReadAsync(Other, Samples.Ann, LogPosition.Start));
        Assert.Equal((entry.Position, LogPosition.Start), (logged.Position, logged.Previous));
        Assert.Equal(Samples.Batch(1), logged.Batch.ToArray());
    }

    [StoreFact]
    public async Task A_commit_of_an_older_owner_is_refused_and_writes_nothing()
    {
        var older = await ClaimAsync(Store, Samples.Ann);
        var newer = await ClaimAsync(Other, Samples.Ann);

        var refused = await RefuseAsync(Store, Samples.Step(Samples.Ann, older, 0, 3));

        Assert.Equal(new CommitOutcome.Refused(Samples.Ann, newer), refused);
        Assert.Empty(await ReadAsync(Store, Samples.Ann, LogPosition.Start));
    }

    [StoreFact]
    public async Task A_commit_of_an_unclaimed_source_is_refused()
    {
        var refused = await RefuseAsync(Store, new MarkStep(Samples.Ann, new Fence(1), Sequence.None, new Sequence(1)));

        Assert.Equal(new CommitOutcome.Refused(Samples.Ann, default), refused);
    }

    [StoreFact]
    public async Task A_commit_with_a_gap_is_refused_with_the_actual_mark()
    {
        var mark = await ClaimAsync(Store, Samples.Ann);
        await CommitAsync(Store, Samples.Step(Samples.Ann, mark, 0, 3));

        var refused = await RefuseAsync(Store, Samples.Step(Samples.Ann, mark, 4, 5));

        Assert.Equal(new CommitOutcome.Refused(Samples.Ann, mark with { Committed = new Sequence(3) }), refused);
        Assert.Single(await ReadAsync(Store, Samples.Ann, LogPosition.Start));
    }

    // What a caller does that did not hear the answer: it either counts now, or is told that it counted.
    [StoreFact]
    public async Task A_repeated_commit_counts_once_and_is_answered_accordingly()
    {
        var mark = await ClaimAsync(Store, Samples.Ann);
        var step = Samples.Step(Samples.Ann, mark, 0, 3);
        await CommitAsync(Store, step);

        var refused = await RefuseAsync(Store, step);

        Assert.Equal(mark with { Committed = new Sequence(3) }, refused.Actual);
        Assert.Single(await ReadAsync(Store, Samples.Ann, LogPosition.Start));
    }

    [StoreFact]
    public async Task A_commit_with_one_refused_source_writes_nothing_of_the_others()
    {
        var (ann, bob) = Samples.TwoSourcesOfOneShard(Store.ShardCount);
        var annMark = await ClaimAsync(Store, ann);
        var bobMark = await ClaimAsync(Store, bob);

        var refused = await RefuseAsync(Store, Samples.Step(ann, annMark, 0, 2), Samples.Step(bob, bobMark, 1, 2));

        Assert.Equal(new CommitOutcome.Refused(bob, bobMark), refused);
        Assert.Empty(await ReadAsync(Store, ann, LogPosition.Start));
        Assert.Equal(Sequence.None, (await ClaimAsync(Store, ann)).Committed);
    }

    [StoreFact]
    public async Task A_commit_of_two_thousand_sources_moves_all_their_marks()
    {
        var sources = Samples.SourcesOfOneShard(Store.ShardCount, 2000);
        var steps = new List<MarkStep>();
        foreach (var source in sources) steps.Add(Samples.Step(source, await ClaimAsync(Store, source), 0, 5));

        await CommitAsync(Store, [.. steps]);

        var refused = await RefuseAsync(Store, [.. steps]);
        Assert.Equal(new CommitOutcome.Refused(sources[0], new SourceMark(steps[0].Fence, new Sequence(5))), refused);
        Assert.Equal(new Sequence(5), (await ClaimAsync(Store, sources[^1])).Committed);
    }

    [StoreFact]
    public async Task The_largest_marks_are_kept_exactly()
    {
        var mark = await ClaimAsync(Store, Samples.Ann);
        await CommitAsync(Store, new MarkStep(Samples.Ann, mark.Fence, Sequence.None, new Sequence(long.MaxValue - 1)));

        Assert.Equal(new Sequence(long.MaxValue - 1), (await ClaimAsync(Store, Samples.Ann)).Committed);
    }

    [StoreFact]
    public async Task A_batch_of_256_KiB_is_read_back_whole()
    {
        var batch = new byte[256 * 1024];
        new Random(1).NextBytes(batch);
        await CommitAsync(Store, Samples.Step(Samples.Ann, await ClaimAsync(Store, Samples.Ann), 0, 1), batch);

        var entry = Assert.Single(await ReadAsync(Other, Samples.Ann, LogPosition.Start));

        Assert.Equal(batch, entry.Batch.ToArray());
    }

    [StoreFact]
    public async Task The_log_is_read_in_pages_that_follow_one_another()
    {
        var written = await CommitManyAsync(Store, Samples.Ann, 100);

        var first = await ReadAsync(Other, Samples.Ann, LogPosition.Start, 70);
        var second = await ReadAsync(Other, Samples.Ann, first[^1].Position, 70);

        Assert.Equal((70, 30), (first.Count, second.Count));
        Assert.Equal(written.Select(e => e.Position), first.Concat(second).Select(e => e.Position));
        Samples.AssertChain(LogPosition.Start, [.. first, .. second]);
    }

    [StoreFact]
    public async Task After_the_last_entry_the_log_is_empty()
    {
        var written = await CommitManyAsync(Store, Samples.Ann, 3);

        Assert.Empty(await ReadAsync(Other, Samples.Ann, written[^1].Position));
    }

    private static readonly string[] OddNames =
    [
        "#", ":", "a:b:c", "{tag}", "}{", "1:2", " ", "naïve \"quoted\" \\ name", "呼叫中心/一", "🎧", "a\tb",
        new('n', 256), "%s%d", "0:0",
    ];

    [StoreFact]
    public async Task Sources_may_have_any_name()
    {
        foreach (var name in OddNames)
        {
            var source = new SourceId(TenantId.Default, name);
            var mark = await ClaimAsync(Store, source);
            var after = await LastAsync(source);
            await CommitAsync(Store, Samples.Step(source, mark, 0, 2), Samples.Batch(9));

            Assert.Equal(new Sequence(2), (await ClaimAsync(Other, source)).Committed);
            Assert.Single(await ReadAsync(Other, source, after));
        }
    }

    [StoreFact]
    public async Task Concurrent_commits_by_two_nodes_form_one_unbroken_log()
    {
        const int commits = 40;
        var sources = Samples.SourcesOfOneShard(Store.ShardCount, 8);

        await Task.WhenAll(sources.Select((source, i) => CommitManyAsync(i % 2 == 0 ? Store : Other, source, commits))).InTime();

        var entries = await ReadAsync(Store, sources[0], LogPosition.Start, 1000);
        Assert.Equal(sources.Count * commits, entries.Count);
        Samples.AssertChain(LogPosition.Start, entries);
        foreach (var source in sources) Assert.Equal(new Sequence(commits), (await ClaimAsync(Store, source)).Committed);
    }

    // Each owner believes the source is its own until it is refused; then it claims it again and goes on where the store says.
    [StoreFact]
    public async Task Two_nodes_that_fight_for_a_source_count_each_event_once()
    {
        const int events = 100;

        await Task.WhenAll(FightAsync(Store, events), FightAsync(Other, events)).InTime();

        var entries = await ReadAsync(Store, Samples.Ann, LogPosition.Start, 1000);
        Assert.Equal(Enumerable.Range(1, events), entries.Select(e => BitConverter.ToInt32(e.Batch.Span)));
    }

    private static async Task FightAsync(IMetricStore store, int events)
    {
        var mark = await ClaimAsync(store, Samples.Ann);
        while (mark.Committed.Value < events)
        {
            var next = (int)mark.Committed.Value + 1;
            var commit = new LogCommit([Samples.Step(Samples.Ann, mark, next - 1, next)], BitConverter.GetBytes(next));
            var outcome = await store.CommitAsync(Samples.ShardOf(store, Samples.Ann), commit, default).InTime();
            mark = outcome is CommitOutcome.Committed ? mark with { Committed = new Sequence(next) } : await ClaimAsync(store, Samples.Ann);
        }
    }

    private static Task<SourceMark> ClaimAsync(IMetricStore store, SourceId source)
        => store.ClaimAsync(Samples.ShardOf(store, source), source, default).InTime();

    private static Task<LogEntry> CommitAsync(IMetricStore store, params MarkStep[] steps)
        => Samples.CommitAsync(store, Samples.Batch(1), steps);

    private static Task<LogEntry> CommitAsync(IMetricStore store, MarkStep step, byte[] batch) => Samples.CommitAsync(store, batch, step);

    private static Task<List<LogEntry>> CommitManyAsync(IMetricStore store, SourceId source, int commits)
        => Samples.CommitManyAsync(store, source, commits);

    private static async Task<CommitOutcome.Refused> RefuseAsync(IMetricStore store, params MarkStep[] steps)
        => Assert.IsType<CommitOutcome.Refused>(
            await store.CommitAsync(Samples.ShardOf(store, steps[0].Source), new LogCommit(steps, Samples.Batch(1)), default).InTime());

    private static Task<IReadOnlyList<LogEntry>> ReadAsync(IMetricStore store, SourceId source, LogPosition after, int entriesMax = 100)
        => store.ReadLogAsync(Samples.ShardOf(store, source), after, entriesMax, default).InTime();

    private async Task<LogPosition> LastAsync(SourceId source)
        => await ReadAsync(Store, source, LogPosition.Start, 1000) is [.., var last] ? last.Position : LogPosition.Start;
}
