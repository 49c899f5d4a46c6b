using CallCenter.Core.Explanations;
using CallCenter.Core.Identity;
using CallCenter.Core.Kpis;
using CallCenter.Core.Measures;
using CallCenter.Core.Tests.Model;
using CallCenter.Core.Views;
using CallCenter.Core.Windows;
using FsCheck;
using FsCheck.Fluent;

namespace CallCenter.Core.Tests.Histories;

/// <summary>The contacts and agents behind a value add up to it, in every KPI and variant, on random histories with late events,
/// exclusions, classifications, overflow, folds and restarts.</summary>
public sealed class ExplanationTests
{
    private const ulong Seed = 20_260_301;

    // Each group is one person, who has a login of its own.
    private static readonly string[] ByAgentOfSource = ["source", "agent"];

    private static readonly string[][] Groupings =
    [
        [], ["queue"], ["agent"], ["source"], ["queue", "agent"], ["team"], ["reason"], ["channel", "direction"], ["tag.site"],
        ["source", "queue"], ByAgentOfSource, ["issue_type"], ["customer_tier"],
    ];

    private static readonly (string Dimension, string Value)?[] Filters =
        [null, null, ("queue", "q0"), ("source", "s0"), ("agent", "a0"), ("channel", "phone")];

    private const int KpisOfPoint = 12;

    private int _entries;

    [Fact]
    public void Busy_hours() => Check(Profile.BusyHours, 100);

    [Fact]
    public void Many_days() => Check(Profile.ManyDays, 60);

    [Fact]
    public void One_line() => Check(Profile.OneLine, 8);

    [Fact]
    public void Many_weeks() => Check(Profile.ManyWeeks, 40);

    private void Check(Profile profile, int count)
    {
        Prop.ForAll(History.Of(profile), Holds).Check(Config.QuickThrowOnFailure.WithMaxTest(count).WithReplay(Seed, 1));
        Assert.InRange(_entries, 300, int.MaxValue);
    }

    private bool Holds(History history)
    {
        var core = new CoreUnderTest(["s0", "s1"], targets: ModelTargets.Settings);
        var dice = new Random(history.Questions);
        var nowMs = history.StartMs;
        foreach (var step in history.Steps)
        {
            nowMs += step.GapMs;
            if (step.EdgeMs > 0) nowMs += step.EdgeMs - nowMs % step.EdgeMs;
            KeptViewTests.Do(core, step, nowMs);
            if (dice.Next(25) == 0) Ask(core, dice, history.Zone, nowMs);
        }
        Ask(core, dice, history.Zone, nowMs);
        return true;
    }

    private void Ask(CoreUnderTest core, Random dice, string zone, long nowMs)
    {
        core.Commit();
        var grouping = Groupings[dice.Next(Groupings.Length)];
        var filter = Filters[dice.Next(Filters.Length)];
        var window = WindowOf(dice, TimeZoneInfo.FindSystemTimeZoneById(zone), grouping, nowMs);
        // Not all at each point: over a profile each comes many times.
        foreach (var kpi in dice.GetItems([.. KpiCatalog.All], KpisOfPoint))
        {
            var variant = kpi.Variants[dice.Next(kpi.Variants.Count)];
            var column = new Column(kpi, variant, ArgumentsOf(variant, dice));
            if (ExplainedFormula.Of(column, out _) is not { } formula) continue;
            var selector = new Selector(
                TenantId.Default, "", [column], [.. grouping.Select(name => Dimension.Parse(name)!)],
                filter is { } f ? [new Filter(Dimension.Parse(f.Dimension)!, new HashSet<string> { f.Value })] : [], window)
            {
                Targets = ModelTargets.Settings,
                Zone = TimeZoneInfo.FindSystemTimeZoneById(zone),
                AgentLimits = ModelAgent.Limits,
            }.Complete();
            var groups = core.Evaluate(selector, nowMs);
            if (groups.Count == 0) continue;
            Compare(core, selector, formula, groups[dice.Next(groups.Count)], nowMs);
        }
    }

