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
    public Visit? Waiting(QueueLogLine line, int? wait) => Find(line, visit => !visit.IsConnected, visit => visit.QueuedTime, wait);

    public Visit? Ringing(QueueLogLine line) =>
        Find(line, visit => visit.Phase == VisitPhase.Waiting, visit => visit.QueuedTime, null);

    /// <param name="line">The line.</param>
    /// <param name="talk">Seconds since the answer; null: the line has none.</param>
    public Visit? Connected(QueueLogLine line, int? talk) =>
        Find(line, visit => visit.IsConnected, visit => visit.AnsweredTime, talk, visit => IsAgent(visit, line));

    private static bool IsAgent(Visit visit, QueueLogLine line) =>
        visit.Agent?.Name == Ids.Label(line.Agent) || visit.Agent?.Id == Ids.Identity(line.Agent);

    private Visit? Find(
        QueueLogLine line, Func<Visit, bool> fits, Func<Visit, DateTimeOffset> start, int? seconds, Func<Visit, bool>? fitsMoved = null)
    {
        var queue = desk.Queues.Learn(line.Queue);
        Visit[] own = [.. desk.Visits.Of(line.CallId).Where(each => each.Queue == queue)];
        // The log goes on with the Uniqueid of the beginning or with the one that took its place.
        var visit = own.LastOrDefault(fits) ?? desk.Visits.InQueue(queue).LastOrDefault(each => each.Contact == line.CallId && fits(each));
        var isPerhapsMoved = own.Length == 0 && (_transferred.Contains(line.CallId) || !desk.Visits.IsKnown(line.CallId, queue));
        if (visit is null && isPerhapsMoved)
            visit = Moved(line, [.. desk.Visits.InQueue(queue).Where(each => fits(each) && fitsMoved?.Invoke(each) != false)], start, seconds);
        if (visit is null)
            skipped.BeginningUnknown++;
        return visit;
    }

    private Visit? Moved(QueueLogLine line, Visit[] candidates, Func<Visit, DateTimeOffset> start, int? seconds)
    {
        Visit? moved;
        if (seconds is { } span)
        {
            var begun = line.Time - TimeSpan.FromSeconds(span);
            moved = candidates.Where(each => start(each) >= begun - EarlyMax && start(each) < begun + LateMax)
                .MinBy(each => (start(each) - begun).Duration());
        }
        else
        {
            moved = _transferred.Contains(line.CallId) && candidates is [var only] ? only : null;
        }
        if (moved is not null)
            desk.Visits.Follow(moved, line.CallId);
        return moved;
    }
}
