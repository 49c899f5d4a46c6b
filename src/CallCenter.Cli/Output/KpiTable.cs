using CallCenter.Core.Identity;
using CallCenter.V1;
using Google.Protobuf.Collections;
using Spectre.Console;

namespace CallCenter.Cli;

/// <summary>The catalogue of KPIs as a table in one language.</summary>
internal sealed class KpiTable(ListKpisResponse catalogue, string language)
{
    private readonly (string Id, string Name, string Meaning, string Variants, string Thresholds) _words
        = language == DisplayLanguage.Chinese ? ("代码", "名称与单位", "含义与公式", "变体：", "阈值：")
        : ("id", "name and unit", "meaning and formula", "variants: ", "thresholds: ");

    public Table ToTable()
    {
        var table = new Table { Border = TableBorder.Simple };
        table.AddColumn(new TableColumn(_words.Id).NoWrap());
        table.AddColumns(_words.Name, _words.Meaning);
        foreach (KpiDefinition kpi in catalogue.Kpis)
            table.AddRow(new Text(SafeText.Escape(kpi.Id)), Lines(In(kpi.Titles) ?? kpi.Id, UnitOf(kpi)), Lines([.. Meaning(kpi)]));
        return table;
    }

    private string UnitOf(KpiDefinition kpi) => KpiNames.OfCode(catalogue, CodeKind.Unit, kpi.Unit, language);

    private IEnumerable<string> Meaning(KpiDefinition kpi)
    {
        // A server before descriptions has only formulas.
        if (In(kpi.Descriptions) is { } description) yield return description;
        yield return $"= {kpi.Formula}";
        if (kpi.Variants.Count > 0) yield return _words.Variants + string.Join(", ", kpi.Variants.Select(variant => variant.Id));
        if (kpi.Thresholds.Count > 0)
            yield return _words.Thresholds + string.Join(", ", kpi.Thresholds.Select(time => DurationText.Format(time.ToTimeSpan())));
    }

    private string? In(MapField<string, string> texts) => DisplayLanguage.In(texts, language);

    private static Text Lines(params string[] lines) => new(string.Join('\n', lines.Select(SafeText.Escape)));
}
