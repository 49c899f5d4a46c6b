using CallCenter.Core.Events;
using CallCenter.Core.Floor;
using CallCenter.Core.Identity;
using CallCenter.Core.Kpis;
using CallCenter.Core.Measures;
using CallCenter.Core.Settings;
using CallCenter.Core.Tests.Histories;
using CallCenter.Core.Views;
using CallCenter.Core.Windows;

namespace CallCenter.Core.Tests;

/// <summary>A small contact centre with one source and a clock that is set by hand, in seconds since Monday 09:00 UTC.</summary>
internal sealed class Centre(FloorOptions? options = null, WaitTargets? targets = null)
{
    public static readonly Instant Start = Instant.FromDateTimeOffset(new DateTimeOffset(2026, 6, 15, 9, 0, 0, TimeSpan.Zero));
    public static readonly Window Hour = new SlidingWindow(TimeSpan.FromHours(1));

    private const string Source = "pbx";
    private readonly CoreUnderTest _core = new([Source], options, targets);

    public Instant Now { get; set; } = Start;

    /// <summary>The department of each queue, from the next restart on; of a new centre at once.</summary>
    public IReadOnlyDictionary<string, string> Departments
    {
        set
        {
            _core.Departments = value;
            _core.RestoreFloor(Source);
        }
    }

    /// <summary>When queues are open, from the next restart on; of a new centre at once.</summary>
    public QueueCalendars Calendars
    {
        set
        {
            _core.Calendars = value;
            _core.RestoreFloor(Source);
        }
    }

    /// <summary>Classes of reasons, from the next restart on; of a new centre at once.</summary>
    public ReasonClasses Reasons
    {
        set
        {
            _core.Reasons = value;
            _core.RestoreFloor(Source);
        }
    }

    /// <summary>What an hour costs; null: not known.</summary>
    public CostRates? Costs { get; set; }

    public AgentLimits AgentLimits { get; set; } = AgentLimits.None;

    public Centre At(double seconds)
    {
        Now = Moment(seconds);
        return this;
    }

    public static Instant Moment(double seconds) => Start + TimeSpan.FromSeconds(seconds);

    public static VisitTraits TraitsOf(string queue) => new(queue, Channel.Phone, Direction.Inbound, "", "", "", "");

    public ApplyResult Send(SourceEvent e) => _core.Apply(Source, e, Now.UnixMs);

    public Centre Queue(string visit, string queue = "sales") => Must(new VisitQueued(visit, visit, TraitsOf(queue)) { OccurredAt = Now });

    public Centre Offer(string visit, string agent) => Must(new VisitOffered(visit, agent) { OccurredAt = Now });

    public Centre EndOffer(string visit, string agent, OfferResult result)
        => Must(new OfferEnded(visit, agent, result) { OccurredAt = Now });

    public Centre Answer(string visit, string agent) => Must(new VisitAnswered(visit, agent, null, null) { OccurredAt = Now });

    public Centre Hold(string visit) => Must(new VisitHeld(visit) { OccurredAt = Now });

    public Centre Resume(string visit) => Must(new VisitResumed(visit) { OccurredAt = Now });

    public Centre End(string visit, VisitOutcome outcome, bool wrapUp = false)
        => Must(new VisitEnded(visit, outcome, null, null, wrapUp) { OccurredAt = Now });

    public Centre EndWrapUp(string visit) => Must(new WrapUpEnded(visit) { OccurredAt = Now });

    public Centre Exclude(string visit, string reason = "") => Must(new VisitExcluded(visit, reason) { OccurredAt = Now });

    public Centre Set(string agent, Presence presence, string reason = "")
        => Must(new AgentPresenceChanged(agent, presence, reason) { OccurredAt = Now });

    public Centre Join(string agent, string queue, MembershipState state = MembershipState.Joined)
        => Must(new QueueMembershipChanged(agent, queue, state, "") { OccurredAt = Now });

    public Centre Schedule(string agent, double from, double to, params ShiftSegment[] segments)
        => Must(new AgentScheduled(agent, Moment(from), Moment(to)) { OccurredAt = Now, Segments = segments });

    public Centre Report(IReadOnlyList<LiveVisit> visits, params LiveAgent[] agents)
        => Must(new FloorReported(visits, agents) { OccurredAt = Now });

    /// <summary>Lets the source notice silence at the present time.</summary>
    public Centre Advance()
    {
        _core.Advance(Source, Now.UnixMs);
        return this;
    }

