namespace CallCenter.Core.Tests.Scenarios;

/// <summary>The scenario files beside this file: what a contact centre's manager could judge.</summary>
public sealed class ScenarioTests
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Scenarios");

    public static TheoryData<string> Files =>
        [.. Directory.GetFiles(Folder, "*.scenario").Select(f => Path.GetFileNameWithoutExtension(f)).Order()];

    [Theory]
    [MemberData(nameof(Files))]
    public void Scenario_comes_out_as_written(string file)
        => Assert.Equal([], ScenarioReader.Play(File.ReadAllLines(Path.Combine(Folder, file + ".scenario"))));

    [Fact]
    public void All_scenarios_are_there() => Assert.Equal(10, Files.Count);

    [Fact]
    public void Expectation_that_does_not_hold_is_told_with_its_line()
        => Assert.Equal(
            ["line 2: offered is 1, expected 2"],
            ScenarioReader.Play(["09:00:00  call c1 queued sales", "09:00:01  expect sales 5m offered=2 waiting=1"]));
}
