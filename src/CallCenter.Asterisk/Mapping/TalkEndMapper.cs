using CallCenter.V1;

namespace CallCenter.Asterisk;

/// <summary>
/// The end of a conversation: AgentComplete, or what the channels say when that comes late or never. A member behind Local/…/n is a case
/// of its own: the queue sees the Local channel, which lives on after the agent's phone has hung up or transferred the caller.
/// </summary>
internal sealed class TalkEndMapper(VisitDesk desk)
{
    private const int UnsaidMax = 1_000;

    /// <summary>Visits that ended before their AgentComplete, which must not end another visit.</summary>
    private readonly List<Visit> _unsaid = [];

    /// <summary>Has no channel when the channels are gone already; then queue, interface and times identify the visit.</summary>
    public void Completed(AmiMessage message, DateTimeOffset time)
    {
        if (Find(message, time) is not { } visit || _unsaid.Remove(visit))
            return;
        visit.Talk = message.Number("TalkTime");
        var reason = message.Text("Reason");
        if (reason != "transfer")
        {
            End(visit, reason == "agent" ? VisitOutcome.CompletedByAgent : VisitOutcome.CompletedByCustomer, time);
            return;
        }
        visit.Phase = VisitPhase.Transferring;
        visit.LeftTime = time;
        if (visit.Transfer != VisitOutcome.Unspecified)
            End(visit, visit.Transfer, time);
        else // The transfer event, which has the kind, usually comes just before, but threads race.
            desk.Deadlines.At(time + desk.Options.Patience, () => End(visit, VisitOutcome.TransferredBlind, time));
    }

    public void HangupAsked(AmiMessage message)
    {
        var channel = message.Text("Uniqueid");
        foreach (var visit in desk.Visits.Of(channel).Where(visit => visit.IsConnected))
            visit.IsEndedByAgent ??= false;
        if (desk.Finder.ByAgentSide(channel) is { IsConnected: true } own)
            own.IsEndedByAgent ??= true;
    }

    /// <summary>Called after the legs have been updated.</summary>
    public void HungUp(AmiMessage message, DateTimeOffset time)
    {
        var channel = message.Text("Uniqueid");
        foreach (var visit in desk.Visits.Of(channel).Where(visit => visit.Phase == VisitPhase.Talking).ToArray())
        {
            visit.CallerGoneTime = time;
            Check(visit, time);
        }
        if (desk.Finder.ByAgentSide(channel) is { Phase: VisitPhase.Talking } own)
            Check(own, time);
    }

    /// <summary>The phone has passed the caller on. Where the queue follows that phone itself, AgentComplete comes at once.</summary>
    public void Transferred(Visit visit, DateTimeOffset time)
    {
        if (IsBehindLocal(visit) && Phones(visit).Any())
            EndUnlessSaid(visit, time);
    }

    // Asterisk replaces the channels of a Local member without /n and tracks the phone itself, as its books show.
    private static bool IsBehindLocal(Visit visit)
    {
        var device = visit.Agent!.Interface;
        var options = device.LastIndexOf('/');
        return !visit.IsOptimized && device.StartsWith("Local/", StringComparison.OrdinalIgnoreCase)
            && options > 6 && device.AsSpan(options).Contains('n');
    }

    private IEnumerable<Leg> Phones(Visit visit) => Legs(visit).SelectMany(leg => leg.Phones);

    private IEnumerable<Leg> Legs(Visit visit) => visit.AgentChannels.Select(desk.Legs.Find).OfType<Leg>();

    private void Check(Visit visit, DateTimeOffset time)
    {
        var phones = Phones(visit).ToArray();
        var isAgentGone = phones.Length > 0 ? phones.All(phone => phone.IsGone) : Legs(visit).All(leg => leg.IsGone);
        if (isAgentGone && (visit.CallerGoneTime is not null || (phones.Length > 0 && IsBehindLocal(visit))))
            EndUnlessSaid(visit, time);
    }

    private void EndUnlessSaid(Visit visit, DateTimeOffset time)
    {
        visit.IsEndedByAgent ??= visit.CallerGoneTime is not { } gone || gone >= time;
        desk.Deadlines.At(time + desk.Options.Patience, () => EndUnsaid(visit, time));
    }

    private void EndUnsaid(Visit visit, DateTimeOffset time)
    {
        if (visit.Phase != VisitPhase.Talking)
            return;
        // Asterisk's own arithmetic: the difference of whole seconds.
        visit.Talk = (int)(time.ToUnixTimeSeconds() - visit.AnsweredTime.ToUnixTimeSeconds());
        var outcome = visit.Transfer != VisitOutcome.Unspecified ? visit.Transfer
            : visit.IsEndedByAgent == true ? VisitOutcome.CompletedByAgent : VisitOutcome.CompletedByCustomer;
        End(visit, outcome, time);
        _unsaid.Add(visit);
        if (_unsaid.Count > UnsaidMax)
            _unsaid.RemoveAt(0);
    }

    /// <summary>Whole seconds may be fewer than the hold within them; then the exact time stamps give the talk time.</summary>
    private void End(Visit visit, VisitOutcome outcome, DateTimeOffset time)
    {
        var held = visit.HeldTime + (visit.IsHeld ? time - visit.HoldChangedTime : TimeSpan.Zero);
        if (visit.Talk is { } talk && held > TimeSpan.FromSeconds(talk))
            visit.Talk = null;
        desk.End(visit, outcome, time);
    }

    private Visit? Find(AmiMessage message, DateTimeOffset time)
    {
        var (caller, queue) = (message.Text("Uniqueid"), desk.Queues.Learn(message.Text("Queue")));
        var agent = Ids.Identity(message.Text("Interface"));
        var start = time - TimeSpan.FromSeconds(message.Number("TalkTime") ?? 0);
        var talking = desk.Visits.Live.Where(visit => visit.Phase == VisitPhase.Talking).Concat(_unsaid)
            .Where(visit => visit.Queue == queue && visit.Agent?.Id == agent).ToArray();
        var own = talking.Where(visit => visit.Caller == caller).ToArray();
        if (own.Length == 0 && caller.Length > 0)
            return Moved(message, talking, start);
        return (caller.Length > 0 ? own : talking).MinBy(visit => (visit.AnsweredTime - start).Duration());
    }

    /// <summary>The caller's Uniqueid has changed: the agent's channel, or the time of the answer, must agree.</summary>
    private Visit? Moved(AmiMessage message, Visit[] talking, DateTimeOffset start)
    {
        var byChannel = desk.Visits.ByAgentChannel(message.Text("DestUniqueid"));
        if (byChannel is not null && talking.Contains(byChannel))
            return byChannel;
        // 1.5 s: TalkTime is a difference of whole seconds.
        var near = talking.Where(visit => (visit.AnsweredTime - start).Duration() <= TimeSpan.FromSeconds(1.5)).ToArray();
        return near is [var only] ? only : null;
    }
}
