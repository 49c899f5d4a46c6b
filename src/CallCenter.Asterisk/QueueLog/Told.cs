using CallCenter.V1;

namespace CallCenter.Asterisk;

/// <summary>The last events as occurrences: where a connection broke, the log repeats them.</summary>
internal sealed class Told
{
    private static readonly TimeSpan Kept = TimeSpan.FromSeconds(10);

    private readonly Queue<Occurrence> _recent = new();
    private readonly Dictionary<string, VisitQueued> _visits = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _names = new(StringComparer.Ordinal);

    public List<Occurrence> Recent => [.. _recent];

    public void Add(IEnumerable<Occurrence> occurrences)
    {
        foreach (var each in occurrences)
            Keep(each);
    }

    public void Add(Event each)
    {
        var time = each.OccurredTime.ToDateTimeOffset();
        switch (each.KindCase)
        {
            case Event.KindOneofCase.VisitQueued:
                _visits[each.VisitQueued.VisitId] = each.VisitQueued;
                Keep(OccurrenceKind.Queued, each.VisitQueued.VisitId, "", time);
                break;
            case Event.KindOneofCase.VisitAnswered: Keep(OccurrenceKind.Answered, each.VisitAnswered.VisitId, "", time); break;
            case Event.KindOneofCase.OfferEnded when each.OfferEnded.Result is OfferResult.NoAnswer or OfferResult.Rejected:
                Keep(OccurrenceKind.Missed, each.OfferEnded.VisitId, each.OfferEnded.Agent, time);
                break;
            case Event.KindOneofCase.VisitEnded:
                Keep(OccurrenceKind.Ended, each.VisitEnded.VisitId, "", time);
                _visits.Remove(each.VisitEnded.VisitId);
                break;
            case Event.KindOneofCase.QueueMembershipChanged: Keep(each.QueueMembershipChanged, time); break;
            case Event.KindOneofCase.AgentDescribed: _names[each.AgentDescribed.Agent] = each.AgentDescribed.DisplayName; break;
            case Event.KindOneofCase.FloorReport: Replace(each.FloorReport); break;
        }
    }

    private void Keep(OccurrenceKind kind, string visitId, string agent, DateTimeOffset time)
    {
        if (_visits.TryGetValue(visitId, out var visit))
            Keep(new Occurrence(kind, visit.ContactId, visit.Queue, _names.GetValueOrDefault(agent, agent), time));
    }

    private void Keep(QueueMembershipChanged changed, DateTimeOffset time) => Keep(new Occurrence(
        Occurrence.KindOf(changed.State), "", changed.Queue, _names.GetValueOrDefault(changed.Agent, changed.Agent), time));

    private void Keep(Occurrence occurrence)
    {
        _recent.Enqueue(occurrence);
        while (_recent.Peek().Time < occurrence.Time - Kept)
            _recent.Dequeue();
    }

    private void Replace(FloorReport report)
    {
        _visits.Clear();
        foreach (var live in report.Visits)
            _visits[live.Visit.VisitId] = live.Visit;
    }
}
