using System.Globalization;
using CallCenter.V1;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;

namespace CallCenter.Testing;

/// <summary>Building blocks of tests: events of one small contact centre, and selectors.</summary>
public static class Given
{
    /// <summary>Nine o'clock of a working day.</summary>
    public static readonly DateTimeOffset Nine = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    public static readonly Window LastDay = new() { Sliding = Duration.FromTimeSpan(TimeSpan.FromHours(24)) };

    /// <summary>The server's time, to the millisecond, as it counts.</summary>
    public static DateTimeOffset Now => DateTimeOffset.FromUnixTimeMilliseconds(DateTimeOffset.UtcNow.ToUnixTimeMilliseconds());

    public static Event At(DateTimeOffset time, Event item)
    {
        item.OccurredTime = Timestamp.FromDateTimeOffset(time);
        return item;
    }

    public static Event Queued(string visit, string queue = "sales")
        => At(Now, new() { VisitQueued = new() { VisitId = visit, Queue = queue } });

    public static Event Queued(string visit, DateTimeOffset time) => At(time, Queued(visit));

    public static Event Queued(int number) => Queued($"v{number}");

    public static Event Offered(string visit, string agent) => At(Now, new() { VisitOffered = new() { VisitId = visit, Agent = agent } });

    public static Event OfferEnded(string visit, string agent, OfferResult result = OfferResult.NoAnswer)
        => At(Now, new() { OfferEnded = new() { VisitId = visit, Agent = agent, Result = result } });

    public static Event Answered(string visit, string agent) => At(Now, new() { VisitAnswered = new() { VisitId = visit, Agent = agent } });

    public static Event Held(string visit) => At(Now, new() { VisitHeld = new() { VisitId = visit } });

    public static Event Resumed(string visit) => At(Now, new() { VisitResumed = new() { VisitId = visit } });

    public static Event Ended(string visit, VisitOutcome outcome)
        => At(Now, new() { VisitEnded = new() { VisitId = visit, Outcome = outcome } });

    public static Event Present(string agent, Presence presence = Presence.Available)
        => At(Now, new() { AgentPresenceChanged = new() { Agent = agent, Presence = presence } });

    public static Event Member(string agent, string queue, MembershipState state = MembershipState.Joined)
        => At(Now, new() { QueueMembershipChanged = new() { Agent = agent, Queue = queue, State = state } });

    public static Event[] Many(int count, int from = 1) => [.. Enumerable.Range(from, count).Select(Queued)];

    public static Event Named(string eventId, Event item)
    {
        item.EventId = eventId;
        return item;
    }

    /// <summary>Events as JSON lines.</summary>
    public static string Lines(params IEnumerable<Event> events)
        => string.Concat(events.Select(e => JsonFormatter.Default.Format(e) + "\n"));

    /// <summary>The rows of a board without their numbers, which are of one stream or answer.</summary>
    public static IEnumerable<KpiRow> Unnumbered(Client.KpiBoard board)
        => board.Rows.Select(row => new KpiRow { Labels = { row.Labels }, Values = { row.Values } });

    public static Selector Select(params IEnumerable<string> kpis) => SelectBy([], kpis);

    public static Selector SelectBy(IEnumerable<string> dimensions, IEnumerable<string> kpis)
    {
        var selector = new Selector { Window = LastDay };
        selector.GroupBy.AddRange(dimensions);
        selector.Kpis.AddRange(kpis.Select(Kpi));
        return selector;
    }

    /// <summary>A column from "id", "id:variant", either with "@seconds".</summary>
    public static KpiRef Kpi(string text)
    {
        var parts = text.Split('@');
        var names = parts[0].Split(':');
        var kpi = new KpiRef { Id = names[0], Variant = names.Length > 1 ? names[1] : "" };
        if (parts.Length > 1) kpi.Threshold = new Duration { Seconds = int.Parse(parts[1], CultureInfo.InvariantCulture) };
        return kpi;
    }
}
