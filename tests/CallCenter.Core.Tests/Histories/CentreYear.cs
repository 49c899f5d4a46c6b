using CallCenter.Core.Events;
using CallCenter.Core.Identity;

namespace CallCenter.Core.Tests.Histories;

/// <summary>
/// Fourteen months of a small centre: opening hours and holidays, agents who come and go, calls that are answered or not, corrections and
/// surveys days later, events that arrive late, and nights on which the clocks change.
/// </summary>
internal sealed class CentreYear(TimeZoneInfo zone, DateOnly start, int days, int seed)
{
    private const long Second = 1_000, Minute = 60 * Second, Hour = 60 * Minute;
    private const int Agents = 2;

    private static readonly string[] Queues = ["sales", "support"];

    private readonly Random _dice = new(seed);
    private readonly List<(long AtMs, string Source, SourceEvent Event)> _events = [];
    private int _visits;

    /// <summary>What happens, in the order of its arrival.</summary>
    public IReadOnlyList<(long AtMs, string Source, SourceEvent Event)> Events()
    {
        for (var day = start; day < start.AddDays(days); day = day.AddDays(1))
        {
            var source = day.DayNumber % 3 == 0 ? "s1" : "s0";
            // At night too on the days on which the clocks change, which are Sundays.
            if (!IsClosed(day)) WorkOn(source, MidnightOf(day) + 8 * Hour, 9 * Hour, calls: 2 + _dice.Next(3));
            else if (IsChange(day)) WorkOn("s0", MidnightOf(day), 6 * Hour, calls: 6);
        }
        return [.. _events.OrderBy(e => e.AtMs)];
    }

    private static bool IsClosed(DateOnly day)
        => day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday
            || (day.Month, day.Day) is (12, 25) or (12, 26) or (1, 1) or (5, 1) or (10, 3);

    private bool IsChange(DateOnly day) => MidnightOf(day.AddDays(1)) - MidnightOf(day) != 24 * Hour;

    private long MidnightOf(DateOnly day)
    {
        var local = day.ToDateTime(TimeOnly.MinValue);
        return new DateTimeOffset(local, zone.GetUtcOffset(local)).ToUnixTimeMilliseconds();
    }

    private void WorkOn(string source, long fromMs, long lengthMs, int calls)
    {
        for (var i = 0; i < Agents; i++)
        {
            var (agent, inMs, outMs) = ($"a{i}", fromMs + _dice.NextInt64(30 * Minute), fromMs + lengthMs + _dice.NextInt64(Hour));
            foreach (var queue in Queues.Take(1 + i % 2))
                Add(source, inMs, at => new QueueMembershipChanged(agent, queue, MembershipState.Joined, "") { OccurredAt = at });
            Add(source, inMs, at => new AgentPresenceChanged(agent, Presence.Available, "") { OccurredAt = at });
            var breakMs = inMs + 2 * Hour + _dice.NextInt64(Hour);
            Add(source, breakMs, at => new AgentPresenceChanged(agent, Presence.Break, "lunch") { OccurredAt = at });
            Add(source, breakMs + 20 * Minute, at => new AgentPresenceChanged(agent, Presence.Available, "") { OccurredAt = at });
            Add(source, outMs, at => new AgentPresenceChanged(agent, Presence.Offline, "") { OccurredAt = at });
        }
        for (var i = 0; i < calls; i++) Call(source, fromMs + 40 * Minute + _dice.NextInt64(lengthMs - 2 * Hour));
        if (_dice.Next(3) == 0) Facts(source, fromMs + _dice.NextInt64(lengthMs));
    }

    private void Call(string source, long atMs)
    {
        var (visit, agent, queue) = ($"v{_visits++}", $"a{_dice.Next(Agents)}", Queues[_dice.Next(Queues.Length)]);
        Add(source, atMs, at => new VisitQueued(visit, visit, TraitsOf(queue)) { OccurredAt = at });
        var waitMs = _dice.NextInt64(90 * Second);
        if (_dice.Next(4) == 0)
        {
            Add(source, atMs + waitMs, at => new VisitEnded(visit, VisitOutcome.Abandoned, null, null, false, "") { OccurredAt = at });
        }
        else
        {
            var endMs = atMs + waitMs + _dice.NextInt64(20 * Minute);
            Add(source, atMs + waitMs / 2, at => new VisitOffered(visit, agent) { OccurredAt = at });
            Add(source, atMs + waitMs, at => new VisitAnswered(visit, agent, null, null) { OccurredAt = at });
            Add(source, endMs, at => new VisitEnded(visit, VisitOutcome.CompletedByCustomer, null, null, false, "") { OccurredAt = at });
            Add(source, endMs + _dice.NextInt64(3 * Minute), at => new WrapUpEnded(visit) { OccurredAt = at });
        }
        // While counts are open: up to a week later.
        if (_dice.Next(12) > 0) return;
        var excludedMs = atMs + Hour + _dice.NextInt64(7 * 24 * Hour);
        Add(source, excludedMs, at => new VisitExcluded(visit, "test", ExclusionScope.All) { OccurredAt = at });
    }

    // Told late: they count when they happened.
    private void Facts(string source, long atMs)
    {
        var lateMs = _dice.NextInt64(8 * 24 * Hour);
        var (queue, agent, score) = (Queues[_dice.Next(2)], $"a{_dice.Next(Agents)}", 1_000 + 500 * _dice.Next(9));
        Add(source, atMs + lateMs, _ => new SurveyAnswered(queue, agent, Channel.Phone, score) { OccurredAt = new Instant(atMs) });
        Add(source, atMs + lateMs + Second, _ => new VisitRefused(queue, Channel.Phone, "full") { OccurredAt = new Instant(atMs) });
    }

    private VisitTraits TraitsOf(string queue) => new(
        queue, _dice.Next(4) == 0 ? Channel.Chat : Channel.Phone, Direction.Inbound, _dice.Next(3) == 0 ? "vip" : "", "", "", "");

    private void Add(string source, long atMs, Func<Instant, SourceEvent> make) => _events.Add((atMs, source, make(new Instant(atMs))));
}
