using CallCenter.Core.Identity;
using CallCenter.Core.Kpis;
using CallCenter.Core.Measures;
using CallCenter.Core.Settings;
using CallCenter.Core.Tests.Model;
using CallCenter.Core.Views;
using CallCenter.Core.Windows;

namespace CallCenter.Core.Tests.Histories;

/// <summary>Asks both sides for every KPI in every variant, and compares.</summary>
internal static class Questions
{
    private static readonly double[] Quantiles = [0, 0.01, 0.5, 0.9, 0.99, 1];

    // Each group is one person, who has a login of its own.
    private static readonly string[] ByAgentOfSource = ["source", "agent"];

    private static readonly string[][] Groupings =
    [
        [], ["queue"], ["agent"], ["source"], ["queue", "agent"], ["team"], ["reason"], ["channel", "direction"], ["tag.site"],
        ["source", "queue"], ByAgentOfSource, ["priority"], ["language", "customer_segment"], ["issue_type"], ["customer_tier"],
    ];

    private static readonly Comparison[] Comparisons = [Comparison.Previous, Comparison.DayBefore, Comparison.WeekBefore];

    private static readonly (string Dimension, string[] Values)[][] Filters =
    [
        [], [], [], [("queue", ["q0"])], [("queue", ["q0", "q1", "q2"])], [("agent", ["a0", "a1"])], [("source", ["s0"])],
        [("channel", ["phone"]), ("direction", ["inbound"])], [("reason", [""])],
        [("team", ["t0", ""]), ("queue", ["q0", "q1"])], [("priority", ["1"])],
    ];

    // Seconds at which the slots that windows start on become wider, and one beyond.
    private static readonly int[] EdgeLengths = [10, 600, 601, 7_200, 7_201, 180_000, 180_001, 691_200];

    private static readonly string[] NotOfQueues = ["agent", "team", "seniority", "reason"];

    /// <summary>The differences; none when all is well.</summary>
    public static List<string> Ask(CoreUnderTest core, IReadOnlyList<ModelSource> model, string zone, int number, long nowMs)
    {
        var dice = new Random(number);
        var grouping = Groupings[dice.Next(Groupings.Length)];
        var filters = Filters[dice.Next(Filters.Length)];
        var threshold = dice.Next(4) == 0 ? KpiArguments.OwnThreshold : dice.Next(8);
        var window = WindowOf(dice, zone, nowMs);
        if (grouping == ByAgentOfSource && dice.Next(2) == 0) window = new SinceLoginWindow();
        else if (dice.Next(8) == 0) window = new LastContactsWindow(dice.Next(1, 6));
        // Seldom: such a question takes the model several times as long.
        Comparison? comparison = window is SinceLoginWindow or LastContactsWindow || dice.Next(8) > 0
            ? null
            : Comparisons[dice.Next(Comparisons.Length)];
        var columns = KpiCatalog.All
            .SelectMany(kpi => kpi.Variants.Select(variant => new Column(kpi, variant, new KpiArguments(threshold))))
            .Where(c => c.Kpi.Id != "reconciliation_residual" || IsOfQueues(grouping, filters))
            // The model has no ends of several spans, nor of each agent.
            .Where(c => !c.Kpi.Id.StartsWith("backlog_", StringComparison.Ordinal) || window is not (HoursWindow or SinceLoginWindow))
            .SelectMany(c => c.Variant.Distribution is null ? [c] : new[] { c, AtQuantile(c, Quantiles[dice.Next(Quantiles.Length)]) })
            .SelectMany(c => comparison is null || !IsOfTimeAlone(c) ? [c] : new[] { c, c with { Comparison = comparison } })
            .SelectMany(c => c.Comparison is not null || dice.Next(32) > 0 ? [c] : Among(c))
            .ToList();
        var selector = new Selector(
            TenantId.Default, "", columns, [.. grouping.Select(g => Dimension.Parse(g)!)],
            [.. filters.Select(f => new Filter(Dimension.Parse(f.Dimension)!, f.Values.ToHashSet()))], window)
        {
            Targets = ModelTargets.Settings,
            Zone = TimeZoneInfo.FindSystemTimeZoneById(zone),
            Costs = new CostRates("CNY", 40, 12.5m),
            AgentLimits = ModelAgent.Limits,
        }.Complete();
        var groups = core.Evaluate(selector, nowMs);
        return
        [
            .. Enumerable.Range(0, columns.Count).Where(i => columns[i].IsOfPeers).SelectMany(i => ComparePlaces(groups, columns, i)),
            .. groups.SelectMany(group => Compare(group, columns, grouping, filters, model, selector.Zone, window, nowMs))
                .Select(d => $"{d}; by {string.Join('+', grouping)}, window {window}, threshold {threshold}"),
            .. Missing(groups, grouping, filters, model, nowMs - (long)Window.SlidingMax.TotalMilliseconds),
        ];
    }

