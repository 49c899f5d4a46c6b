using System.Text.Json;
using CallCenter.Simulator;
using CallCenter.V1;

namespace CallCenter.Cli.Tests;

/// <summary>ccg report of a simulated week.</summary>
public sealed class ReportTests(SimulatedWeek week) : IClassFixture<SimulatedWeek>
{
    private const string Kpis = "contacts_offered,contacts_answered,contacts_abandoned,service_level@20s,speed_of_answer,"
        + "avg_handle_time.talk_hold_acw_closed,contacts_total";

    private static readonly TimeSpan Threshold = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task A_week_equals_the_books_of_the_simulation()
    {
        JsonElement report = await JsonAsync("week", "-k", Kpis);

        List<VisitTruth> visits = [.. week.Truth.Visits.Where(visit => !visit.IsExcluded)];
        List<VisitTruth> answered = visits.FindAll(visit => visit.IsAnswered);
        List<VisitTruth> done = answered.FindAll(visit => visit is { Talk: not null, IsDone: true });
        double inTime = answered.Count(visit => visit.Wait <= Threshold);
        double[] truth =
        [
            visits.Count, answered.Count, visits.Count(visit => visit is { IsAnswered: false, Outcome: VisitOutcome.Abandoned }),
            inTime / (inTime + visits.Count(visit => visit.Wait is null || visit.Wait > Threshold)),
            answered.Average(visit => visit.Wait!.Value.TotalSeconds),
            done.Average(visit => (visit.Talk!.Value + (visit.AfterCallWork ?? TimeSpan.Zero)).TotalSeconds),
        ];
        Assert.Equal("2026-02-23 00:00 – 2026-03-02 00:00, UTC", report.GetProperty("facts")[0].GetString());
        Assert.Equal(
            truth.Select(number => Math.Round(number, 6)),
            Rows(report, "indicators").Take(6).Select(row => Math.Round(Number(row, "actual"), 6)));
    }

    [Fact]
    public async Task Groups_and_days_add_up_to_the_week()
    {
        JsonElement report = await JsonAsync("week", "--by", "queue");
        double sum = 0;
        for (int day = 23; day <= 28; day++)
            sum += Offered(await JsonAsync("day", "--date", $"2026-02-{day}", "-k", "contacts_offered"));

        sum += Offered(await JsonAsync("day", "--date", "2026-03-01", "-k", "contacts_offered"));
        double offered = Offered(report);
        Assert.Equal(offered, sum);
        Assert.Equal(week.Truth.Visits.Count(visit => !visit.IsExcluded), offered);
        Assert.Equal(offered, Rows(report, "groups").Sum(row => Number(row, "contacts_offered")));
        Assert.Equal(1, Rows(report, "stages").Where(row => HasNumber(row, "share")).Sum(row => Number(row, "share")), 9);
    }

    [Fact]
    public async Task Shifts_are_parts_of_the_day()
    {
        string[] shifts = ["00:00-08:00", "08:00-16:00", "16:00-00:00"];
        double sum = 0;
        foreach (string shift in shifts)
            sum += Offered(await JsonAsync(shift, "--date", "2026-02-25", "-k", "contacts_offered"));

        JsonElement day = await JsonAsync("day", "--date", "2026-02-25", "-k", "contacts_offered");

        Assert.Equal(Offered(day), sum);
    }

    [Fact]
    public async Task Targets_are_judged_for_the_period_in_whole_and_by_group()
    {
        JsonElement report = await JsonAsync("week", "-k", "speed_of_answer");

        JsonElement[] rows = [.. Rows(report, "indicators")];
        Assert.Equal(["≤ 0:01", "✘ not met"], Texts(rows[0], "target", "met"));
        Assert.StartsWith("gap +", rows[0].GetProperty("remark").GetString(), StringComparison.Ordinal);
        IEnumerable<string> queues = week.Truth.Visits.Select(visit => $"Answer rate: {visit.Queue}").Distinct();
        JsonElement[] answered = [.. rows.Skip(1).Where(row => HasNumber(row, "actual"))];
        Assert.Equal(queues.Order(StringComparer.Ordinal), answered.Select(row => row.GetProperty("indicator").GetString()!));
        Assert.All(answered, row => Assert.Equal(["≥ 1.0%", "✔ met"], Texts(row, "target", "met")));
    }

