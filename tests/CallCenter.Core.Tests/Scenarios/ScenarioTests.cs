using CallCenter.Core.Kpis;

namespace CallCenter.Core.Tests.Scenarios;

/// <summary>The scenario files beside this file: what a contact centre's manager could judge.</summary>
public sealed class ScenarioTests
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Scenarios");

    private static IEnumerable<string> Names
        => Directory.GetFiles(Folder, "*.scenario").Select(f => Path.GetFileNameWithoutExtension(f)).Order();

    public static TheoryData<string> Files => [.. Names];

    [Theory]
    [MemberData(nameof(Files))]
    public void Scenario_gives_the_written_values(string file)
        => Assert.Equal([], ScenarioReader.Play(Lines(file)));

    [Fact]
    public void Every_formula_of_every_KPI_has_a_scenario()
    {
        var judged = Names.SelectMany(Lines).SelectMany(ScenarioWords.ExpectedFormulas).ToHashSet();
        var formulas = KpiCatalog.All.SelectMany(kpi => kpi.Variants.Select(variant => $"{kpi.Id}:{variant.Id}"));
        var quantiles = KpiCatalog.All
            .SelectMany(kpi => kpi.Variants.Where(v => v.Distribution is not null).Select(variant => $"{kpi.Id}:{variant.Id}~"));

        Assert.Equal([], formulas.Concat(quantiles).Where(f => !judged.Contains(f)));
    }

    [Fact]
    public void Failed_expectation_names_its_line()
        => Assert.Equal(
            ["line 2: offered is 1, expected 2"],
            ScenarioReader.Play(["09:00:00  call c1 queued sales", "09:00:01  expect sales 5m offered=2 waiting=1"]));

    [Fact]
    public void Event_that_is_refused_against_expectation_names_its_line()
        => Assert.Equal(
            ["line 1: the event was Refused, expected Counted"],
            ScenarioReader.Play(["09:00:00  call c1 abandoned"]));

    private static string[] Lines(string file) => File.ReadAllLines(Path.Combine(Folder, file + ".scenario"));
}
