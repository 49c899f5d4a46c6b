using System.Text.Json;
using CallCenter.V1;

namespace CallCenter.Asterisk.Tests;

/// <summary>The totals of truth.json, counted from events.</summary>
internal static class TallyTotals
{
    private const int ServiceLevelSeconds = 20;

    /// <summary>The names in truth.json whose figures the events must have.</summary>
    public static readonly string[] Names =
    [
        "offered", "callers", "answered", "abandoned", "timeout", "key", "leave_empty", "withdrawn", "open_waiting", "open_talking",
        "completed", "completed_by_caller", "completed_by_agent", "transferred_blind", "transferred_attended", "ring_no_answer",
        "wait_answered_sum", "wait_answered_count", "wait_abandoned_sum", "wait_abandoned_count", "wait_timeout_sum",
        "talk_sum", "talk_count", "ring_sum",
        "answered_within_sl", "abandoned_within_sl", "longest_wait_answered", "longest_wait_abandoned", "longest_wait",
    ];

    public static Dictionary<string, int> Of(Tally tally, string? queue = null)
    {
        var visits = tally.Visits.Where(visit => queue is null || visit.Queue == queue).ToArray();
        var answered = visits.Where(visit => visit.IsAnswered).ToArray();
        var done = answered.Where(visit => visit.Talk is not null).ToArray();
        var abandoned = visits.Where(visit => visit.Outcome == "abandoned").ToArray();
        int Count(string outcome) => visits.Count(visit => visit.Outcome == outcome);
        int Within(TallyVisit[] some) => some.Count(visit => visit.Wait <= ServiceLevelSeconds);
        return new()
        {
            ["offered"] = visits.Length,
            ["callers"] = visits.Select(visit => visit.Caller).Distinct().Count(),
            ["answered"] = answered.Length,
            ["abandoned"] = abandoned.Length,
            ["timeout"] = Count("timeout"),
            ["key"] = Count("key"),
            ["leave_empty"] = Count("leave_empty"),
            ["withdrawn"] = Count("withdrawn"),
            ["open_waiting"] = Count("open_waiting"),
            ["open_talking"] = Count("open_talking"),
            ["completed"] = done.Length,
            ["completed_by_caller"] = Count("completed_by_caller"),
            ["completed_by_agent"] = Count("completed_by_agent"),
            ["transferred_blind"] = Count("transferred_blind"),
            ["transferred_attended"] = Count("transferred_attended"),
            ["ring_no_answer"] = tally.OfferEnds.Count(offer =>
                (queue is null || offer.Queue == queue) && offer.Result is OfferResult.NoAnswer or OfferResult.Rejected),
            ["wait_answered_sum"] = answered.Sum(visit => visit.Wait!.Value),
            ["wait_answered_count"] = answered.Length,
            ["wait_abandoned_sum"] = abandoned.Sum(visit => visit.Wait!.Value),
            ["wait_abandoned_count"] = abandoned.Length,
            ["wait_timeout_sum"] = visits.Where(visit => visit.Outcome == "timeout").Sum(visit => visit.Wait!.Value),
            ["talk_sum"] = done.Sum(visit => visit.Talk!.Value),
            ["talk_count"] = done.Length,
            ["ring_sum"] = answered.Sum(visit => visit.Ring!.Value),
            ["answered_within_sl"] = Within(answered),
            ["abandoned_within_sl"] = Within(abandoned),
            ["longest_wait_answered"] = answered.Select(visit => visit.Wait!.Value).DefaultIfEmpty().Max(),
            ["longest_wait_abandoned"] = abandoned.Select(visit => visit.Wait!.Value).DefaultIfEmpty().Max(),
            ["longest_wait"] = visits.Select(visit => visit.Wait ?? 0).DefaultIfEmpty().Max(),
        };
    }

    public static Dictionary<string, int> Of(JsonElement truth) =>
        Names.ToDictionary(name => name, name => truth.GetProperty(name).GetInt32());
}
