using CallCenter.V1;

namespace CallCenter.Asterisk;

/// <summary>
/// Turns AMI messages into events. Deterministic: the same messages at the same times give the same events. Time is what the
/// messages say, so a recording and a live connection are one code. Called by one loop only.
/// </summary>
public sealed class AsteriskMapper
{
    private readonly VisitDesk _desk;
    private readonly WaitMapper _wait;
    private readonly OfferMapper _offers;
    private readonly TalkMapper _talk;
    private readonly TalkEndMapper _ends;
    private readonly TransferMapper _transfers;
    private readonly FloorMapper _floor;
    private int? _uptime;
    private DateTimeOffset _booted;

    /// <summary>Starts with nothing known.</summary>
    public AsteriskMapper(MappingOptions options)
    {
        _desk = new VisitDesk(options);
        _wait = new WaitMapper(_desk);
        _offers = new OfferMapper(_desk);
        _talk = new TalkMapper(_desk);
        _ends = new TalkEndMapper(_desk);
        _transfers = new TransferMapper(_desk, _ends);
        _floor = new FloorMapper(_desk, _offers, _talk);
    }

    /// <summary>The latest time any message bore, by Asterisk's clock.</summary>
    public DateTimeOffset LatestTime { get; private set; } = DateTimeOffset.UnixEpoch;

    /// <summary>How bytes become text.</summary>
    internal AmiText Text => _desk.Options.Text;

    /// <summary>A queue's name as its own events spell it.</summary>
    internal void LearnQueue(string spelling) => _desk.Queues.Learn(spelling);

    /// <summary>
    /// Applies one message. <paramref name="arrived"/> stands in where it bears no time, or one after <paramref name="latest"/>, which
    /// would make all that follows look old.
    /// </summary>
    public IReadOnlyList<Event> Apply(AmiMessage message, DateTimeOffset arrived, DateTimeOffset? latest = null)
    {
        var time = message.Timestamp is { } stamp && !(stamp > latest) ? stamp : arrived;
        Advance(time);
        Dispatch(message, time);
        return _desk.Outbox.Drain();
    }

    /// <summary>Makes the decisions that are due when no message comes.</summary>
    public IReadOnlyList<Event> AdvanceTo(DateTimeOffset now)
    {
        Advance(now);
        return _desk.Outbox.Drain();
    }

    /// <summary>Whether a conversation is known; a comparison is to include them then.</summary>
    internal bool HasConversations => _desk.Visits.Live.Any(visit => visit.IsConnected);

    /// <summary>The connection broke: what is half seen stays undecided until a reconciliation.</summary>
    public void MarkGap() => _wait.MissEvents();

    /// <summary>Applies what a reconciliation found. Visits keep their ids.</summary>
    internal IReadOnlyList<Event> Reconcile(QueueSnapshot snapshot, SyncScope scope)
    {
        snapshot = _desk.Queues.Learn(snapshot);
        if (scope == SyncScope.Floor)
            _floor.Report(snapshot, snapshot.Asked > LatestTime ? snapshot.Asked : LatestTime);
        else
            _floor.Correct(snapshot);
        return _desk.Outbox.Drain();
    }

    /// <summary>The live visits and agents, for events from other sources than messages.</summary>
    internal VisitDesk Desk => _desk;

    /// <summary>Another process runs from now on: all channels of the one before are gone.</summary>
    internal IReadOnlyList<Event> Restart(DateTimeOffset time)
    {
        Advance(time);
        _uptime = null; // The next FullyBooted is of this process, whatever has begun since.
        EndAll(time);
        return _desk.Outbox.Drain();
    }

    /// <summary>Restarts come from <see cref="Restart"/>; the estimated start of the process must not repeat them.</summary>
    internal void ForgetUptime() => _uptime = null;

    private void EndAll(DateTimeOffset time)
    {
        foreach (var visit in _desk.Visits.Live.ToArray())
            _desk.End(visit, VisitOutcome.Lost, time);
        _desk.Agents.Restarted(time);
    }

