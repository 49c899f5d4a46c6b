using CallCenter.Core.Events;
using CallCenter.Core.Floor;
using CallCenter.Core.Identity;
using CallCenter.Core.Storage;
using CallCenter.Engine.Ingest;
using CallCenter.Engine.Shards;

namespace CallCenter.Engine.Tests;

public sealed class ContactErasureTests
{
    private const string Phone = "+442079460000";

    private static readonly ForgottenContact Contact = new(Phone, Phone);
    private static readonly ContactTraces None = default;

    [Fact]
    public async Task Visits_of_a_session_lose_the_contact_durably_and_go_on()
    {
        using var folder = new DataFolder();
        await using (var node = await ClockedNode.StartAsync(directory: folder.Path))
        {
            var session = await node.OpenAsync();
            await session.SendAsync(Feed.From(1, Of(node, "v1", Phone), Of(node, "v2", Phone), Of(node, "v3", "other")));

            Assert.Equal(new ContactTraces(2, 0, 0) { Contacts = 1 }, await ForgetAsync(node));

            Assert.Equal(None, await StoredAsync(node));
            Assert.Equal(new ContactTraces(1, 0, 0), await StoredAsync(node, "other"));
            await node.AssertCountsAsync([3], "contacts_waiting");
            await session.SendAsync(Feed.From(4, Feed.Answered(node.Now, "v1")));
            await node.AssertCountsAsync([3, 1, 0], "contacts_offered", "contacts_answered", "events_rejected");
        }
        await using var next = await ClockedNode.StartAsync(directory: folder.Path);
        Assert.Equal(None, await StoredAsync(next));
        var again = await next.OpenAsync();
        Assert.Equal(4, again.Committed.Value);
        await again.SendAsync(Feed.From(5, Feed.Ended(next.Now, "v1"), Feed.Answered(next.Now, "v2")));
        await next.AssertCountsAsync([2, 0], "contacts_answered", "events_rejected");
    }

    [Fact]
    public async Task A_source_without_a_session_gets_one_for_the_erasure_and_stays_as_it_was()
    {
        await using var node = await ClockedNode.StartAsync();
        var session = await node.OpenAsync();
        await session.SendAsync(Feed.From(1, Of(node, "v1", Phone)));
        session.Complete();
        await session.Completion.InTime();
        var before = await FeedAsync(node);

        Assert.Equal(new ContactTraces(1, 0, 0), await ForgetAsync(node));

        Assert.Equal(None, await StoredAsync(node));
        Assert.Equal(FeedState.Disconnected, before.State);
        Assert.Equal(before, await FeedAsync(node));
        Assert.Null(node.Sessions.LiveOf(new SourceId(TenantId.Default, "pbx")));
        Assert.Equal(1, (await node.OpenAsync()).Committed.Value);
    }

    [Fact]
    public async Task A_visit_that_is_named_by_the_contact_keeps_its_name_until_it_ends()
    {
        await using var node = await ClockedNode.StartAsync();
        var session = await node.OpenAsync();
        await session.SendAsync(Feed.From(1, Feed.Queued(node.Now, Phone), Of(node, $"{Phone}-2", Phone)));

        Assert.Equal(new ContactTraces(1, 2, 0) { Contacts = 1 }, await ForgetAsync(node));
        Assert.Equal(new ContactTraces(0, 2, 0), await ForgetAsync(node));

        await session.SendAsync(Feed.From(
            3, Feed.Ended(node.Now, Phone, VisitOutcome.Abandoned), Feed.Ended(node.Now, $"{Phone}-2", VisitOutcome.Abandoned)));
        // Their records lose it.
        Assert.Equal(new ContactTraces(0, 0, 0, 2), await ForgetAsync(node));
        await node.AssertCountsAsync([2, 0], "contacts_abandoned", "events_rejected");
    }

