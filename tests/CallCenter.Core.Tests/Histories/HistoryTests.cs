using System.Globalization;
using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace CallCenter.Core.Tests.Histories;

/// <summary>
/// Core and the naive model agree on random histories. The histories are the same in each run; CCG_EXTRA_HISTORIES=n adds n new ones of
/// each kind.
/// </summary>
public sealed class HistoryTests
{
    private const ulong Seed = 20_260_101;

    private int _retired;

    [Fact]
    public void Busy_hours_equal_the_model() => Check(Profile.BusyHours, 1200);

    [Fact]
    public void Many_days_with_folds_and_restarts_equal_the_model() => Check(Profile.ManyDays, 600);

    [Fact]
    public void One_queue_over_days_equals_the_model() => Check(Profile.OneLine, 80);

    [Fact]
    public void Many_weeks_in_which_rows_retire_give_what_the_model_counts()
    {
        _retired = 0;
        Check(Profile.ManyWeeks, 300);
        Assert.InRange(_retired, 500, int.MaxValue);
    }

    private void Check(Profile profile, int count)
    {
        Check(profile, count, Seed);
        var extra = int.Parse(Environment.GetEnvironmentVariable("CCG_EXTRA_HISTORIES") ?? "0", CultureInfo.InvariantCulture);
        if (extra > 0) Check(profile, extra, (ulong)Random.Shared.NextInt64(1, long.MaxValue));
    }

    private void Check(Profile profile, int count, ulong seed)
    {
        var config = Config.QuickThrowOnFailure.WithMaxTest(count).WithReplay(seed, 1);
        Prop.ForAll(History.Of(profile), history => Holds(history, seed)).Check(config);
    }

    private bool Holds(History history, ulong seed)
    {
        var (differences, retired) = Replay.Run(history);
        _retired += retired;
        if (differences.Count == 0) return true;
        var text = new StringBuilder($"Seed {seed}, zone {history.Zone}, start {history.StartMs}, questions {history.Questions}.\n");
        text.AppendJoin('\n', differences.Take(5)).Append('\n');
        foreach (var step in history.Steps) text.Append(CultureInfo.InvariantCulture, $"  {step}\n");
        throw new Xunit.Sdk.XunitException(text.ToString());
    }
}
