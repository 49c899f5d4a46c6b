namespace CallCenter.Simulator;

/// <summary>Arrival times: one Poisson process per queue, whose rate follows the time of day, a short wave and incidents.</summary>
internal sealed class Arrivals
{
    // By hour of day; their mean is 1, so that a day brings 24 times the contacts of an hour.
    private static readonly double[] Hours =
        [.2, .1, .1, .1, .2, .3, .6, 1.1, 1.6, 1.9, 2.0, 1.8, 1.5, 1.6, 1.8, 1.9, 1.8, 1.5, 1.2, .9, .7, .5, .4, .2];

    private static readonly double BusiestHour = Hours.Max();

    private readonly Platform _platform;
    private readonly Dice _dice;
    private readonly double _totalShare;
    private readonly double _peak;

    public Arrivals(Platform platform)
    {
        _platform = platform;
        // A generator of its own, so that the arrivals do not depend on the number of agents.
        _dice = new Dice(unchecked(platform.Options.Seed * 31) + 7);
        _totalShare = platform.Queues.Sum(queue => queue.Profile.Share);
        _peak = (1 + (platform.Options.DailySwing * (BusiestHour - 1))) * (1 + platform.Options.WaveDepth);
    }

    public event Action<CallQueue>? Arrived;

    public void Start()
    {
        foreach (var queue in _platform.Queues)
            PlanNext(queue);
    }

    // Thinning: candidates arrive at the peak rate; each is accepted with the ratio of the current rate to the peak.
    private void PlanNext(CallQueue queue)
    {
        var peak = _peak * MostOf(queue);
        var perHour = _platform.Options.ContactsPerHour * queue.Profile.Share / _totalShare * peak;
        _platform.Timeline.After(_dice.Exponential(TimeSpan.FromHours(1) / perHour), () =>
        {
            var now = _platform.Timeline.Now;
            if (_dice.Chance(Factor(now) * FactorOf(queue, now) / peak))
                Arrived?.Invoke(queue);
            PlanNext(queue);
        });
    }

    private double MostOf(CallQueue queue) => IncidentsOf(queue).Aggregate(1.0, (factor, incident) => factor * incident.Factor);

    private double FactorOf(CallQueue queue, DateTimeOffset time)
        => IncidentsOf(queue).Where(incident => incident.IsOn(time)).Aggregate(1.0, (factor, incident) => factor * incident.Factor);

    private IEnumerable<Incident> IncidentsOf(CallQueue queue)
        => _platform.Options.Incidents.Where(incident => incident.Queue == queue.Name);

    private double Factor(DateTimeOffset time)
    {
        var options = _platform.Options;
        var hour = (time + options.UtcOffset).TimeOfDay.TotalHours;
        var (from, to) = (Hours[(int)hour], Hours[((int)hour + 1) % 24]);
        var daily = from + ((to - from) * (hour - Math.Floor(hour)));
        var turn = time.Ticks % options.WavePeriod.Ticks / (double)options.WavePeriod.Ticks;
        return (1 + (options.DailySwing * (daily - 1))) * (1 + (options.WaveDepth * Math.Sin(2 * Math.PI * turn)));
    }
}
