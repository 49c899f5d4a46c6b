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
        _floor = new FloorMapper(_desk, _wait, _offers, _talk);
    }

    /// <summary>The latest time any message bore, by Asterisk's clock.</summary>
    public DateTimeOffset LatestTime { get; private set; } = DateTimeOffset.UnixEpoch;

    /// <summary>Takes one message; <paramref name="arrived"/> stands in where it bears no time.</summary>
    public IReadOnlyList<Event> Apply(AmiMessage message, DateTimeOffset arrived)
    {
        var time = message.Timestamp ?? arrived;
        Advance(time);
        Dispatch(message, time);
        return _desk.Outbox.Take();
    }

    /// <summary>Makes the decisions that are due when no message comes.</summary>
    public IReadOnlyList<Event> AdvanceTo(DateTimeOffset now)
    {
        Advance(now);
        return _desk.Outbox.Take();
    }

    /// <summary>The connection broke: what is half seen stays undecided until a reconciliation.</summary>
    public void MarkGap() => _wait.Gap();

    /// <summary>Takes what a reconciliation found. Ids of visits are those that the events before and after it bear.</summary>
    internal IReadOnlyList<Event> Reconcile(QueueSnapshot snapshot, SyncScope scope)
    {
        if (scope == SyncScope.Floor)
            _floor.Report(snapshot, snapshot.Asked > LatestTime ? snapshot.Asked : LatestTime);
        else
            _floor.Correct(snapshot);
        return _desk.Outbox.Take();
    }

    /// <summary>What is live, for what is told by another way than by messages.</summary>
    internal VisitDesk Desk => _desk;

    /// <summary>Another process runs from now on: all channels of the one before are gone.</summary>
    internal IReadOnlyList<Event> Restart(DateTimeOffset time)
    {
        Advance(time);
        _uptime = null; // The next FullyBooted is of this process, whatever has begun since.
        EndAll(time);
        return _desk.Outbox.Take();
    }

    private void EndAll(DateTimeOffset time)
    {
        foreach (var visit in _desk.Visits.Live.ToArray())
            _desk.End(visit, VisitOutcome.Lost, time);
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
            case "DialEnd": _offers.DialEnd(message, time); break;
            case "AgentConnect": _talk.Connected(message, time); break;
            case "AgentComplete": _talk.Completed(message, time); break;
            case "Hold": _talk.Held(message, time); break;
            case "Unhold": _talk.Resumed(message, time); break;
            case "BlindTransfer": _talk.BlindlyTransferred(message); break;
            case "AttendedTransfer": _talk.AttendedlyTransferred(message); break;
            case "LocalOptimizationBegin": _talk.Optimized(message); break;
            case "HangupRequest" or "SoftHangupRequest":
                _offers.HangupAsked(message);
                _wait.HangupAsked(message);
                break;
            case "Hangup":
                _offers.Hangup(message, time);
                _wait.Hangup(message, time);
                break;
            case "FullyBooted": Booted(message, time); break;
            default: Member(message, time); break;
        }
    }

    private void Member(AmiMessage message, DateTimeOffset time)
    {
        if (message.Event is null || !message.Event.StartsWith("QueueMember", StringComparison.Ordinal))
            return;
        if (MemberReport.Of(message, time) is not { } report)
            return;
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
