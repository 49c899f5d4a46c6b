using System.Text.RegularExpressions;
using CallCenter.Core.Kpis;

namespace CallCenter.Core.Tests.Kpis;

public sealed partial class KpiCatalogTests
{
    private static readonly string[] Units =
    [
        "contacts", "contacts/h", "contacts/day", "agents", "s", "ratio", "events", "time", "points", "messages", "offers", "breaks",
        "money", "money/h", "state",
    ];

    [Fact]
    public void Ids_are_unique() => Assert.Equal([], Twice(KpiCatalog.All.Select(k => k.Id)));

    [Fact]
    public void Every_id_is_lower_snake_case()
        => Assert.All(KpiCatalog.All.SelectMany(k => k.Variants.Select(v => v.Id).Prepend(k.Id)), id => Assert.Matches(SnakeCase(), id));

    [Fact]
    public void Variant_ids_are_unique_within_a_definition()
        => Assert.All(KpiCatalog.All, kpi => Assert.Equal([], Twice(kpi.Variants.Select(v => v.Id))));

    [Fact]
    public void Every_definition_has_an_English_and_a_Chinese_name_and_a_version() => Assert.All(KpiCatalog.All, kpi =>
    {
        Assert.Matches("^[A-Z][a-z]", kpi.Name.En);
        Assert.Matches(Chinese(), kpi.Name.Zh);
        Assert.True(kpi.Version >= 1);
    });

    [Fact]
    public void Every_definition_has_a_known_unit() => Assert.All(KpiCatalog.All, kpi => Assert.Contains(kpi.Unit, Units));

    [Fact]
    public void Every_description_is_a_sentence_in_both_languages() => Assert.All(KpiCatalog.All, kpi =>
    {
        Assert.Matches(@"^[A-Z].*\.$", kpi.Description.En);
        Assert.Matches(@"^.*[\u4e00-\u9fff].*。$", kpi.Description.Zh);
    });

    [Fact]
    public void Formulas_of_a_definition_are_of_one_kind_and_told_apart() => Assert.All(KpiCatalog.All, kpi =>
    {
        Assert.Single(kpi.Variants.Select(v => v.Formula.Kind).Distinct());
        Assert.Equal([], Twice(kpi.Variants.Select(v => v.Formula.Text)));
    });

    [Fact]
    public void Averages_of_times_are_called_so()
    {
        var averages = KpiCatalog.All.Where(k => k.Variants.Any(v => v.Distribution is not null)).ToList();
        Assert.NotEmpty(averages);
        Assert.All(averages, kpi => Assert.StartsWith("Average ", kpi.Name.En));
        Assert.All(averages, kpi => Assert.StartsWith("平均", kpi.Name.Zh));
    }

    [Fact]
    public void Names_are_told_apart_within_a_language()
    {
        Assert.Equal(["Ringing"], Twice(KpiCatalog.All.Select(k => k.Name.En)));
        Assert.Equal([], Twice(KpiCatalog.All.Select(k => k.Name.Zh)));
    }

    [Fact]
    public void Default_variant_is_the_first() => Assert.Equal("event_ignored", KpiCatalog.Find("service_level")!.FindVariant("")!.Id);

    [Fact]
    public void Unknown_id_is_not_found_and_similar_ids_are_named()
    {
        Assert.Null(KpiCatalog.Find("servicelevel"));
        Assert.Equal("service_level", KpiCatalog.Near("servicelevel").First());
    }

    private static List<string> Twice(IEnumerable<string> ids) => [.. ids.GroupBy(id => id).Where(g => g.Count() > 1).Select(g => g.Key)];

    [GeneratedRegex("^[a-z][a-z0-9]*(_[a-z0-9]+)*$")]
    private static partial Regex SnakeCase();

    [GeneratedRegex(@"^[\u4e00-\u9fff]+$")]
    private static partial Regex Chinese();
}
