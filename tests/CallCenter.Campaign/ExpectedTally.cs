using CallCenter.V1;

namespace CallCenter.Campaign;

/// <summary>
/// A second opinion: counts a source's events by queue from the contract alone, without the product's code. Covers only the events of a
/// simulated centre.
/// </summary>
public sealed class ExpectedTally(string source)
{
    private readonly Dictionary<string, LiveVisit> _live = [];
    private readonly SortedDictionary<string, QueueTally> _queues = new(StringComparer.Ordinal);

    public string Source => source;
    public IReadOnlyDictionary<string, QueueTally> Queues => _queues;
    public long Rejected { get; private set; }
    public long Counted { get; private set; }

    public void Take(Event item)
    {
        if (Fits(item)) Counted++;
        else Rejected++;
    }

    private bool Fits(Event item) => item.KindCase switch
    {
        Event.KindOneofCase.VisitQueued => Queued(item),
        Event.KindOneofCase.VisitAnswered => Answered(item),
        Event.KindOneofCase.VisitEnded => Ended(item),
        Event.KindOneofCase.VisitExcluded => Excluded(item.VisitExcluded.VisitId),
        _ => true,
    };

    private bool Queued(Event item)
    {
        var queued = item.VisitQueued;
        if (queued.VisitId.Length == 0) return false;
        if (!_queues.TryGetValue(queued.Queue, out var queue)) _queues.Add(queued.Queue, queue = new QueueTally());
        _live.Add(queued.VisitId, new LiveVisit(queue));
        queue.Offered++;
        return true;
    }

    private bool Answered(Event item)
    {
        if (!_live.TryGetValue(item.VisitAnswered.VisitId, out var visit)) return false;
        visit.AnsweredMs = Ms(item);
        if (!visit.IsExcluded) visit.Queue.Answered++;
        return true;
    }

    private bool Ended(Event item)
    {
        var ended = item.VisitEnded;
        if (!_live.Remove(ended.VisitId, out var visit)) return false;
        if (visit.IsExcluded) return true;
        if (visit.AnsweredMs is { } answered)
        {
            visit.Queue.Handled++;
            visit.Queue.TalkMs += ended.ReportedTalk is { } talk ? (long)talk.ToTimeSpan().TotalMilliseconds : Ms(item) - answered;
        }
        else if (ended.Outcome == VisitOutcome.Abandoned)
        {
            visit.Queue.Abandoned++;
        }
        return true;
    }

    private bool Excluded(string id)
    {
        if (!_live.TryGetValue(id, out var visit)) return false;
        visit.IsExcluded = true;
        visit.Queue.Offered--;
        if (visit.AnsweredMs is not null) visit.Queue.Answered--;
        visit.Queue.Excluded++;
        return true;
    }

    private static long Ms(Event item) => item.OccurredTime.ToDateTimeOffset().ToUnixTimeMilliseconds();

    private sealed class LiveVisit(QueueTally queue)
    {
        public QueueTally Queue { get; } = queue;
        public long? AnsweredMs { get; set; }
        public bool IsExcluded { get; set; }
    }
}

/// <summary>The expected counts of a source's queue.</summary>
public sealed class QueueTally
{
    public long Offered { get; set; }
    public long Answered { get; set; }
    public long Abandoned { get; set; }
    public long Handled { get; set; }
    public long Excluded { get; set; }
    public long TalkMs { get; set; }
}