    private void Advance(DateTimeOffset time)
    {
        if (time > LatestTime)
            LatestTime = time;
        _desk.Deadlines.AdvanceTo(time);
    }

    private void Dispatch(AmiMessage message, DateTimeOffset time)
    {
        switch (message.Event)
        {
            case "QueueCallerJoin": _wait.Joined(message, time); break;
            case "QueueCallerLeave": _wait.Left(message, time); break;
            case "QueueCallerAbandon": _wait.Abandoned(message, time); break;
            case "VarSet": _wait.StatusSet(message, time); break;
            case "Newexten": _wait.Asked(message); break;
            case "AgentCalled": _offers.Called(message, time); break;
            case "AgentRingNoAnswer": _offers.RingNoAnswer(message, time); break;
            case "AgentDump": _offers.Dumped(message, time); break;
            case "AgentConnect": _talk.Connected(message, time); break;
            case "AgentComplete": _ends.Completed(message, time); break;
            case "Hold": _talk.Held(message, time); break;
            case "Unhold": _talk.Resumed(message, time); break;
            case "BlindTransfer": _transfers.Blind(message, time); break;
            case "AttendedTransfer": _transfers.Attended(message, time); break;
            case "FullyBooted": Booted(message, time); break;
            default:
                if (!Channel(message, time))
                    Member(message, time);
                break;
        }
    }

    private bool Channel(AmiMessage message, DateTimeOffset time)
    {
        switch (message.Event)
        {
            case "LocalBridge": _desk.Legs.LocalBridged(message); break;
            case "LocalOptimizationBegin": _talk.Optimized(message); break;
            case "DialBegin": _desk.Legs.DialBegun(message); break;
            case "BridgeEnter": _desk.Legs.BridgeEntered(message); break;
            case "BridgeLeave": _desk.Legs.BridgeLeft(message); break;
            case "DialEnd":
                _desk.Legs.DialEnded(message);
                _offers.DialEnded(message, time);
                break;
            case "Rename" when IsShell(message.Text("Newname")): _wait.Replaced(message); break;
            case "HangupRequest" or "SoftHangupRequest":
                _desk.Legs.HangupAsked(message);
                _wait.HangupAsked(message);
                _ends.HangupAsked(message);
                break;
            case "Hangup" when IsShell(message.Text("Channel")): _wait.Replaced(message); break;
            case "Hangup":
                _desk.Legs.HungUp(message);
                _offers.HungUp(message, time);
                _wait.HungUp(message, time);
                _ends.HungUp(message, time);
                break;
            default: return false;
        }
        return true;
    }

    /// <summary>What a masquerade leaves of a channel: the call goes on under another Uniqueid.</summary>
    private static bool IsShell(string name) => name.EndsWith("<ZOMBIE>", StringComparison.Ordinal);

    private void Member(AmiMessage message, DateTimeOffset time)
    {
        if (message.Event is null || !message.Event.StartsWith("QueueMember", StringComparison.Ordinal))
            return;
        if (MemberReport.Of(message, time) is not { } told)
            return;
        var report = told with { Queue = _desk.Queues.Learn(told.Queue) };
        switch (message.Event)
        {
            case "QueueMemberAdded": _desk.Agents.Added(report); break;
            case "QueueMemberRemoved": _desk.Agents.Removed(report); break;
            case "QueueMemberStatus" or "QueueMemberPause": _desk.Agents.Changed(report); break;
        }
    }

    /// <summary>A process that runs for a shorter time than before is another one: all its channels are new.</summary>
    private void Booted(AmiMessage message, DateTimeOffset time)
    {
        if (message.Number("Uptime") is not { } uptime)
            return;
        var booted = time - TimeSpan.FromSeconds(uptime);
        // 10 s: Uptime is whole seconds and the time is an estimate.
        if (_uptime is { } before && (uptime < before || booted > _booted + TimeSpan.FromSeconds(10)))
            EndAll(LatestTime);
        _uptime = uptime;
        _booted = booted;
    }
}
