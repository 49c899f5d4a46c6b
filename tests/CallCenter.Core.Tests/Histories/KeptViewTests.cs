using CallCenter.Core.Identity;
using CallCenter.Core.Kpis;
using CallCenter.Core.Measures;
using CallCenter.Core.Settings;
using CallCenter.Core.Tests.Model;
using CallCenter.Core.Views;
using CallCenter.Core.Windows;
using FsCheck;
using FsCheck.Fluent;

namespace CallCenter.Core.Tests.Histories;

/// <summary>Views that are kept and brought up to date give what the rows themselves give, on random histories with late and future events,
/// folds, restarts and rows that retire.</summary>
public sealed class KeptViewTests
{
    private const ulong Seed = 20_260_201;

    private static readonly string[][] Groupings =
        [[], ["queue"], ["agent"], ["team"], ["queue", "agent"], ["reason"], ["source", "agent"]];

    private static readonly (string Dimension, string Value)?[] Filters = [null, null, ("queue", "q0"), ("source", "s0"), ("reason", "")];

    private static readonly Window[] Windows =
    [
        new SlidingWindow(TimeSpan.FromSeconds(10)), new SlidingWindow(TimeSpan.FromMinutes(5)),
        new SlidingWindow(TimeSpan.FromMinutes(90)), new SlidingWindow(TimeSpan.FromHours(20)), new SlidingWindow(TimeSpan.FromDays(8)),
        new IntervalWindow(TimeSpan.FromMinutes(15), IsPrevious: false), new IntervalWindow(TimeSpan.FromMinutes(15), IsPrevious: true),
        PeriodWindow.Today(TimeZoneInfo.Utc), new LastContactsWindow(3), new SinceLoginWindow(),
        new RangeWindow(new Instant(1_772_000_000_000), To: null),
    ];

    [Fact]
    public void Busy_hours() => Check(Profile.BusyHours, 150);

    [Fact]
    public void Many_days() => Check(Profile.ManyDays, 80);

    [Fact]
    public void One_line() => Check(Profile.OneLine, 15);

    [Fact]
    public void Many_weeks() => Check(Profile.ManyWeeks, 60);

    private static void Check(Profile profile, int count)
        => Prop.ForAll(History.Of(profile), Holds).Check(Config.QuickThrowOnFailure.WithMaxTest(count).WithReplay(Seed, 1));

    private static bool Holds(History history)
    {
        var core = new CoreUnderTest(["s0", "s1"], targets: ModelTargets.Settings);
        var dice = new Random(history.Questions);
        List<(Selector Selector, View View)> watched = [];
        var nowMs = history.StartMs;
        foreach (var step in history.Steps)
        {
            nowMs += step.GapMs;
            if (step.EdgeMs > 0) nowMs += step.EdgeMs - nowMs % step.EdgeMs;
            Do(core, step, nowMs);
            if (watched.Count < 4 && dice.Next(4) == 0) Watch(core, watched, dice);
            if (watched.Count > 0 && dice.Next(3) > 0) Compare(core, watched[dice.Next(watched.Count)], nowMs);
        }
        core.Commit();
        foreach (var one in watched) Compare(core, one, nowMs);
        return true;
    }

    /// <summary>Takes a step, whatever comes of it.</summary>
    internal static void Do(CoreUnderTest core, Step step, long nowMs)
    {
        var source = $"s{step.Source}";
        switch (step.Kind)
        {
            case StepKind.Advance:
                core.Advance(source, nowMs);
                break;
            case StepKind.RestoreFloor:
                core.RestoreFloor(source);
                break;
            case StepKind.Fold:
                core.Fold(nowMs);
                break;
            case StepKind.FoldFails:
                core.FailFold(nowMs);
                break;
            case StepKind.Reload:
                core.Reload();
                break;
            case StepKind.Check:
                core.Commit();
                break;
            default:
                core.Apply(source, StepEvents.Of(step, nowMs)!, nowMs);
                if (step.Commits) core.Commit();
                break;
        }
    }

    private static void Watch(CoreUnderTest core, List<(Selector, View)> watched, Random dice)
    {
        var columns = KpiCatalog.All.SelectMany(
            kpi => kpi.Variants.Select(variant => new Column(kpi, variant, ArgumentsOf(variant, dice))))
            .SelectMany(c => dice.Next(32) > 0 ? [c] : Questions.Among(c));
        var grouping = Groupings[dice.Next(Groupings.Length)].Select(name => Dimension.Parse(name)!);
        var selector = new Selector(
            TenantId.Default, "", [.. columns], [.. grouping],
            Filters[dice.Next(Filters.Length)] is { } f ? [new Filter(Dimension.Parse(f.Dimension)!, new HashSet<string> { f.Value })] : [],
            Windows[dice.Next(Windows.Length)])
        {
            Targets = ModelTargets.Settings,
            Costs = new CostRates("CNY", 40, 12.5m),
            AgentLimits = ModelAgent.Limits,
        };
        watched.Add((selector.Complete(), core.Watch(selector.Complete())));
    }

    private static KpiArguments ArgumentsOf(KpiVariant variant, Random dice)
    {
        var threshold = dice.Next(3) == 0 ? KpiArguments.OwnThreshold : dice.Next(WaitThresholds.Count);
        return new KpiArguments(threshold) { Quantile = variant.Distribution is not null && dice.Next(2) == 0 ? dice.NextDouble() : null };
    }

    private static void Compare(CoreUnderTest core, (Selector Selector, View View) watched, long nowMs)
    {
        var plain = core.Evaluate(watched.Selector, nowMs);
        var kept = watched.View.Evaluate(watched.View.WindowAt(new Instant(nowMs))).Groups;
        Assert.Null(watched.View.Defect);
        Assert.Equal(plain.Select(group => string.Join(',', group.Labels)), kept.Select(group => string.Join(',', group.Labels)));
        foreach (var (expected, actual) in plain.Zip(kept)) Compare(watched.Selector, expected, actual);
    }

    private static void Compare(Selector selector, GroupValues expected, GroupValues actual)
    {
        for (var i = 0; i < expected.Values.Length; i++)
        {
            if (expected.Values[i] == actual.Values[i]) continue;
            var (kpi, variant, arguments) = selector.Columns[i];
            Assert.Fail(
                $"{kpi.Id}/{variant.Id} {arguments} of [{string.Join(',', expected.Labels)}] is {actual.Values[i]} and not "
                    + $"{expected.Values[i]}; window {selector.Window}");
        }
    }
}