    private static IEnumerable<string> ComparePlaces(List<GroupValues> groups, List<Column> columns, int place)
    {
        var peers = new ModelPeers(groups, columns, place);
        return groups.Where(group => group.Values[place] != peers.PlaceOf(group)).Select(group =>
            $"{columns[place].Kpi.Id} {columns[place].Comparison} of {string.Join(',', group.Labels)} is {group.Values[place]}");
    }

    private static IEnumerable<string> Compare(
        GroupValues group, List<Column> columns, string[] grouping, (string Dimension, string[] Values)[] filters,
        IReadOnlyList<ModelSource> model, TimeZoneInfo zone, Window window, long nowMs)
    {
        bool Keep(Dims dims) => Passes(dims, filters) && grouping.Select(dims.ValueOf).SequenceEqual(group.Labels);
        var byQueue = grouping.Contains("queue") || filters.Any(f => f.Dimension == "queue");
        var modelWindow = window switch
        {
            SinceLoginWindow => SinceLogin(model, group.Labels, nowMs),
            LastContactsWindow last => new ModelBoard(model, Keep, byQueue, ModelWindow.AllKept(nowMs), zone).WindowOfLast(last.Count),
            _ => ModelWindow.Of(window, nowMs),
        };
        var board = new ModelBoard(model, Keep, byQueue, modelWindow, zone);
        ModelBoard? boardThen = null; // All columns that compare do so with one window.
        for (var i = 0; i < columns.Count; i++)
        {
            var (kpi, variant, arguments) = columns[i];
            if (columns[i].IsOfPeers) continue;
            if (columns[i].Comparison is { } comparison)
            {
                var then = ModelWindow.Compared(window, comparison, zone, nowMs);
                boardThen ??= new ModelBoard(model, Keep, byQueue, then, zone);
                foreach (var difference in CompareThen(columns[i], group, i, boardThen, then)) yield return difference;
                continue;
            }
            if ((modelWindow.IsNever || !modelWindow.IsKept) && !IsOfNow(columns[i]))
            {
                if (group.Values[i] != KpiValue.NoValue(modelWindow.IsNever ? NoValueReason.NeverLoggedIn : NoValueReason.NotKept))
                    yield return $"{kpi.Id}/{variant.Id} of [{string.Join(',', group.Labels)}] is {group.Values[i]}, and nothing is kept";
                continue;
            }
            long? thresholdMs = arguments.Threshold == KpiArguments.OwnThreshold
                ? null
                : (long)WaitThresholds.At(arguments.Threshold).TotalMilliseconds;
            var expected = arguments.Quantile is not null ? default : new ModelKpis(board, thresholdMs).Value(kpi.Id, variant.Id);
            if (arguments.Quantile is { } quantile)
            {
                var exact = ModelTimes.Quantile(board, kpi.Id, variant.Id, quantile);
                if (!IsNear(group.Values[i], exact))
                {
                    var of = string.Join(',', group.Labels);
                    yield return $"{kpi.Id}/{variant.Id} at {quantile} of [{of}] is {group.Values[i]}, the model says {exact}";
                }
                continue;
            }
            // Of one agent; not known when the rows of an agent who is offline have retired, though other facts keep the group.
            if (kpi.Id.StartsWith("agent_state", StringComparison.Ordinal)
                && (grouping != ByAgentOfSource || group.Values[i] == KpiValue.None)) continue;
            if (group.Values[i] != expected)
                yield return $"{kpi.Id}/{variant.Id} of [{string.Join(',', group.Labels)}] is {group.Values[i]}, the model says {expected}";
        }
    }