    /// <summary>Commits, folds, and restarts from the stored data.</summary>
    public Centre FoldAndRestart()
    {
        _core.RestoreFloor(Source);
        _core.Fold(Now.UnixMs);
        _core.Reload();
        return this;
    }

    /// <summary>Restarts with other limits for waits.</summary>
    public Centre RestartWith(WaitTargets other)
    {
        _core.Targets = other;
        return FoldAndRestart();
    }

    /// <summary>A value over the last hour, or over another window, of some queues, or of all.</summary>
    /// <param name="threshold">Seconds; null: that of each queue.</param>
    public KpiValue Value(
        string kpi, string variant = "", Window? window = null, int? threshold = 20, double? quantile = null, params string[] queues)
        => Value(kpi, variant, window ?? Hour, threshold, quantile, queues.Length == 0 ? [] : [Only("queue", queues)]);

    public KpiValue Value(string kpi, string variant, Window window, int? threshold, double? quantile, IReadOnlyList<Filter> where)
    {
        _core.Commit();
        var selector = SelectorOf(kpi, variant, window, threshold, quantile, where);
        return Assert.Single(_core.Evaluate(selector, Now.UnixMs)).Values[0];
    }

    /// <summary>A value of the window to compare with.</summary>
    public KpiValue ValueThen(
        Comparison comparison, string kpi, string variant, Window window, int? threshold, double? quantile, IReadOnlyList<Filter> where)
    {
        _core.Commit();
        var selector = SelectorOf(kpi, variant, window, threshold, quantile, where);
        selector = selector with { Columns = [selector.Columns[0] with { Comparison = comparison }] };
        return Assert.Single(_core.Evaluate(selector, Now.UnixMs)).Values[0];
    }

    /// <summary>The place of a group's value among those of the others.</summary>
    /// <param name="group">Dimension and value, with the dimensions of the peers' set before: team:t0:agent:ann.</param>
    public KpiValue PlaceOf(Comparison comparison, string[] group, string kpi, string variant, Window window, int? threshold)
    {
        _core.Commit();
        var selector = SelectorOf(kpi, variant, window, threshold, null, []) with
        {
            GroupBy = [.. group.Where((_, i) => i % 2 == 0).Select(name => Dimension.Parse(name)!)],
        };
        selector = (selector with { Columns = [selector.Columns[0], selector.Columns[0] with { Comparison = comparison }] }).Complete();
        var labels = group.Where((_, i) => i % 2 == 1).ToList();
        return _core.Evaluate(selector, Now.UnixMs).Single(g => g.Labels.SequenceEqual(labels)).Values[1];
    }

    public static Filter Only(string dimension, params string[] values) => new(Dimension.Parse(dimension)!, values.ToHashSet());

    /// <summary>A value of one agent.</summary>
    public KpiValue ValueOfAgent(string agent, string kpi, Window window)
        => Value(kpi, "", window, null, null, [Only("agent", agent)]);

    public long Count(string kpi, string variant = "", Window? window = null, params string[] queues)
        => Value(kpi, variant, window, queues: queues).A;

    /// <summary>Several counts over the last hour.</summary>
    public long[] Counts(params string[] kpis) => [.. kpis.Select(kpi => Count(kpi))];

    /// <summary>Seconds of a duration.</summary>
    public double Seconds(string kpi, Window? window = null, params string[] queues) => Value(kpi, "", window, queues: queues).A / 1000.0;

    /// <summary>Spans for which the source's events are missing, in seconds since the start.</summary>
    public IReadOnlyList<(double From, double To)> Gaps()
    {
        _core.Commit();
        return [.. _core.StatusOf(Source).Gaps.Select(g => ((g.From - Start).TotalSeconds, (g.To - Start).TotalSeconds))];
    }

    private Selector SelectorOf(
        string kpi, string variant, Window window, int? threshold, double? quantile, IReadOnlyList<Filter> where)
    {
        var definition = KpiCatalog.Find(kpi)!;
        var index = threshold is { } seconds ? WaitThresholds.IndexOf(TimeSpan.FromSeconds(seconds)) : KpiArguments.OwnThreshold;
        var arguments = new KpiArguments(index) { Quantile = quantile };
        return new Selector(TenantId.Default, "", [new Column(definition, definition.FindVariant(variant)!, arguments)], [], where, window)
        {
            Targets = _core.Targets,
            Costs = Costs,
            AgentLimits = AgentLimits,
        }.Complete();
    }

    private Centre Must(SourceEvent e)
    {
        Assert.Equal(ApplyResult.Counted, Send(e));
        return this;
    }
}
