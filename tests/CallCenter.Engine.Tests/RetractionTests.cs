using CallCenter.Core.Events;
using CallCenter.Core.Identity;
using CallCenter.Engine.Ingest;

namespace CallCenter.Engine.Tests;

/// <summary>Exclusions and classifications of visits that are over: their records come from the ledger.</summary>
public sealed class RetractionTests
{
    [Fact]
    public async Task A_visit_is_excluded_in_the_batch_that_ends_it()
    {
        await using var node = await ClockedNode.StartAsync();
        var session = await node.OpenAsync();

        var acks = await session.SendAsync(Feed.From(
            1, Feed.Queued(node.Now, "v"), Feed.Queued(node.Now, "w"), Feed.Ended(node.Now, "v", VisitOutcome.Abandoned),
            Excluded(node, "v"), Excluded(node, "v"), Excluded(node, "x"), Feed.Ended(node.Now, "w", VisitOutcome.Abandoned),
            Excluded(node, "w"), Feed.Queued(node.Now, "z")));

        Assert.Equal([5, 6], acks.SelectMany(a => a.Rejections).Select(r => r.Sequence.Value));
        await node.AssertCountsAsync([1, 0, 2, 2], "contacts_offered", "contacts_abandoned", "contacts_excluded", "events_rejected");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(12)]
    [InlineData(24 * 8 + 12)]
    public async Task A_visit_is_excluded_hours_and_days_later_after_folds_and_restarts(int hours)
    {
        using var folder = new DataFolder();
        DateTimeOffset later;
        await using (var node = await ClockedNode.StartAsync(directory: folder.Path))
        {
            await WorkAsync(node);
            await FoldAsync(node);
            node.Time.Advance(TimeSpan.FromHours(hours));
            later = node.Time.GetUtcNow();
        }
        await using (var node = await ClockedNode.StartAsync(directory: folder.Path, now: later))
        {
            var session = await node.OpenAsync();
            await session.SendAsync(Feed.From(session.Committed.Value + 1, Excluded(node, "v3")));
            await FoldAsync(node);
            later = node.Time.GetUtcNow();
        }
        await using var last = await ClockedNode.StartAsync(directory: folder.Path, now: later);
        await last.AssertCountsAsync(hours < 24 ? [9, 9, 1, 0] : [0, 0, 0, 0],
            "contacts_offered", "contacts_handled", "contacts_excluded", "events_rejected");
    }

