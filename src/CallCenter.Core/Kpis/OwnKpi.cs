using System.Text.RegularExpressions;

namespace CallCenter.Core.Kpis;

/// <summary>KPIs of a tenant's own, made of counts and times of the catalogue: a sum, or one sum divided by another.</summary>
public static partial class OwnKpi
{
    /// <summary>What ids of own KPIs begin with.</summary>
    public const string Prefix = "own.";

    /// <summary>How formulas are written, for errors.</summary>
    public const string Form = "write KPIs that are counts or times, as a + b - c, or (a + b) / (c + d)";

    private const string Item = @"[a-z0-9_]+(?:\.[a-z0-9_]+)?", Items = $@"{Item}(?:\s*[+-]\s*{Item})*";

    /// <summary>The KPI of a formula over ids of the catalogue, each with its variant if that is not the default.</summary>
    /// <param name="name">What follows <see cref="Prefix"/>.</param>
    /// <exception cref="FormatException">The formula cannot be used; the message says why, and what would be right.</exception>
    public static KpiDefinition Define(string name, LocalText title, LocalText description, string formula)
    {
        if (WholeText().Match(formula) is not { Success: true } match) throw Wrong(Form);
        var of = Sum(match.Groups["of"].Value);
        var by = match.Groups["by"] is { Success: true, Value: var text } ? Sum(text) : null;
        var all = by is null ? of.All : [.. of.All, .. by.All];
        var dimensions = all[0].Dimensions.Where(dimension => all.TrueForAll(kpi => kpi.Dimensions.Contains(dimension))).ToList();
        if (dimensions.Count == 0) throw Wrong($"{string.Join(", ", all.Select(kpi => kpi.Id))} have no dimension in common");
        var made = by is null ? new Formula(of.Kind, of.Of) : Quotient(of, by);
        var attribution = all.TrueForAll(kpi => kpi.Attribution == all[0].Attribution) ? all[0].Attribution : Attribution.None;
        return new KpiDefinition($"{Prefix}{name}", UnitOf(made, all), title, description, attribution)
        {
            Variants = [new KpiVariant("standard", "", made)],
            Dimensions = dimensions,
        };
    }

    private static Formula Quotient(Operand of, Operand by) => (of.Kind, by.Kind) switch
    {
        (KpiKind.Counter, KpiKind.Counter) or (KpiKind.Gauge, KpiKind.Gauge) or (KpiKind.Time, KpiKind.Time)
            => Formula.Ratio(of.Of, by.Of),
        (KpiKind.Time, KpiKind.Counter) => Formula.Mean(of.Of, by.Of),
        (KpiKind.Counter, KpiKind.Time) => Formula.Rate(of.Of, by.Of),
        _ => throw Wrong("numbers of now are divided by numbers of now alone"),
    };

    private static string UnitOf(Formula formula, List<KpiDefinition> all) => formula.Kind switch
    {
        KpiKind.Ratio => "ratio",
        KpiKind.Mean or KpiKind.Time => "s",
        KpiKind.Rate => $"{all[0].Unit}/h",
        _ => all[0].Unit,
    };

    private static Operand Sum(string text)
    {
        var (expression, kpis, kind) = ((Expression?)null, new List<KpiDefinition>(), (KpiKind?)null);
        foreach (Match part in PartText().Matches(text))
        {
            var (kpi, formula) = Find(part.Groups["id"].Value);
            if (kind is { } known && formula.Kind != known) throw Wrong($"{kpi.Id} is no {NameOf(known)} as {kpis[0].Id} is");
            (expression, kind) = (Add(expression, part.Groups["sign"].Value == "-" ? -1 : 1, formula.Of), formula.Kind);
            kpis.Add(kpi);
        }
        return new Operand(expression!, kind!.Value, kpis);
    }

    // Term by term, so that the text needs no brackets within a sum.
    private static Expression Add(Expression? to, int sign, Expression item)
    {
        foreach (var (own, of) in item is Combination sum ? sum.Parts : [(1, item)])
            to = to is null ? of : sign * own > 0 ? to + of : to - of;
        return to!;
    }

    private static (KpiDefinition Kpi, Formula Formula) Find(string text)
    {
        var parts = text.Split('.');
        var kpi = KpiCatalog.Find(parts[0])
            ?? throw Wrong($"{parts[0]} is not a KPI; did you mean {string.Join(", ", KpiCatalog.Near(parts[0]))}");
        var variant = kpi.FindVariant(parts.ElementAtOrDefault(1) ?? "")
            ?? throw Wrong($"{kpi.Id} has no variant {parts[1]}; there are {string.Join(", ", kpi.Variants.Select(v => v.Id))}");
        return variant.Formula.Kind is KpiKind.Counter or KpiKind.Gauge or KpiKind.Time ? (kpi, variant.Formula)
            : throw Wrong($"{text} is a {NameOf(variant.Formula.Kind)}; only counts, numbers of now and times can be added or divided");
    }

    private static string NameOf(KpiKind kind) => kind switch
    {
        KpiKind.Gauge => "number of now",
        KpiKind.Counter => "count",
        KpiKind.Time => "time",
        _ => kind.ToString().ToLowerInvariant(),
    };

    private static FormatException Wrong(string why) => new(why);

    private sealed record Operand(Expression Of, KpiKind Kind, List<KpiDefinition> All);

    // A sum; or a quotient, whose operands are in brackets unless they are one KPI.
    [GeneratedRegex(
        $@"^\s*(?:(?<of>{Items})|(?:(?<of>{Item})|\(\s*(?<of>{Items})\s*\))\s*/\s*(?:(?<by>{Item})|\(\s*(?<by>{Items})\s*\)))\s*$")]
    private static partial Regex WholeText();

    [GeneratedRegex(@"(?<sign>[+-])?\s*(?<id>[a-z0-9_.]+)")]
    private static partial Regex PartText();
}
