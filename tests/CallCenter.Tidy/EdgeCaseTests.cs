using System.Text.RegularExpressions;

namespace CallCenter.Tidy;

/// <summary>tests/EDGE-CASES.md names tests that there are.</summary>
public sealed partial class EdgeCaseTests
{
    private const int CaseCount = 30;
    private const string Nothing = "–";

    private static readonly string[][] Rows =
    [
        .. Repository.Read("tests/EDGE-CASES.md").Split('\n').Where(line => NumberedRow().IsMatch(line))
            .Select(line => line.Trim('|').Split('|', StringSplitOptions.TrimEntries)),
    ];

    private static readonly HashSet<string> Known = [.. Scenarios(), .. Methods()];

    [Fact]
    public void Every_case_has_a_row()
        => Assert.Equal(Enumerable.Range(1, CaseCount).Select(i => $"{i}"), Rows.Select(row => row[0]));

    [Fact]
    public void Every_case_has_a_rule_and_a_test_or_a_dash() => Rows
        .Where(row => row.Length != 4 || row[2].Length == 0 || (row[3] != Nothing && !Named(row).Any()))
        .Select(row => string.Join(" | ", row))
        .AssertNone("A row has a number, a case, the rule, and its tests or a dash.");

    [Fact]
    public void Every_named_test_is_there() => Rows
        .SelectMany(row => Named(row).Where(name => !Known.Contains(name)).Select(name => $"{row[0]}: {name}"))
        .AssertNone("A case names a scenario, or a class and a method of the tests.");

    private static IEnumerable<string> Named(string[] row) => InBackticks().Matches(row[3]).Select(match => match.Groups[1].Value);

    private static IEnumerable<string> Scenarios()
        => Repository.In("tests", ".scenario").Select(file => Path.GetFileNameWithoutExtension(file));

    // A file of tests is named after its class.
    private static IEnumerable<string> Methods() => Repository.In("tests", "Tests.cs").SelectMany(file => TestMethod()
        .Matches(Repository.Read(file)).Select(match => $"{Path.GetFileNameWithoutExtension(file)}.{match.Groups[1].Value}"));

    [GeneratedRegex(@"^\| [0-9]+ \|")]
    private static partial Regex NumberedRow();

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex InBackticks();

    [GeneratedRegex(@"public (?:async )?(?:void|Task) (\w+)\(")]
    private static partial Regex TestMethod();
}
