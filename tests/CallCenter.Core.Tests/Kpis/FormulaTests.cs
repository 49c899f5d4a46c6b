using CallCenter.Core.Kpis;

namespace CallCenter.Core.Tests.Kpis;

/// <summary>What follows from a formula's terms.</summary>
public sealed class FormulaTests
{
    [Theory]
    [InlineData("service_level", "event_ignored", "answered within T / (answered within T + reached T)")]
    [InlineData("service_level", "ignored_with_dequeue",
        "answered within T / (decided - abandoned within T - flowed out - left for a call-back)")]
    [InlineData("abandonment_rate", "short_abandons_excluded", "(abandoned - short abandons) / (decided - short abandons)")]
    [InlineData("avg_handle_time", "talk_acw", "(conversation - hold + after-call work) / completed")]
    [InlineData("contacts_per_agent_hour", "", "completed x 3600 / time logged in")]
    [InlineData("contacts_offered", "", "offered")]
    [InlineData("agents_on_contact", "", "talking or on hold now")]
    public void Text(string kpi, string variant, string text)
        => Assert.Equal(text, KpiCatalog.Find(kpi)!.FindVariant(variant)!.Formula.Text);

    [Theory]
    [InlineData("service_level", KpiKind.Ratio, true)]
    [InlineData("contacts_short_abandoned", KpiKind.Counter, false)]
    [InlineData("contacts_waiting", KpiKind.Gauge, false)]
    [InlineData("login_time", KpiKind.Time, false)]
    [InlineData("longest_wait", KpiKind.Since, false)]
    public void Kind_and_threshold(string kpi, KpiKind kind, bool hasThreshold)
        => Assert.Equal((kind, hasThreshold), (KpiCatalog.Find(kpi)!.Kind, KpiCatalog.Find(kpi)!.HasThreshold));

    [Fact]
    public void Terms_keep_their_signs_through_names_and_brackets()
    {
        var formula = KpiCatalog.Find("reconciliation_residual")!.Variants[0].Formula;
        Assert.Equal(
            ["+offered", "+waiting at the start", "-answered", "-lost while waiting", "-waiting at the end"],
            formula.Of.Terms.Select(t => (t.Sign > 0 ? "+" : "-") + t.Term.Text)
                .Where(t => t is not ("-abandoned" or "-left for a call-back" or "-failed while waiting") && !FlowedOut.Contains(t[1..])));
    }

    [Fact]
    public void Every_name_in_a_formula_is_explained_once()
    {
        var names = FormulaName.All.Select(n => n.Name).ToList();
        Assert.Equal(names.Distinct(), names);
        Assert.Equal(
            "answered + abandoned + flowed out + left for a call-back", FormulaName.All.Single(n => n.Name == "decided").Meaning);
        Assert.Contains("T", names);
    }

    private static readonly string[] FlowedOut =
        ["timed out", "key exits", "left an empty queue", "withdrawn", "redirected", "overflowed", "left for voicemail"];
}
