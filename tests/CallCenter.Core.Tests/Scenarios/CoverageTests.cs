using System.Text.RegularExpressions;
using CallCenter.Core.Kpis;

namespace CallCenter.Core.Tests.Scenarios;

/// <summary>protos/COVERAGE.md names KPIs of the catalogue, and for metrics a scenario that judges each of them.</summary>
public sealed partial class CoverageTests
{
    private const string Nothing = "–";

    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Scenarios");
    private static readonly string[][] Rows =
    [
        .. File.ReadLines(Path.Combine(Folder, "COVERAGE.md")).Where(l => NumberedRow().IsMatch(l))
            .Select(l => l.Trim('|').Split('|', StringSplitOptions.TrimEntries)),
    ];

    private static IEnumerable<string[]> Metrics => Rows.Where(r => r.Length == 4);

    private static IEnumerable<string[]> Practices => Rows.Where(r => r.Length == 3);

    [Fact]
    public void All_metrics_and_practices_have_a_row()
    {
        Assert.Equal(Enumerable.Range(1, 43).Select(i => $"{i}"), Metrics.Select(r => r[0]));
        Assert.Equal(Enumerable.Range(1, 23).Select(i => $"{i}"), Practices.Select(r => r[0]));
    }

    [Fact]
    public void Every_named_KPI_is_in_the_catalogue() => Assert.Equal(
        [],
        Rows.Where(r => r[2] != Nothing).SelectMany(r => Words(r[2])).Where(kpi => !IsKpi(kpi)));

    [Fact]
    public void Every_KPI_of_a_metric_is_judged_by_one_of_its_scenarios() => Assert.Equal(
        [],
        from row in Metrics
        where row[2] != Nothing || row[3] != Nothing
        let judged = Words(row[3]).SelectMany(JudgedBy).ToHashSet()
        from kpi in Words(row[2]).DefaultIfEmpty("no KPI")
        where !judged.Contains(kpi.Split('.')[0])
        select $"{row[0]}: {kpi}");

    private static bool IsKpi(string text) => text.Split('.') is var parts && KpiCatalog.Find(parts[0]) is { } kpi
        && (parts.Length == 1 || kpi.FindVariant(parts[1]) is not null);

    private static IEnumerable<string> JudgedBy(string scenario) => File.ReadLines(Path.Combine(Folder, scenario + ".scenario"))
        .SelectMany(ScenarioWords.ExpectedFormulas).Select(formula => formula.Split(':')[0]);

    private static IEnumerable<string> Words(string cell) => InBackticks().Matches(cell).Select(m => m.Groups[1].Value);

    [GeneratedRegex(@"^\| [0-9]+ \|")]
    private static partial Regex NumberedRow();

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex InBackticks();
}
