using CallCenter.V1;

namespace CallCenter.Asterisk;

/// <summary>What the parts of the mapper share: the books, the deadlines, the outbox, and the one way in which a visit ends.</summary>
internal sealed class VisitDesk(MappingOptions options)
{
    public MappingOptions Options => options;

    public Outbox Outbox { get; } = new();

    public Deadlines Deadlines { get; } = new();

    public VisitBook Visits { get; } = new(options.EndedVisitsMax);

    public LegBook Legs { get; } = new();

    public QueueNames Queues { get; } = new();

    public VisitFinder Finder => field ??= new VisitFinder(Visits, Legs, Queues);

    public AgentBook Agents => field ??= new AgentBook(options, Deadlines, Outbox);

    /// <summary>Ends a visit once; whoever comes later finds it over.</summary>
    public void End(Visit visit, VisitOutcome outcome, DateTimeOffset time)
    {
        if (!visit.IsLive)
            return;
        var wrapUp = visit.Agent is { } agent && outcome <= VisitOutcome.TransferredConsult
            ? Agents.WrapUp(agent, visit.Queue)
            : TimeSpan.Zero;
        var isLost = outcome == VisitOutcome.Lost;
        Outbox.Add(time, new Event
        {
            VisitEnded = new()
            {
                VisitId = visit.Id,
                Outcome = outcome,
                ReportedWait = isLost || visit.IsConnected ? null : Outbox.Seconds(visit.Wait),
                ReportedTalk = isLost || !visit.IsConnected ? null : Outbox.Seconds(visit.Talk),
                WrapUp = wrapUp > TimeSpan.Zero ? WrapUp.Follows : WrapUp.Unspecified,
                TransferTarget = Ids.Label(visit.TransferTarget),
            },
        });
        if (wrapUp > TimeSpan.Zero)
            Deadlines.At(time + wrapUp, () => Outbox.Add(time + wrapUp, new Event { WrapUpEnded = new() { VisitId = visit.Id } }));
        Drop(visit, time);
    }

    /// <summary>Forgets a visit without an event: it is missing from the floor report that follows.</summary>
    public void Drop(Visit visit, DateTimeOffset time)
    {
        Visits.Close(visit);
        var agents = visit.Offers.Select(offer => offer.Agent).Append(visit.Agent).OfType<Agent>().Distinct().ToArray();
        visit.Offers.Clear();
        foreach (var agent in agents)
        {
            agent.Work.Remove(visit);
            Agents.Refresh(agent, time);
        }
    }
}