    private void Compare(CoreUnderTest core, Selector selector, ExplainedFormula formula, GroupValues group, long nowMs)
    {
        var ofGroup = (selector with
        {
            GroupBy = [],
            Where =
            [
                .. selector.Where,
                .. selector.GroupBy.Select((d, i) => new Filter(d, new HashSet<string> { group.Labels[i] })),
            ],
        }).Complete();
        var page = new EntryPage(null, int.MaxValue - 1);
        var explainer = core.Explain(ofGroup, formula, page, nowMs);
        var what = $"{formula.Column.Kpi.Id}/{formula.Column.Variant.Id} {formula.Column.Arguments} of [{string.Join(',', group.Labels)}] "
            + $"by {string.Join('+', selector.GroupBy.Select(d => d.Name))}, window {selector.Window}";
        var entries = page.Entries.ToList();
        _entries += entries.Count;
        Assert.Equal(entries.Count, explainer.Count);
        Assert.Equal(explainer.Total, entries.Aggregate(default(ValueParts), (sum, entry) => sum + entry.Added));
        Assert.Equal(entries.Select(e => e.Key).Order(), entries.Select(e => e.Key));
        if (!formula.IsAdditive)
        {
            CompareChoice(formula, group.Values[0], explainer.Total, entries, what);
            return;
        }
        var parts = core.Evaluate((ofGroup with { Columns = formula.PartColumns }).Complete(), nowMs)[0].Values;
        Assert.Equal((what, group.Values[0]), (what, parts[0]));
        if (!formula.IsWhole || parts[1..].Any(part => part.Kind != KpiValueKind.Count)) return;
        Assert.Equal((what, new ValueParts(parts[1].A, parts.Length > 2 ? parts[2].A : 0)), (what, explainer.Total));
    }

    // Of a moment, the oldest entry has it; of a quantile, as many times are listed as there are.
    private static void CompareChoice(
        ExplainedFormula formula, KpiValue value, ValueParts total, List<ExplainedEntry> entries, string what)
    {
        if (value.Kind == KpiValueKind.None) return;
        if (formula.Column.Kind == KpiKind.Since)
            Assert.Contains((what, value.A), entries.Select(e => (what, (e.AnsweredAt ?? e.BeganAt)!.Value.UnixMs)));
        else Assert.True(total.By > 0, what);
    }

    private static KpiArguments ArgumentsOf(KpiVariant variant, Random dice)
    {
        var threshold = dice.Next(3) == 0 ? KpiArguments.OwnThreshold : dice.Next(WaitThresholds.Count);
        return new KpiArguments(threshold) { Quantile = variant.Distribution is not null && dice.Next(4) == 0 ? dice.NextDouble() : null };
    }

    private static Window WindowOf(Random dice, TimeZoneInfo zone, string[] grouping, long nowMs) => dice.Next(10) switch
    {
        0 => PeriodWindow.Today(zone),
        1 => new IntervalWindow(TimeSpan.FromMinutes(30), dice.Next(2) == 0, zone),
        2 => new SlidingWindow(TimeSpan.FromSeconds(dice.Next(10, 601))),
        3 => new SlidingWindow(TimeSpan.FromMinutes(dice.Next(121, 3001))),
        4 => new PeriodWindow(PeriodUnit.Day, true, zone),
        5 => new RangeWindow(new Instant(nowMs - dice.NextInt64(3 * 86_400_000L)), null),
        6 => new HoursWindow(new SlidingWindow(TimeSpan.FromDays(2)), ModelTargets.Calendars, ""),
        7 => new LastContactsWindow(dice.Next(1, 6)),
        8 when grouping == ByAgentOfSource => new SinceLoginWindow(),
        _ => new SlidingWindow(TimeSpan.FromDays(8)),
    };
}