    internal static Column[] Among(Column column)
        => [column, column with { Comparison = Comparison.Rank }, column with { Comparison = Comparison.Percentile }];

    private static IEnumerable<string> CompareThen(
        Column column, GroupValues group, int i, ModelBoard board, ModelWindow window)
    {
        var value = group.Values[i];
        var (kpi, variant, arguments) = column;
        var what = $"{kpi.Id}/{variant.Id} {column.Comparison} of [{string.Join(',', group.Labels)}] is {value}";
        if (!window.IsKept)
        {
            if (value != KpiValue.NoValue(NoValueReason.NotKept)) yield return $"{what}, and nothing is kept";
        }
        else if (arguments.Quantile is { } quantile)
        {
            var exact = ModelTimes.Quantile(board, kpi.Id, variant.Id, quantile);
            if (!IsNear(value, exact)) yield return $"{what}, the model says {exact}";
        }
        else
        {
            long? thresholdMs = arguments.Threshold == KpiArguments.OwnThreshold
                ? null : (long)WaitThresholds.At(arguments.Threshold).TotalMilliseconds;
            var expected = new ModelKpis(board, thresholdMs).Value(kpi.Id, variant.Id);
            if (value != expected) yield return $"{what}, the model says {expected}";
        }
    }

    // What is of now has no value, or another one, at another time.
    private static bool IsOfTimeAlone(Column column)
        => !IsOfNow(column) && column.Variant.Id != "with_waiting" && column.Kpi.Id is not ("estimated_wait_time" or "contacts_at_risk");

    private static ModelWindow SinceLogin(IReadOnlyList<ModelSource> model, string[] labels, long nowMs)
        => model.Single(s => s.Name == labels[0]).Agents.GetValueOrDefault(labels[1])?.LoggedInMs is { } loggedInMs
            ? ModelWindow.Of(new RangeWindow(new Instant(loggedInMs), null), nowMs)
            : ModelWindow.Of(new RangeWindow(new Instant(nowMs), null), nowMs) with { IsNever = true };

    private static bool IsOfNow(Column column)
        => column.Kind is KpiKind.Gauge or KpiKind.Since || column.Kpi.Id is "avg_wait_current" or "waiting_per_available"
            or "age_of_open" or "work_since_break";

    private static Column AtQuantile(Column column, double quantile)
        => new(column.Kpi, column.Variant, column.Arguments with { Quantile = quantile });

    // The middle of a bucket differs by at most 0.8 % from any time in it.
    private static bool IsNear(KpiValue value, long? exact) => exact is { } ms
        ? value.Kind == KpiValueKind.Duration && Math.Abs(value.A - ms) <= 0.008 * ms
        : value == KpiValue.None;

    // What the model counts in any window must be in some group. An excluded visit counts in its reason only: the row that it was counted
    // in before may have retired.
    private static IEnumerable<string> Missing(
        List<GroupValues> groups, string[] grouping, (string Dimension, string[] Values)[] filters, IReadOnlyList<ModelSource> model,
        long oldestMs)
        => from visit in model.SelectMany(s => s.Visits)
           where !visit.IsExcluded && visit.QueuedMs >= oldestMs && Passes(visit.Dims, filters)
           let labels = grouping.Select(visit.Dims.ValueOf).ToList()
           where !groups.Exists(g => g.Labels.SequenceEqual(labels))
           select $"no group [{string.Join(',', labels)}]";

    private static bool Passes(Dims dims, (string Dimension, string[] Values)[] filters)
        => filters.All(f => f.Values.Contains(dims.ValueOf(f.Dimension)));

