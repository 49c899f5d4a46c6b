using System.Globalization;
using CallCenter.Core.Identity;
using CallCenter.V1;
using Google.Protobuf.WellKnownTypes;
using Spectre.Console;

namespace CallCenter.Cli;

/// <summary>What is behind a value as a table or CSV.</summary>
internal static class ExplanationTable
{
    private static readonly string[] Columns =
        ["start", "kind", "contact", "visit", "source", "queue", "agent", "outcome", "wait", "talk", "adds"];

    public static void Write(IAnsiConsole console, ExplainValueResponse answer)
    {
        var table = new FittedTable([.. Columns.Select((title, i) => new FittedTable.Column(title, IsKey: i == 0))]);
        foreach (ExplainedEntry entry in answer.Entries)
            table.Add(CellsOf(entry, answer, "yyyy-MM-dd HH:mm:ss"));
        table.Write(console);
        console.WriteLine(string.Join(Environment.NewLine, Footer(answer)));
    }

    public static string Csv(ExplainValueResponse answer) => string.Concat(
    [
        Notation.Csv.Row(Columns),
        .. answer.Entries.Select(entry => Notation.Csv.Row(CellsOf(entry, answer, "yyyy-MM-ddTHH:mm:ssZ"))),
    ]);

    private static string[] CellsOf(ExplainedEntry entry, ExplainValueResponse answer, string timeFormat) =>
    [
        entry.StartTime?.ToDateTimeOffset().ToString(timeFormat, CultureInfo.InvariantCulture) ?? "",
        Words(entry.Kind.ToString()), entry.ContactId, entry.VisitId, entry.Source, entry.Queue, entry.Agent,
        entry.Outcome == VisitOutcome.Unspecified ? "" : Words(entry.Outcome.ToString()),
        Clock(entry.Wait), Clock(entry.Talk), PartsOf(entry.Added, answer),
    ];

    private static IEnumerable<string> Footer(ExplainValueResponse answer)
    {
        if (answer.Value is not { } value)
            yield break;
        string shown = ValueText.Format(value, answer.AsOfTime.ToDateTimeOffset());
        string sum = answer.Choice ? "" : $" and add {PartsOf(answer.Listed, answer)}";
        yield return $"{SafeText.Escape(answer.Column.Spec)} is {shown}; {answer.EntryCount} are behind it{sum}";
        if (answer.Rest is { } rest && (rest.Numerator | rest.Denominator) != 0)
        {
            yield return $"{PartsOf(rest, answer)} has no entry: of the window itself, of events without a record, or of records that are "
                + "gone";
        }
        if (answer.Entries.Count < answer.EntryCount)
            yield return $"the first {answer.Entries.Count} are shown; --count has more";
    }

    private static string PartsOf(ValueParts parts, ExplainValueResponse answer) => answer.Column.Kind switch
    {
        KpiKind.Ratio => $"{parts.Numerator}/{parts.Denominator}",
        KpiKind.Mean or KpiKind.Quantile => $"{Time(parts.Numerator)} / {parts.Denominator}",
        KpiKind.Time => Time(parts.Numerator),
        KpiKind.Score => $"{(parts.Numerator / 1000m).ToString("0.###", CultureInfo.InvariantCulture)} / {parts.Denominator}",
        KpiKind.Rate => $"{parts.Numerator} / {Time(parts.Denominator)}",
        _ => parts.Numerator.ToString(CultureInfo.InvariantCulture),
    };

    private static string Time(long ms) => (ms < 0 ? "-" : "") + ValueText.Clock(Math.Abs(ms) / 1000.0);

    private static string Clock(Duration? time) => time is null ? "" : ValueText.Clock(time.ToTimeSpan().TotalSeconds);

    // CompletedByAgent as completed by agent.
    private static string Words(string name)
        => string.Concat(name.Select((c, i) => char.IsUpper(c) ? (i == 0 ? "" : " ") + char.ToLowerInvariant(c) : c.ToString()));
}
