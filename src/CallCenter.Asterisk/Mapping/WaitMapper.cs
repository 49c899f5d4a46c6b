using CallCenter.V1;

namespace CallCenter.Asterisk;

/// <summary>The time in the queue: joining, being refused, and leaving it in all ways but an answer.</summary>
internal sealed class WaitMapper(VisitDesk desk)
{
    private const int RefusalsMax = 1000;

    private readonly Dictionary<string, string> _asked = [];
    private readonly HashSet<(string Caller, DateTimeOffset Time)> _refusals = [];
    private readonly Queue<(string Caller, DateTimeOffset Time)> _refusalOrder = new();

    /// <summary>A channel starts the Queue application: the only hint which queue will refuse it.</summary>
    public void Asked(AmiMessage message)
    {
        var queue = message.Text("AppData").Split(',', 2)[0].Trim();
        if (message.Text("Application") == "Queue" && queue.Length > 0)
            _asked[message.Text("Uniqueid")] = queue;
    }

    public void Joined(AmiMessage message, DateTimeOffset time)
    {
        var (caller, queue) = (message.Text("Uniqueid"), desk.Queues.Learn(message.Text("Queue")));
        if (caller.Length == 0 || queue.Length == 0 || desk.Visits.IsRepeat(caller, queue, time))
            return;
        foreach (var left in desk.Visits.Of(caller).Where(visit => visit.Phase == VisitPhase.Left).ToArray())
            Decide(left);
        if (desk.Visits.Of(caller).Any(each => each.Phase == VisitPhase.Waiting && each.Queue == queue))
            return; // known from a snapshot newer than this event
        var visit = desk.Visits.Open(caller, queue, time, time, message.Text("Linkedid"));
        desk.Outbox.Add(time, new Event { VisitQueued = Describe(visit) });
    }

    public static VisitQueued Describe(Visit visit) => new()
    {
        VisitId = visit.Id,
        Queue = Ids.Identity(visit.Queue),
        ContactId = Ids.Identity(visit.Contact),
    };

    /// <summary>Comes for every exit, also before AgentConnect, so it decides nothing by itself.</summary>
    public void Left(AmiMessage message, DateTimeOffset time)
    {
        if (desk.Finder.Undecided(message, visit => visit.Phase == VisitPhase.Waiting) is { } visit)
            Leave(visit, time);
    }

    /// <summary>Comes for a hang-up, a time limit, an empty queue, a withdrawal and a redirect alike.</summary>
    public void Abandoned(AmiMessage message, DateTimeOffset time)
    {
        var visit = desk.Finder.Undecided(message, visit => visit.Phase == VisitPhase.Waiting)
            ?? desk.Finder.Undecided(message, visit => visit.Phase == VisitPhase.Left);
        if (visit is null || visit.IsAbandonSaid)
            return;
        visit.IsAbandonSaid = true;
        visit.Wait = message.Number("HoldTime");
        Leave(visit, time);
        if (visit.IsHangupAsked || OutcomeOf(visit.QueueStatus) is not null)
            Decide(visit);
    }

    /// <summary>VarSet QUEUESTATUS: why a caller was not let in, or why one was put out.</summary>
    public void StatusSet(AmiMessage message, DateTimeOffset time)
    {
        if (!message.Text("Variable").Equals("QUEUESTATUS", StringComparison.Ordinal))
            return;
        var (caller, status) = (message.Text("Uniqueid"), message.Text("Value"));
        if (status is "FULL" or "JOINEMPTY" or "JOINUNAVAIL")
            Refuse(message, status, time);
        foreach (var visit in desk.Visits.Of(caller).Where(visit => visit.IsUndecided).ToArray())
        {
            visit.QueueStatus = status;
            if (visit.Phase == VisitPhase.Left && OutcomeOf(status) is not null)
                Decide(visit);
        }
    }

    public void HangupAsked(AmiMessage message)
    {
        foreach (var visit in desk.Visits.Of(message.Text("Uniqueid")).Where(visit => visit.IsUndecided))
            visit.IsHangupAsked |= visit.Phase == VisitPhase.Waiting;
    }

