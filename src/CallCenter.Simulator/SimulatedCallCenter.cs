using CallCenter.V1;

namespace CallCenter.Simulator;

/// <summary>
/// A simulated contact centre. It has no clock: the caller advances it to a moment and receives the events up to it. Not safe for use by
/// concurrent threads.
/// </summary>
public sealed class SimulatedCallCenter
{
    private readonly Platform _platform;
    private readonly TicketDesk _tickets;

    /// <summary>Opens the contact centre; nobody is logged in yet.</summary>
    /// <exception cref="ArgumentException">An option is out of its range; all such options are named.</exception>
    public SimulatedCallCenter(SimulationOptions options)
    {
        options.Validate();
        _platform = new Platform(options);
        var arrivals = new Arrivals(_platform);
        var customers = new CustomerBehaviour(_platform);
        var routing = new Routing(_platform);
        var agents = new AgentBehaviour(_platform);
        var shifts = new Shifts(_platform, agents);

        arrivals.Arrived += customers.Arrive;
        _platform.Entered += customers.OnEntered;
        _platform.Entered += routing.OnWaiting;
        _platform.OffersExhausted += routing.OnWaiting;
        _platform.OfferMissed += agents.OnMissed;
        _platform.Answered += new Conversation(_platform).OnAnswered;
        _platform.Left += customers.OnLeft;
        _platform.Completed += new Aftermath(_platform).OnCompleted;
        _platform.Freed += agents.OnFreed;
        _platform.Freed += routing.OnFreed;
        agents.LoggedOff += shifts.OnLoggedOff;

        _tickets = new TicketDesk(_platform);
        shifts.Start();
        arrivals.Start();
        _tickets.Start();
    }

    /// <summary>The moment that the simulation has reached.</summary>
    public DateTimeOffset Time => _platform.Timeline.Now;

    /// <summary>Everything that happened so far, from the simulation's own state and not from its events.</summary>
    public SimulatedTruth Truth => new(
        [.. _platform.Visits.Select(VisitTruth.Of)], [.. _tickets.All.Select(TicketTruth.Of)]);

    /// <summary>Advances to a moment and returns the events up to it, inclusive, that were not returned before, in time
    /// order. A moment in the past returns the events left over from a later <see cref="Report"/> call, or none.</summary>
    public IReadOnlyList<Event> AdvanceTo(DateTimeOffset time)
    {
        _platform.Timeline.RunTo(time);
        var events = new List<Event>();
        while (_platform.Outbox.TryPeek(out var next) && next.OccurredTime.ToDateTimeOffset() <= time)
            events.Add(_platform.Outbox.Dequeue());
        return events;
    }

    /// <summary>The live visits and agents at a moment. Events passed on the way are kept for
    /// <see cref="AdvanceTo"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The moment lies before <see cref="Time"/>.</exception>
    public FloorReport Report(DateTimeOffset time)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(time, Time);
        _platform.Timeline.RunTo(time);
        return FloorReports.Of(_platform);
    }
}
