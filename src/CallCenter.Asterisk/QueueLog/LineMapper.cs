using System.Globalization;
using CallCenter.V1;

namespace CallCenter.Asterisk;

/// <summary>
/// Turns lines of queue_log into events: each line becomes the AMI messages that Asterisk sent with it, so that one mapper does the
/// bookkeeping for both, and visits get the same ids.
/// </summary>
internal sealed class LineMapper(AsteriskMapper mapper, MemberNames names, QueueLogSkips skipped)
{
    // Two of the same call in one second must differ in time, and the server keeps milliseconds.
    private static readonly TimeSpan Apart = TimeSpan.FromMilliseconds(1);

    /// <summary>A clock that was set back by more is believed.</summary>
    private static readonly TimeSpan ClockStep = TimeSpan.FromMinutes(1);

    private readonly List<Event> _events = [];
    private readonly LineVisitFinder _finder = new(mapper.Desk, skipped);

    /// <summary>Applies one line; lines come in their order.</summary>
    public IReadOnlyList<Event> Apply(QueueLogLine line)
    {
        _events.Clear();
        switch (line.Verb)
        {
            case "ENTERQUEUE": Join(line); break;
            case "CONNECT": Connect(line); break;
            case "COMPLETECALLER": Complete(line, "caller"); break;
            case "COMPLETEAGENT": Complete(line, "agent"); break;
            case "BLINDTRANSFER" or "TRANSFER" or "ATTENDEDTRANSFER": Transfer(line); break;
            case "ABANDON": Leave(line, VisitOutcome.Abandoned, line.Number(2)); break;
            case "EXITWITHTIMEOUT": Leave(line, VisitOutcome.TimedOut, line.Number(2)); break;
            case "EXITEMPTY": Leave(line, VisitOutcome.QueueEmpty, line.Number(2)); break;
            case "WITHDRAW": Leave(line, VisitOutcome.Withdrawn, line.Number(2)); break;
            case "EXITWITHKEY": Leave(line, VisitOutcome.KeyExit, line.Number(3)); break;
            case "SYSCOMPAT": Leave(line, VisitOutcome.Failed, null); break;
            case "RINGNOANSWER": Ring(line, "AgentRingNoAnswer"); break;
            case "RINGCANCELED": Ring(line, null); break;
            case "AGENTDUMP": Ring(line, "AgentDump"); break;
            case "QUEUESTART": _events.AddRange(mapper.Restart(Place(line.Time))); break;
            default: ApplyOther(line); break;
        }
        return _events;
    }

    private void ApplyOther(QueueLogLine line)
    {
        switch (line.Verb)
        {
            case "ADDMEMBER": Member(line, "QueueMemberAdded", line.Text(0) == "PAUSED", "", ("Membership", "dynamic")); break;
            case "REMOVEMEMBER": Member(line, "QueueMemberRemoved", false, ""); break;
            case "PAUSE": Member(line, "QueueMemberPause", true, line.Text(0)); break;
            case "UNPAUSE": Member(line, "QueueMemberPause", false, ""); break;
            default: skipped.AddVerb(line.Verb); break; // PAUSEALL, UNPAUSEALL: a line for each queue goes with them.
        }
    }

    private void Join(QueueLogLine line) => Send(
        PlaceApart(line.Time), AmiMessage.Of("QueueCallerJoin", ("Uniqueid", line.CallId), ("Queue", line.Queue)));

    private void Connect(QueueLogLine line)
    {
        if (_finder.Waiting(line, line.Number(0)) is not { } visit)
            return;
        var time = Place(line.Time);
        var device = DeviceOf(line, visit, line.Text(1));
        var who = Who(line, device, ("DestUniqueid", line.Text(1)));
        if (!visit.Offers.Exists(offer => offer.Agent.Id == Ids.Identity(device)))
            Send(time, AmiMessage.Of("AgentCalled", who));
        var (hold, ring) = (Text(line.Number(0)), Text(line.Number(2)));
        Send(time, AmiMessage.Of("AgentConnect", [.. who, ("HoldTime", hold), ("RingTime", ring)]));
    }

    private void Complete(QueueLogLine line, string reason)
    {
        var talk = line.NumberFromEnd(2);
        if (_finder.Connected(line, talk) is not { Agent: { } agent })
            return;
        var who = Who(line, agent.Id);
        Send(Place(line.Time), AmiMessage.Of("AgentComplete", [.. who, ("TalkTime", Text(talk)), ("Reason", reason)]));
    }

