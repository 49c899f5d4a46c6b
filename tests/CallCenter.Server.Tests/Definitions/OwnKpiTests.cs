using CallCenter.Core.Kpis;
using CallCenter.Server.Settings;
using CallCenter.V1;
using KpiDefinition = CallCenter.Core.Kpis.KpiDefinition;

namespace CallCenter.Server.Tests.Definitions;

/// <summary>KPIs of a tenant's own: how their formulas are read, what is wrong with them, and that they are KPIs like others.</summary>
public sealed class OwnKpiTests
{
    private static readonly OwnKpiOptions Late = new()
    {
        Name = "late", Title = "Late abandonment", Formula = "(contacts_abandoned - contacts_short_abandoned) / contacts_offered",
    };

    [Theory]
    [InlineData("contacts_answered", "answered", Core.Kpis.KpiKind.Counter, "contacts")]
    [InlineData("contacts_answered+contacts_abandoned", "answered + abandoned", Core.Kpis.KpiKind.Counter, "contacts")]
    [InlineData(" ( contacts_answered ) / contacts_offered ", "answered / offered", Core.Kpis.KpiKind.Ratio, "ratio")]
    [InlineData("contacts_offered - contacts_flowed_out", "offered - *", Core.Kpis.KpiKind.Counter, "contacts")]
    [InlineData("contacts_waiting / agents_online", "waiting now / *", Core.Kpis.KpiKind.Ratio, "ratio")]
    [InlineData("break_time / (contacts_answered + contacts_abandoned)", "*", Core.Kpis.KpiKind.Mean, "s")]
    [InlineData("contacts_answered / login_time", "answered x 3600 / *", Core.Kpis.KpiKind.Rate, "contacts/h")]
    public void A_formula_is_a_sum_or_a_quotient_of_sums(string formula, string text, Core.Kpis.KpiKind kind, string unit)
    {
        var kpi = Define(formula);

        Assert.Equal(("own.mine", kind, unit), (kpi.Id, kpi.Kind, kpi.Unit));
        if (text.EndsWith('*')) Assert.StartsWith(text[..^1], kpi.Variants[0].Formula.Text, StringComparison.Ordinal);
        else Assert.Equal(text, kpi.Variants[0].Formula.Text);
        Assert.NotEmpty(kpi.Dimensions);
    }

    [Theory]
    [InlineData("", OwnKpi.Form)]
    [InlineData("contacts_answered + contacts_abandoned / contacts_offered", OwnKpi.Form)]
    [InlineData("contacts_answered * 2", OwnKpi.Form)]
    [InlineData("contacts_answerd", "contacts_answerd is not a KPI; did you mean contacts_answered, *")]
    [InlineData("contacts_offered.nix", "contacts_offered has no variant nix; there are standard, *")]
    [InlineData("answer_rate + contacts_offered", "answer_rate is a ratio; only counts, numbers of now and times can be *")]
    [InlineData("contacts_answered + contacts_waiting", "contacts_waiting is no count as contacts_answered is")]
    [InlineData("contacts_answered / contacts_waiting", "numbers of now are divided by numbers of now alone")]
    public void A_wrong_formula_is_refused(string formula, string why)
    {
        var message = Assert.Throws<FormatException>(() => Define(formula)).Message;

        if (why.EndsWith('*')) Assert.StartsWith(why[..^1], message, StringComparison.Ordinal);
        else Assert.Equal(why, message);
    }

    [Fact]
    public async Task An_own_KPI_is_listed_asked_for_and_aimed_at_as_others_are()
    {
        await using var server = await LiveServer.StartAsync(o =>
        {
            o.Settings.Kpis = [Late];
            o.Settings.KpiTargets = [new KpiTargetOptions { Name = "late", Kpi = "own.late", AtMost = "10%", Window = "24h" }];
        });
        var start = Given.Now.AddMinutes(-5);
        foreach (var (visit, seconds) in new[] { ("a", 2), ("b", 60), ("c", 90) })
            await server.PublishAsync(
                Given.At(start, Given.Queued(visit)), Given.At(start.AddSeconds(seconds), Given.Ended(visit, VisitOutcome.Abandoned)));
        await server.PublishAsync(Given.Queued("d"));

        var listed = (await server.Kpis.ListKpisAsync(new ListKpisRequest())).Kpis.Single(kpi => kpi.Id == "own.late");
        Assert.Equal(
            ("(abandoned - short abandons) / offered", "Late abandonment", V1.KpiKind.Ratio),
            (listed.Formula, listed.Titles["en"], listed.Kind));
        var board = await server.BoardAsync(new Selector
        {
            Kpis = { new KpiRef { Spec = "own.late" }, new KpiRef { Id = "own.late", Comparison = Comparison.DayBefore } },
            Window = Given.LastDay,
        });
        Assert.Equal((2, 4), (board.Rows[0].Values[0].Ratio.Numerator, board.Rows[0].Values[0].Ratio.Denominator));
        Assert.Equal((TargetStatus.Unmet, "own.late"), (board.Rows[0].Values[0].TargetStatus, board.Columns[0].Spec));
        var explained = await server.Kpis.ExplainValueAsync(new ExplainValueRequest
        {
            Selector = new Selector { Kpis = { new KpiRef { Spec = "own.late" } }, Window = Given.LastDay },
        });
        Assert.Equal((2, 4), (explained.Listed.Numerator, explained.Listed.Denominator));
    }

    [Fact]
    public async Task An_own_KPI_that_is_not_there_is_named()
    {
        await using var server = await LiveServer.StartAsync(o => o.Settings.Kpis = [Late]);

        var failure = await Failures.OfAsync(server.Kpis.GetSnapshotAsync(new GetSnapshotRequest
        {
            Selector = new Selector { Kpis = { new KpiRef { Spec = "own.lates" } }, Window = Given.LastDay },
        }));

        Assert.Contains("is 'own.lates', which is not a KPI; did you mean own.late?", failure.Message, StringComparison.Ordinal);
    }

    private static KpiDefinition Define(string formula) => OwnKpi.Define("mine", new("Mine", "Mine"), new("", ""), formula);
}
