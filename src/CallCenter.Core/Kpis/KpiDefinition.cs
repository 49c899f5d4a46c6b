using CallCenter.Core.Measures;

namespace CallCenter.Core.Kpis;

/// <summary>What kind of value a KPI has, in the protocol's order.</summary>
public enum KpiKind { Gauge = 1, Counter = 2, Ratio = 3, Mean = 4, Time = 5, Since = 6, Score = 7, Rate = 8, Quantile = 9 }

/// <summary>When a visit counts, in the protocol's order.</summary>
public enum Attribution { None = 0, ByArrival = 1, ByOutcome = 2, ByServiceLevelEvent = 3 }

/// <summary>A formula in use under the name of a KPI.</summary>
/// <param name="UsedBy">Products or standards that use it; empty when none is known.</param>
/// <param name="Distribution">The times of a mean, of which quantiles can be asked for; null for another kind.</param>
public sealed record KpiVariant(string Id, string UsedBy, Formula Formula, Distribution? Distribution = null);

/// <summary>What a formula takes besides the group and the window.</summary>
/// <param name="Threshold">Index of the service-level threshold, or <see cref="OwnThreshold"/>.</param>
public readonly record struct KpiArguments(int Threshold)
{
    /// <summary>Stands for the threshold that was in force in each queue when a visit was decided.</summary>
    public const int OwnThreshold = -1;

    /// <summary>Asks for a quantile in place of a mean: 0, the smallest time, to 1, the largest.</summary>
    public double? Quantile { get; init; }

    /// <summary>Index of the threshold that a limit stands for; 0 without one.</summary>
    public int Of(WaitLimit limit) => limit == WaitLimit.Threshold ? Threshold : 0;
}

/// <summary>A KPI: what it is called, what it means, how it is computed. Its kind and what it reads follow from its formulas.</summary>
public sealed record KpiDefinition(string Id, string Unit, LocalText Name, LocalText Description, Attribution Attribution)
{
    /// <summary>Grows when the meaning changes.</summary>
    public int Version { get; init; } = 1;

    /// <summary>The first is the default.</summary>
    public required IReadOnlyList<KpiVariant> Variants
    {
        get;
        init
        {
            field = value;
            var terms = value.SelectMany(v => v.Formula.Terms).ToList();
            RowKinds = [.. terms.Select(t => t.RowKind).Distinct()];
            HasThreshold = terms.Exists(t => t.Limit == WaitLimit.Threshold);
        }
    }

    public KpiKind Kind => Variants[0].Formula.Kind;

    /// <summary>Kinds of the rows that the formulas read.</summary>
    public IReadOnlyList<RowKind> RowKinds { get; private init; } = [];

    public bool HasThreshold { get; private init; }

    /// <summary>Dimensions in which it makes sense; by default those of its rows. See <see cref="KpiDimensions"/>.</summary>
    public IReadOnlyList<string> Dimensions { get => OwnDimensions ?? KpiDimensions.Of(RowKinds[0]); init => OwnDimensions = value; }

    /// <summary>Its dimensions where they are not those of its rows; else null.</summary>
    internal IReadOnlyList<string>? OwnDimensions { get; private init; }

    /// <summary>Whether its parts may be added up over groups: an agent in two queues counts in each, and the oldest of two moments is no
    /// sum.</summary>
    public bool IsAdditive => !RowKinds.Contains(RowKind.Agent) && Kind != KpiKind.Since;

    /// <summary>Whether it makes sense by a dimension.</summary>
    public bool HasDimension(string name)
        => Dimensions.Contains(name.StartsWith("tag.", StringComparison.Ordinal) ? KpiDimensions.AnyTag : name);

    public KpiVariant? FindVariant(string id) => id.Length == 0 ? Variants[0] : Variants.FirstOrDefault(v => v.Id == id);
}