    private void Transfer(QueueLogLine line)
    {
        _finder.Transferred(line.CallId);
        var kind = line.Verb == "ATTENDEDTRANSFER" ? "AttendedTransfer" : "BlindTransfer";
        var target = kind == "BlindTransfer" ? line.Text(0) : "";
        Send(Place(line.Time), AmiMessage.Of(kind, ("Result", "Success"), ("TransfereeUniqueid", line.CallId), ("Extension", target)));
        Complete(line, "transfer");
    }

    private void Leave(QueueLogLine line, VisitOutcome outcome, int? wait)
    {
        var time = Place(line.Time);
        _events.AddRange(mapper.AdvanceTo(time));
        if (_finder.Waiting(line, wait) is not { } visit)
            return;
        (visit.Wait, visit.LeftTime) = (wait, time);
        mapper.Desk.End(visit, outcome, time);
        _events.AddRange(mapper.AdvanceTo(time));
    }

    /// <summary>The log has the end of ringing, not its beginning.</summary>
    private void Ring(QueueLogLine line, string? end)
    {
        if (_finder.Ringing(line) is not { } visit)
            return;
        var time = PlaceApart(line.Time);
        var device = DeviceOf(line, visit, "");
        var who = Who(line, device);
        if (!visit.Offers.Exists(offer => offer.Agent.Id == Ids.Identity(device)))
            Send(time, AmiMessage.Of("AgentCalled", who));
        if (end is not null)
            Send(time + Apart, AmiMessage.Of(end, who));
    }

    private void Member(
        QueueLogLine line, string name, bool isPaused, string reason, params ReadOnlySpan<(string, string)> more)
    {
        if (line.Queue is "NONE" or "" || line.Agent is "NONE" or "")
            return;
        var who = Who(line, DeviceOf(line, null, ""));
        var paused = isPaused ? "1" : "0";
        Send(Place(line.Time), AmiMessage.Of(name, [.. who, ("Paused", paused), ("PausedReason", reason), .. more]));
    }

    /// <summary>The device that rang; else one of this name that is a member of the queue and free; else the name.</summary>
    private string DeviceOf(QueueLogLine line, Visit? visit, string channel)
    {
        if (names.DeviceOfChannel(channel) is { } known)
            return known;
        var devices = names.Devices(line.Agent, mapper.Desk.Agents).ToArray();
        var rings = visit?.Offers.Find(offer => channel.Length > 0 && offer.Channel == channel)
            ?? visit?.Offers.Find(offer => devices.Contains(offer.Agent.Id));
        if (rings is not null)
            return rings.Agent.Id;
        var fits = devices.OrderByDescending(device => Fitness(device, line, visit)).ToArray();
        return fits is [var best, ..] ? best : line.Agent;
    }

    private int Fitness(string device, QueueLogLine line, Visit? visit)
    {
        var agent = mapper.Desk.Agents.All.FirstOrDefault(each => each.Id == Ids.Identity(device));
        var membership = agent?.Memberships.FirstOrDefault(pair => pair.Key.Equals(line.Queue, StringComparison.OrdinalIgnoreCase)).Value;
        if (line.Verb == "ADDMEMBER")
            return membership is { IsLeft: false } ? 0 : 1; // Who is there cannot be added: it is the other device of this name.
        return membership switch
        {
            { State: MembershipState.Joined } => visit is null || agent!.Work.Count == 0 ? 3 : 2,
            { IsLeft: false } => 1,
            _ => 0,
        };
    }

    private static (string, string)[] Who(QueueLogLine line, string device, params ReadOnlySpan<(string, string)> more) =>
        [("Uniqueid", line.CallId), ("Queue", line.Queue), ("Interface", device), ("MemberName", line.Agent), .. more];

    private void Send(DateTimeOffset time, AmiMessage message) => _events.AddRange(mapper.Apply(message, time));

    private static string Text(int? number) => number?.ToString(CultureInfo.InvariantCulture) ?? "";

    private DateTimeOffset PlaceApart(DateTimeOffset time)
    {
        var place = Place(time);
        return place == mapper.LatestTime ? place + Apart : place;
    }

    /// <summary>Where a line belongs whose second has begun before what is known already: behind it.</summary>
    private DateTimeOffset Place(DateTimeOffset time) =>
        time < mapper.LatestTime && mapper.LatestTime - time < ClockStep ? mapper.LatestTime : time;
}