    public void HungUp(AmiMessage message, DateTimeOffset time)
    {
        var caller = message.Text("Uniqueid");
        _asked.Remove(caller);
        foreach (var visit in desk.Visits.Of(caller).Where(visit => visit.IsUndecided).ToArray())
        {
            if (visit.Phase == VisitPhase.Left)
                Decide(visit, hungUp: true);
            else
                desk.Deadlines.At(time + desk.Options.Patience, () => Vanished(visit, caller, time));
        }
    }

    /// <summary>The channel is but the shell of one whose inside went elsewhere; the queue goes on with another Uniqueid.</summary>
    public void Replaced(AmiMessage message)
    {
        foreach (var visit in desk.Visits.Of(message.Text("Uniqueid")).Where(visit => visit.Phase == VisitPhase.Waiting))
            visit.IsOrphan = true;
    }

    /// <summary>Events were missed: what has not been decided by what was seen is not decided by guess.</summary>
    public void MissEvents()
    {
        foreach (var visit in desk.Visits.Live.Where(visit => visit.Phase == VisitPhase.Left))
            (visit.Phase, visit.IsAbandonSaid, visit.IsHangupAsked) = (VisitPhase.Waiting, false, false);
        _asked.Clear();
    }

    private static VisitOutcome? OutcomeOf(string status) => status switch
    {
        "TIMEOUT" => VisitOutcome.TimedOut,
        "LEAVEEMPTY" or "LEAVEUNAVAIL" => VisitOutcome.QueueEmpty,
        "WITHDRAW" => VisitOutcome.Withdrawn,
        _ => null,
    };

    private void Leave(Visit visit, DateTimeOffset time)
    {
        if (visit.Phase == VisitPhase.Left)
            return;
        visit.Phase = VisitPhase.Left;
        visit.LeftTime = time;
        desk.Deadlines.At(time + desk.Options.Patience, () => Waited(visit, time));
    }

    private void Waited(Visit visit, DateTimeOffset left)
    {
        // A picked-up device: the member's gosub runs between Leave and Connect and may take long.
        var isAnswering = !visit.IsAbandonSaid && visit.Offers.Exists(offer => offer.IsPickedUp);
        if (visit.Phase == VisitPhase.Left && visit.LeftTime == left && !isAnswering)
            Decide(visit);
    }

    private void Vanished(Visit visit, string caller, DateTimeOffset time)
    {
        if (visit.Phase != VisitPhase.Waiting || visit.Caller != caller || visit.IsOrphan)
            return;
        // A queue that lost its caller stops ringing; one that rings on has another channel in the caller's place.
        if (visit.Offers.Exists(offer => !offer.IsEnding))
            visit.IsOrphan = true;
        else
            desk.End(visit, VisitOutcome.Lost, time);
    }

    private void Decide(Visit visit, bool hungUp = false)
    {
        var isAnswering = visit.Offers.Exists(offer => offer.IsPickedUp);
        var outcome = OutcomeOf(visit.QueueStatus) ?? (visit.IsAbandonSaid, hungUp || visit.IsHangupAsked) switch
        {
            (true, true) => VisitOutcome.Abandoned,
            (true, false) => VisitOutcome.Redirected,
            (false, _) => hungUp && isAnswering ? VisitOutcome.Abandoned : VisitOutcome.KeyExit,
        };
        desk.End(visit, outcome, visit.LeftTime);
    }

    private void Refuse(AmiMessage message, string status, DateTimeOffset time)
    {
        var caller = message.Text("Uniqueid");
        var queue = desk.Queues.Learn(
            _asked.GetValueOrDefault(caller) ?? (desk.Queues.Contains(message.Text("Exten")) ? message.Text("Exten") : ""));
        if (queue.Length == 0 || !_refusals.Add((caller, time)))
            return;
        _refusalOrder.Enqueue((caller, time));
        if (_refusalOrder.Count > RefusalsMax)
            _refusals.Remove(_refusalOrder.Dequeue());
        var reason = status switch { "FULL" => "full", "JOINEMPTY" => "join-empty", _ => "join-unavailable" };
        desk.Outbox.Add(time, new Event { VisitRefused = new() { Queue = Ids.Identity(queue), Reason = reason } });
    }
}
