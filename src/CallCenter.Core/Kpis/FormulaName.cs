namespace CallCenter.Core.Kpis;

/// <summary>A name in the formulas of definitions, with its meaning.</summary>
public sealed record FormulaName(string Name, string Meaning)
{
    /// <summary>All names in the formulas of the catalogue.</summary>
    public static readonly IReadOnlyList<FormulaName> All =
    [
        new("T", "the threshold asked for, or the one in force in each queue"),
        .. KpiCatalog.All.SelectMany(k => k.Variants).SelectMany(v => v.Formula.Names).DistinctBy(n => n.Name)
            .Select(n => new FormulaName(n.Name, n.Meaning ?? n.Of.Text)),
    ];
}