    // Arrivals are counted before an agent is known, so the balance holds for what is known of a visit from its start.
    private static bool IsOfQueues(string[] grouping, (string Dimension, string[] Values)[] filters)
        => !grouping.Concat(filters.Select(f => f.Dimension)).Intersect(NotOfQueues).Any();

    private static Window WindowOf(Random dice, string zone, long nowMs)
    {
        var local = TimeZoneInfo.FindSystemTimeZoneById(zone);
        return dice.Next(20) switch
        {
            16 or 17 => HoursOf(dice, local, PeriodOf(dice, local)),
            18 => HoursOf(dice, local, RangeOf(dice, nowMs)),
            19 => HoursOf(dice, local, new SlidingWindow(TimeSpan.FromMinutes(dice.Next(1, 8 * 1440 + 1)))),
            0 or 1 => PeriodWindow.Today(local),
            2 => new IntervalWindow(TimeSpan.FromMinutes(15), false),
            3 => new IntervalWindow(TimeSpan.FromMinutes(30), true, local),
            4 or 5 => new IntervalWindow(TimeSpan.FromMinutes(60), dice.Next(2) == 0, local),
            6 => new SlidingWindow(TimeSpan.FromSeconds(dice.Next(10, 601))),
            7 => new SlidingWindow(TimeSpan.FromMilliseconds(dice.Next(600_000, 7_200_001))),
            8 => new SlidingWindow(TimeSpan.FromMinutes(dice.Next(121, 3001))),
            9 => new SlidingWindow(TimeSpan.FromMinutes(dice.Next(3001, 8 * 1440 + 1))),
            10 => new SlidingWindow(TimeSpan.FromSeconds(EdgeLengths[dice.Next(EdgeLengths.Length)])),
            11 => new PeriodWindow(PeriodUnit.Day, true, local),
            12 or 13 => PeriodOf(dice, local),
            _ => RangeOf(dice, nowMs),
        };
    }

    private static PeriodWindow PeriodOf(Random dice, TimeZoneInfo local)
        => new((PeriodUnit)dice.Next(1, 5), dice.Next(2) == 0, local, dice.Next(2) == 0 ? DayOfWeek.Sunday : DayOfWeek.Monday);

    private static HoursWindow HoursOf(Random dice, TimeZoneInfo local, Window within)
        => new(within, QueueCalendars.All(CalendarOf(dice, local)), dice.Next(2) == 0 ? "" : "band");

    private static BusinessCalendar CalendarOf(Random dice, TimeZoneInfo local) => new(
        "any", local, [.. Enumerable.Range(0, 7).Select(_ => HoursOf(dice))],
        Enumerable.Range(20, 10).ToDictionary(day => new DateOnly(2026, 3, day), _ => HoursOf(dice)),
        new Dictionary<string, DayHours> { ["band"] = HoursOf(dice) });

    // Up to three spans, the last perhaps over midnight.
    private static DayHours HoursOf(Random dice)
    {
        int[] quarters = [.. Enumerable.Range(0, 6).Select(_ => dice.Next(97)).Distinct().Order()];
        List<(int From, int To)> spans = [.. quarters.Chunk(2).Where(c => c.Length == 2).Select(c => (c[0] * 15, c[1] * 15))];
        if (spans.Count > 0 && dice.Next(3) == 0) spans[^1] = (spans[^1].From, 1440 + dice.Next(spans[0].From / 15 + 1) * 15);
        return dice.Next(5) == 0 ? DayHours.Closed : new DayHours(spans);
    }

    private static RangeWindow RangeOf(Random dice, long nowMs)
    {
        // As old as anything that is kept, and half of them recent: slots of every width.
        var fromMs = nowMs - dice.NextInt64(dice.Next(2) == 0 ? 7_200_000 : 10 * 86_400_000L);
        return new RangeWindow(
            new Instant(fromMs), dice.Next(4) == 0 ? null : new Instant(fromMs + 1 + dice.NextInt64(2 * (nowMs - fromMs) + 1)));
    }
}