    [Fact]
    public async Task Event_ids_with_the_contact_in_them_are_forgotten_and_others_kept()
    {
        await using var node = await ClockedNode.StartAsync();
        using var lanes = node.Lanes();
        var source = new SourceId(TenantId.Default, "web");
        IncomingEvent[] events =
            [Feed.Queued(node.Now, "a", eventId: $"{Phone}/1"), Feed.Queued(node.Now, "b", eventId: "b/1")];
        await lanes.PublishAsync(source, events, CancellationToken.None).InTime();

        Assert.Equal(new ContactTraces(0, 0, 1), await ForgetAsync(node));

        var again = await lanes.PublishAsync(source, events, CancellationToken.None).InTime();
        Assert.Equal((1, 1), (again.DuplicateCount, again.Rejections.Count));
        Assert.Equal(FeedState.Calls, (await FeedAsync(node)).State);
    }

    [Fact]
    public async Task A_hashed_contact_is_found_by_its_hash_and_its_event_ids_by_the_id_as_sent()
    {
        await using var node = await ClockedNode.StartAsync();
        var session = await node.OpenAsync();
        await session.SendAsync(Feed.From(1, Of(node, "v1", "hash"), Feed.Queued(node.Now, "v2", eventId: $"{Phone}/2")));

        Assert.Equal(new ContactTraces(1, 0, 1), await ForgetAsync(node, new ForgottenContact("hash", Phone)));
    }

    [Fact]
    public async Task A_dry_run_erases_nothing()
    {
        await using var node = await ClockedNode.StartAsync();
        await (await node.OpenAsync()).SendAsync(Feed.From(1, Of(node, "v1", Phone)));
        var commits = node.Store.Commits.Count;

        Assert.Equal(new ContactTraces(1, 0, 0), await ForgetAsync(node, dryRun: true));

        Assert.Equal(new ContactTraces(1, 0, 0), await StoredAsync(node));
        Assert.Equal(commits, node.Store.Commits.Count);
    }

    [Fact]
    public async Task A_commit_that_fails_is_told_and_the_contact_is_found_again()
    {
        await using var node = await ClockedNode.StartAsync();
        await (await node.OpenAsync()).SendAsync(Feed.From(1, Of(node, "v1", Phone)));
        node.Store.Trouble = () => CommitTrouble.NothingWritten;

        await Assert.ThrowsAsync<StoreUnavailableException>(() => ForgetAsync(node));

        node.Store.Trouble = () => CommitTrouble.None;
        Assert.Equal(new ContactTraces(1, 0, 0), await ForgetAsync(node));
        Assert.Equal(None, await StoredAsync(node));
    }

    [Fact]
    public async Task One_lost_answer_is_made_up_for()
    {
        await using var node = await ClockedNode.StartAsync();
        await (await node.OpenAsync()).SendAsync(Feed.From(1, Of(node, "v1", Phone)));
        var calls = 0;
        node.Store.Trouble = () => calls++ == 0 ? CommitTrouble.NothingWritten : CommitTrouble.None;

        Assert.Equal(new ContactTraces(1, 0, 0), await ForgetAsync(node));

        Assert.Equal(None, await StoredAsync(node));
    }

    private static IncomingEvent Of(ClockedNode node, string visit, string contact)
    {
        var queued = Feed.Queued(node.Now, visit);
        return queued with { Event = (VisitQueued)queued.Event! with { ContactId = contact } };
    }

    private static async Task<ContactTraces> ForgetAsync(ClockedNode node, ForgottenContact? contact = null, bool dryRun = false)
    {
        var eraser = new ContactEraser(node.Sessions, node.Board, node.Store);
        var erasure = await eraser.ForgetAsync(TenantId.Default, contact ?? Contact, dryRun, CancellationToken.None).InTime();
        Assert.Empty(erasure.Elsewhere);
        return erasure.Traces;
    }

    private static async Task<ContactTraces> StoredAsync(ClockedNode node, string contact = Phone)
    {
        var source = new SourceId(TenantId.Default, "pbx");
        var shard = Sharding.ShardOf(source, node.Store.ShardCount);
        var stored = await node.Board.ReadFloorAsync(shard, source, LogPosition.Start, CancellationToken.None).InTime();
        return ContactTraces.In(stored.Items, new ForgottenContact(contact, contact));
    }

    private static async Task<SourceFeed> FeedAsync(ClockedNode node)
        => Assert.Single((await node.Board.Lists.SourcesAsync(TenantId.Default, CancellationToken.None).InTime()).Sources).Feed;
}
