using CallCenter.V1;

namespace CallCenter.Simulator;

/// <summary>What happened in a simulated contact centre: its own books, to judge a server by.</summary>
public sealed record SimulatedTruth(IReadOnlyList<VisitTruth> Visits, IReadOnlyList<TicketTruth> Tickets);

/// <summary>One visit.</summary>
/// <param name="Wait">Null: still waiting.</param>
/// <param name="IsAnswered">An agent answered; else the visit waits, or left.</param>
/// <param name="Talk">Conversation, hold included; null: none, or not over.</param>
/// <param name="Outcome">Unspecified until the wait or the conversation ended.</param>
/// <param name="AfterCallWork">Null: none, or not over.</param>
/// <param name="IsDone">Nothing of it is left, after-call work included.</param>
/// <param name="IsExcluded">A test: it must not count.</param>
public sealed record VisitTruth(
    string Queue, Channel Channel, TimeSpan? Wait, bool IsAnswered, TimeSpan? Talk, TimeSpan Held, int Holds, VisitOutcome Outcome,
    TimeSpan? AfterCallWork, bool IsDone, bool IsExcluded)
{
    internal static VisitTruth Of(Visit visit) => new(
        visit.Queue.Name, visit.Channel, visit.Wait, visit.Agent is not null, visit.Talk, visit.Held, visit.Holds, visit.Outcome,
        visit.AfterCallWork, visit.Stage == VisitStage.Over, visit.Excluded);
}

/// <summary>One ticket.</summary>
/// <param name="FirstReplies">Times from the opening, and from each reopening, to the first reply of an agent.</param>
/// <param name="Resolutions">Times from the opening, and from each reopening, to the resolution.</param>
/// <param name="Agents">The agents who had it.</param>
/// <param name="HasEarlyReply">The customer wrote before the first resolution.</param>
/// <param name="IsOpen">Neither resolved nor closed.</param>
/// <param name="IsAwaited">Open, and the customer waits for an agent's word.</param>
/// <param name="IsPending">Open, and the customer's word is awaited.</param>
public sealed record TicketTruth(
    IReadOnlyList<TimeSpan> FirstReplies, IReadOnlyList<TimeSpan> Resolutions, int Reopenings, IReadOnlyList<string> Agents,
    bool HasEarlyReply, bool IsOpen, bool IsAssigned, bool IsAwaited, bool IsPending)
{
    internal static TicketTruth Of(Ticket ticket) => new(
        [.. ticket.FirstReplies], [.. ticket.Resolutions], ticket.Reopenings, [.. ticket.Agents.Distinct()], ticket.HasEarlyReply,
        ticket.IsOpen, ticket.Agents.Count > 0, ticket is { IsOpen: true, IsAwaited: true }, ticket is { IsOpen: true, IsPending: true });
}
