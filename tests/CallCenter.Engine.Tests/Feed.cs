using CallCenter.Core.Events;
using CallCenter.Core.Identity;
using CallCenter.Engine.Ingest;

namespace CallCenter.Engine.Tests;

/// <summary>What adapters send.</summary>
internal static class Feed
{
    public static IncomingEvent Queued(Instant at, string visit, string queue = "sales", string eventId = "") => new(
        new VisitQueued(visit, visit, new VisitTraits(queue, Channel.Phone, Direction.Inbound, "", "", "", ""))
        {
            OccurredAt = at,
            EventId = eventId,
        },
        null);

    public static IncomingEvent Answered(Instant at, string visit, string agent = "ann")
        => new(new VisitAnswered(visit, agent, null, null) { OccurredAt = at }, null);

    public static IncomingEvent Ended(Instant at, string visit, VisitOutcome outcome = VisitOutcome.CompletedByCustomer)
        => new(new VisitEnded(visit, outcome, null, null, false) { OccurredAt = at }, null);

    public static IncomingEvent Available(Instant at, string agent)
        => new(new AgentPresenceChanged(agent, Presence.Available, "") { OccurredAt = at }, null);

    public static IncomingEvent RefusedAtTheDoor() => new(null, new EventRejection("No kind.", new Dictionary<string, string>(), null));

    public static SequencedBatch From(long first, params IEnumerable<IncomingEvent> events) => new(new Sequence(first), [.. events]);

    /// <summary>Arrivals numbered from first to last, each of its own visit.</summary>
    public static SequencedBatch Arrivals(Instant at, long first, long last)
        => new(new Sequence(first), [.. Enumerable.Range(0, (int)(last - first + 1)).Select(i => Queued(at, $"v{first + i}"))]);

    /// <summary>Posts a batch and waits until all of it is durable; what was told meanwhile.</summary>
    public static async Task<IReadOnlyList<AckNotice>> SendAsync(this SourceSession session, SequencedBatch batch)
    {
        await session.PostAsync(batch, CancellationToken.None).InTime();
        return await session.AckedAsync(batch.First + (batch.Events.Count - 1));
    }

    public static async Task<IReadOnlyList<AckNotice>> AckedAsync(this SourceSession session, Sequence last)
    {
        var notices = new List<AckNotice>();
        do notices.Add(await session.AckAsync());
        while (notices[^1].Committed < last);
        return notices;
    }

    /// <summary>Reads the next ack.</summary>
    public static async Task<AckNotice> AckAsync(this SourceSession session)
    {
        var notice = await session.NextAckAsync().InTime() ?? throw new InvalidOperationException("The session has ended.");
        session.AckWritten(notice);
        return notice;
    }

    /// <summary>How a session ended that broke off.</summary>
    public static Task<SessionEndedException> EndAsync(this SourceSession session)
        => Assert.ThrowsAsync<SessionEndedException>(async () =>
        {
            while (await session.NextAckAsync().InTime() is { } notice) session.AckWritten(notice);
        });
}
