using System.Text.RegularExpressions;
using CallCenter.Core.Kpis;

namespace CallCenter.Tidy;

/// <summary>A KPI of existing measures is one entry of a table: no other code knows its id, so that adding one touches one place of src,
/// and a scenario.</summary>
public sealed partial class KpiPlaceTests
{
    private const string Tables = "src/CallCenter.Core/Kpis/";

    // They choose columns for whoever asks for none. A new KPI needs no place here.
    private static readonly Dictionary<string, string> Chooses = new(StringComparer.Ordinal)
    {
        ["src/CallCenter.Notation/SelectorText.cs"] = "the columns of a selector without KPIs",
        ["src/CallCenter.Server/Kpis/StaffingPlans.cs"] = "what the load of a queue follows from",
        ["src/CallCenter.Cli/Reporting/ReportKpis.cs"] = "the tables of a report",
        ["src/CallCenter.Cli/Top/TopKpis.cs"] = "the columns of ccg top",
        ["src/CallCenter.Cli/Demo/DemoScreen.cs"] = "the columns of the demonstration",
    };

    /// <summary>The files and lines of src that name a KPI in code, by its id. Ids of one word are words of other tables, too: those count
    /// where they begin a definition only.</summary>
    private static readonly ILookup<string, string> Places
        = Repository.In("src", ".cs").SelectMany(Named).ToLookup(n => n.Id, n => n.Place);

    [Fact]
    public void Each_KPI_is_defined_in_one_place() => KpiCatalog.All.Select(kpi => kpi.Id)
        .Where(id => Places[id].Count(IsTable) != 1)
        .Select(id => $"{id}: {string.Join(", ", Places[id].Where(IsTable).DefaultIfEmpty("nowhere"))}")
        .AssertNone("A KPI's id is in one line of the tables: what differs by KPI belongs into its definition.");

    [Fact]
    public void No_other_code_names_a_KPI() => KpiCatalog.All.Select(kpi => kpi.Id)
        .SelectMany(id => Places[id].Where(p => !IsTable(p) && !Chooses.ContainsKey(FileOf(p))).Select(p => $"{p}: {id}"))
        .AssertNone("Code that knows a single KPI makes adding and changing one touch a second place; say it in the definition.");

    [Fact]
    public void Files_that_choose_columns_still_do()
        => Chooses.Keys.Where(file => !Places.SelectMany(places => places).Any(place => FileOf(place) == file))
            .AssertNone("A file that names no KPI any more needs no exception.");

    private static IEnumerable<(string Id, string Place)> Named(string file)
    {
        var lines = Repository.Read(file).Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            if (lines[i].TrimStart().StartsWith("//", StringComparison.Ordinal)) continue;
            foreach (var id in ListedText().Matches(lines[i]).SelectMany(match => Ids(match.Groups[1].Value)))
            {
                if (id.Contains('_')) yield return (id, $"{file}:{i + 1}");
            }
            if (IsTable(file) && DefinedWord().Match(lines[i]) is { Success: true } word)
                yield return (word.Groups[1].Value, $"{file}:{i + 1}");
        }
    }

    // Of a list such as "service_level@20s,talk_time.with_hold:p95".
    private static IEnumerable<string> Ids(string text) => text.Split(',').Select(part => part.Split('.', '@', ':')[0]);

    private static bool IsTable(string place) => place.StartsWith(Tables, StringComparison.Ordinal);

    private static string FileOf(string place) => place.Split(':')[0];

    [GeneratedRegex("\"([a-z0-9_.@:,]+)\"")]
    private static partial Regex ListedText();

    [GeneratedRegex(@"^\s*[A-Z]\w+\(""([a-z]+)"", ")]
    private static partial Regex DefinedWord();
}