    [Theory]
    [InlineData("zh_CN.UTF-8", "# 客服中心报告")]
    [InlineData("de_DE.UTF-8", "# Report of the contact centre")]
    public async Task Headings_are_in_the_language_of_the_terminal(string locale, string title)
    {
        Ended ended = await CommandRun.ToEndAsync(
            ["report", "week", "--server", week.Address], timeProvider: SimulatedWeek.Time, variables: new() { ["LANG"] = locale });

        Assert.Equal((0, ""), (ended.Code, ended.Error));
        Assert.StartsWith(title, ended.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_measure_has_the_values_before_and_after_its_start()
    {
        using var folder = new DataFolder();
        string file = Path.Combine(folder.Path, "measures.csv");
        await File.WriteAllLinesAsync(file,
            ["measure,kpi,start,owner,due", "\"More, and earlier, breaks\",contacts_offered,2026-02-26,Ann,2026-03-31"]);

        JsonElement report = await JsonAsync("day", "--date", "2026-02-28", "-k", "contacts_offered", "--measures", file);

        JsonElement row = Rows(report, "measures").Single();
        double before = Offered(await JsonAsync("day", "--date", "2026-02-25", "-k", "contacts_offered"));
        Assert.Equal(["More, and earlier, breaks", "Ann", "2026-03-31"],
            new[] { "measure", "owner", "due" }.Select(name => row.GetProperty(name).GetString()!));
        Assert.Equal((before, Offered(report)), (Number(row, "before"), Number(row, "after")));
    }

    [Theory]
    [InlineData("name\nx\n", "line 1: no column is called 'name': write a first line with the columns measure,kpi")]
    [InlineData("owner\nx\n", "line 1: each column once, and 'measure' among them")]
    [InlineData("measure,start\na,2026-03-01\nb,1.3.2026\n", "line 3: start '1.3.2026' is not a date: write it as 2026-11-29")]
    [InlineData("measure,kpi\na,x@y\n", "line 2: KPI 'x@y' cannot be read")]
    [InlineData("measure,owner\na\n", "line 2 has 1 cells: write 2, as in line 1")]
    [InlineData("measure\n\"a\n", "line 2: a quote is not closed")]
    [InlineData("", "is empty: write a first line")]
    public async Task A_wrong_file_of_measures_is_refused_with_its_line_and_what_would_be_right(string text, string says)
    {
        using var folder = new DataFolder();
        string file = Path.Combine(folder.Path, "measures.csv");
        await File.WriteAllTextAsync(file, text);

        Ended ended = await CcgAsync("week", "--measures", file);

        Assert.Equal(1, ended.Code);
        Assert.Contains(says, ended.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("fortnight")]
    [InlineData("8-16")]
    [InlineData("week", "--date", "29.11.2026")]
    public async Task A_wrong_period_says_what_would_be_right(params string[] args)
    {
        Ended ended = await CcgAsync(args);

        Assert.Equal(2, ended.Code);
        Assert.Contains("write", ended.Error, StringComparison.Ordinal);
    }

    private static IEnumerable<JsonElement> Rows(JsonElement report, string table) => report.GetProperty("tables").EnumerateArray()
        .Single(one => one.GetProperty("id").GetString() == table).GetProperty("rows").EnumerateArray();

    private static double Offered(JsonElement report) => Number(Rows(report, "indicators").First(), "actual");

    private static bool HasNumber(JsonElement row, string column) => row.GetProperty(column).TryGetProperty("number", out _);

    private static double Number(JsonElement row, string column) => row.GetProperty(column).GetProperty("number").GetDouble();

    private static string[] Texts(JsonElement row, string value, string text) =>
        [row.GetProperty(value).GetProperty("text").GetString()!, row.GetProperty(text).GetString()!];

    private async Task<JsonElement> JsonAsync(params string[] args)
    {
        Ended ended = await CcgAsync([.. args, "-o", "json"]);
        Assert.Equal((0, ""), (ended.Code, ended.Error));
        return JsonDocument.Parse(ended.Out).RootElement;
    }

    private Task<Ended> CcgAsync(params string[] args) =>
        CommandRun.ToEndAsync(["report", .. args, "--server", week.Address], timeProvider: SimulatedWeek.Time);
}
