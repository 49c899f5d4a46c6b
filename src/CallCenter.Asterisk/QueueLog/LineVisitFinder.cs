namespace CallCenter.Asterisk;

/// <summary>
/// Finds the visit that a line of queue_log is about. After an attended transfer into a queue the line bears the Uniqueid of the customer,
/// while ENTERQUEUE bore that of the transferer's leg; then the wait or the talk time of the line shows which visit has changed hands.
/// </summary>
internal sealed class LineVisitFinder(VisitDesk desk, QueueLogSkips skipped)
{
    private const int TransferredMax = 10_000;

    // Waits and talk times are differences of whole seconds.
    private static readonly TimeSpan EarlyMax = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LateMax = TimeSpan.FromSeconds(2);

    private readonly HashSet<string> _transferred = [];
    private readonly Queue<string> _transferredOrder = new();

    /// <summary>From now on the call may be in a queue that another one has joined.</summary>
    public void Transferred(string call)
    {
        if (!_transferred.Add(call))
            return;
        _transferredOrder.Enqueue(call);
        if (_transferredOrder.Count > TransferredMax)
            _transferred.Remove(_transferredOrder.Dequeue());
    }

    /// <param name="line">The line.</param>
    /// <param name="wait">Seconds since the caller joined; null: the line has none.</param>
    public Visit? Waiting(QueueLogLine line, int? wait) =>
        Find(line, visit => !visit.IsConnected, visit => Distance(visit.QueuedTime, line, wait));

    public Visit? Ringing(QueueLogLine line) =>
        Find(line, visit => visit.Phase == VisitPhase.Waiting, _ => TimeSpan.Zero);

    /// <param name="line">The line.</param>
    /// <param name="talk">Seconds since the answer; null: the line has none.</param>
    public Visit? Connected(QueueLogLine line, int? talk) =>
        Find(line, visit => visit.IsConnected, visit => IsAgent(visit, line) ? Distance(visit.AnsweredTime, line, talk) : null);

    private static bool IsAgent(Visit visit, QueueLogLine line) =>
        visit.Agent?.Name == Ids.Label(line.Agent) || visit.Agent?.Id == Ids.Identity(line.Agent);

    /// <summary>How far a start is from that of the line; null: too far, or the line does not show it.</summary>
    private static TimeSpan? Distance(DateTimeOffset start, QueueLogLine line, int? seconds)
    {
        if (seconds is not { } span)
            return null;
        var late = start - line.Time + TimeSpan.FromSeconds(span);
        return late >= -EarlyMax && late < LateMax ? late.Duration() : null;
    }

    /// <param name="line">The line.</param>
    /// <param name="fits">Whether the line fits the state of a visit.</param>
    /// <param name="distance">How well it fits a visit of another caller; null: not at all.</param>
    private Visit? Find(QueueLogLine line, Func<Visit, bool> fits, Func<Visit, TimeSpan?> distance)
    {
        var queue = desk.Queues.Learn(line.Queue);
        Visit[] own = [.. desk.Visits.Of(line.CallId).Where(each => each.Queue == queue)];
        Visit[] fitting = [.. desk.Visits.InQueue(queue).Where(fits)];
        // The log goes on with the Uniqueid of the beginning or with the one that took its place.
        var visit = own.LastOrDefault(fits) ?? fitting.LastOrDefault(each => each.Contact == line.CallId);
        if (visit is null && own.Length == 0)
            visit = Moved(line, queue, [.. fitting.Where(each => distance(each) is not null).OrderBy(distance)]);
        if (visit is null)
            skipped.BeginningUnknown++;
        return visit;
    }

    private Visit? Moved(QueueLogLine line, string queue, Visit[] candidates)
    {
        var isTransferred = _transferred.Contains(line.CallId);
        // Lines of ringing have no usable length, so they need stronger evidence.
        var isSure = line.Verb is "RINGNOANSWER" or "RINGCANCELED" or "AGENTDUMP"
            ? isTransferred && candidates.Length == 1 : isTransferred || !desk.Visits.IsKnown(line.CallId, queue);
        if (!isSure || candidates is not [var moved, ..])
            return null;
        desk.Visits.Follow(moved, line.CallId);
        return moved;
    }
}