    [Fact]
    public async Task A_visit_from_before_the_kept_records_is_refused()
    {
        await using var node = await ClockedNode.StartAsync(
            ClockedNode.Options with { Ledger = new LedgerOptions { Kept = TimeSpan.FromHours(1) } });
        await WorkAsync(node);
        await FoldAsync(node);
        node.Time.Advance(TimeSpan.FromHours(2));
        var session = await node.OpenAsync();
        await session.SendAsync(Feed.From(session.Committed.Value + 1, Feed.Queued(node.Now, "a"),
            Feed.Ended(node.Now, "a", VisitOutcome.Abandoned)));
        await FoldAsync(node);

        var acks = await session.SendAsync(Feed.From(session.Committed.Value + 3, Excluded(node, "v3"), Excluded(node, "a")));

        var refused = Assert.Single(acks.SelectMany(a => a.Rejections));
        Assert.Contains("'v3' is not live", refused.Rejection.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_published_exclusion_finds_the_visit_of_an_earlier_call()
    {
        await using var node = await ClockedNode.StartAsync();
        using var lanes = node.Lanes();
        var web = new SourceId(TenantId.Default, "web");
        await lanes.PublishAsync(
            web, [Feed.Queued(node.Now, "v"), Feed.Ended(node.Now, "v", VisitOutcome.Abandoned)], CancellationToken.None).InTime();

        var result = await lanes.PublishAsync(web, [Excluded(node, "v"), Excluded(node, "v")], CancellationToken.None).InTime();

        Assert.Equal(2, Assert.Single(result.Rejections).Position);
        await node.AssertCountsAsync([0, 1], "contacts_offered", "contacts_excluded");
    }

    [Fact]
    public async Task A_visit_of_another_source_is_not_excluded()
    {
        await using var node = await ClockedNode.StartAsync();
        await WorkAsync(node);
        var other = await node.OpenAsync("chat");

        await other.SendAsync(Feed.From(1, Excluded(node, "v3")));

        await node.AssertCountsAsync([10, 0, 1], "contacts_offered", "contacts_excluded", "events_rejected");
    }

    [Fact]
    public async Task Exclusions_wait_for_a_slow_commit_and_nothing_is_lost_when_it_fails()
    {
        await using var node = await ClockedNode.StartAsync();
        var session = await node.OpenAsync();
        var failures = 1;
        node.Store.Trouble = () => Interlocked.Decrement(ref failures) >= 0 ? CommitTrouble.NothingWritten : CommitTrouble.None;
        SequencedBatch Batch() => Feed.From(
            1, Feed.Queued(node.Now, "v"), Feed.Ended(node.Now, "v", VisitOutcome.Abandoned), Excluded(node, "v"));

        await Assert.ThrowsAsync<SessionEndedException>(() => session.PostAsync(Batch(), CancellationToken.None).InTime());

        var next = await node.OpenAsync();
        Assert.Equal(0, next.Committed.Value);
        await next.SendAsync(Batch());
        await node.AssertCountsAsync([0, 1], "contacts_offered", "contacts_excluded");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_visit_that_was_not_known_before_is_excluded_once_it_has_ended(bool inOneBatch)
    {
        await using var node = await ClockedNode.StartAsync();
        var session = await node.OpenAsync();
        IncomingEvent[] events =
        [
            Excluded(node, "v"), Feed.Queued(node.Now, "v"), Feed.Ended(node.Now, "v", VisitOutcome.Abandoned), Excluded(node, "v"),
        ];

        if (inOneBatch) await session.SendAsync(Feed.From(1, events));
        else for (var i = 0; i < events.Length; i++) await session.SendAsync(Feed.From(1 + i, events[i]));

        await node.AssertCountsAsync([0, 1, 1], "contacts_offered", "contacts_excluded", "events_rejected");
    }

    [Fact]
    public async Task A_visit_is_classified_after_its_end_and_a_restart()
    {
        using var folder = new DataFolder();
        await using (var node = await ClockedNode.StartAsync(directory: folder.Path))
        {
            await WorkAsync(node);
            await FoldAsync(node);
        }
        await using (var node = await ClockedNode.StartAsync(directory: folder.Path))
        {
            var session = await node.OpenAsync();
            await session.SendAsync(Feed.From(
                session.Committed.Value + 1, Classified(node, "v3", "billing"), Classified(node, "v3", "technical"),
                Classified(node, "v4", "billing"), Classified(node, "x", "billing")));
            await FoldAsync(node);
        }
        await using var last = await ClockedNode.StartAsync(directory: folder.Path);
        await last.AssertCountsAsync([10, 10, 1], "contacts_offered", "contacts_handled", "events_rejected");
        var byIssue = await last.AskAsync(Selectors.Of("contacts_handled", "issue_type"));
        Assert.Equal(["=8", "billing=1", "technical=1"], byIssue.Rows.Select(row => $"{row.Labels[0]}={row.Values[0].A}"));
    }

    [Fact]
    public async Task A_batch_of_exclusions_is_looked_up_at_once()
    {
        await using var node = await ClockedNode.StartAsync();
        var session = await node.OpenAsync();
        await session.SendAsync(Feed.Arrivals(node.Now, 1, 200));
        await session.SendAsync(new SequencedBatch(
            new Sequence(201), [.. Enumerable.Range(1, 200).Select(i => Feed.Ended(node.Now, $"v{i}", VisitOutcome.Abandoned))]));
        var commits = node.Store.Commits.Count;

        await session.SendAsync(new SequencedBatch(
            new Sequence(401), [.. Enumerable.Range(1, 200).Select(i => Excluded(node, $"v{i}"))]));

        await node.AssertCountsAsync([0, 200], "contacts_offered", "contacts_excluded");
        Assert.InRange(node.Store.Commits.Count - commits, 1, 3);
    }

    private static IncomingEvent Excluded(ClockedNode node, string visit)
        => new(new VisitExcluded(visit, "test") { OccurredAt = node.Now }, null);

    private static IncomingEvent Classified(ClockedNode node, string visit, string issue)
        => new(new ContactClassified(visit, new Classification { IssueType = issue }) { OccurredAt = node.Now }, null);

    // Ten conversations, v1 to v10.
    private static async Task WorkAsync(ClockedNode node)
    {
        var session = await node.OpenAsync();
        await session.SendAsync(Feed.Arrivals(node.Now, 1, 10));
        node.Time.Advance(TimeSpan.FromSeconds(10));
        await session.SendAsync(Feed.From(11, Enumerable.Range(1, 10).Select(i => Feed.Answered(node.Now, $"v{i}"))));
        node.Time.Advance(TimeSpan.FromSeconds(90));
        await session.SendAsync(Feed.From(21, Enumerable.Range(1, 10).Select(i => Feed.Ended(node.Now, $"v{i}"))));
        session.Complete();
        await session.Completion.InTime();
    }

    private static Task FoldAsync(ClockedNode node) => node.PassUntilAsync(node.Store.Folded, TimeSpan.FromSeconds(61));
}
