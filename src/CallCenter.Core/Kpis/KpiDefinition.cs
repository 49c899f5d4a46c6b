using CallCenter.Core.Measures;

namespace CallCenter.Core.Kpis;

/// <summary>What kind of value a KPI has, in the protocol's order.</summary>
public enum KpiKind { Gauge = 1, Counter = 2, Ratio = 3, Mean = 4, Time = 5, Since = 6, Score = 7, Rate = 8 }

/// <summary>When a visit counts, in the protocol's order.</summary>
public enum Attribution { None = 0, ByArrival = 1, ByOutcome = 2, ByServiceLevelEvent = 3 }

/// <summary>Another formula in use under the same name.</summary>
public sealed record KpiVariant(string Id, string Formula, string UsedBy, Func<Tally, KpiArguments, KpiValue> Evaluate);

/// <summary>What a formula takes besides the tally.</summary>
/// <param name="Threshold">Index of the service-level threshold.</param>
/// <param name="ShortAbandon">Index of the wait up to which an abandon is short.</param>
public readonly record struct KpiArguments(int Threshold, int ShortAbandon);

/// <summary>A KPI: what it is called, what it means, how it is computed. The first variant is the default.</summary>
public sealed record KpiDefinition(string Id, KpiKind Kind, string Unit, string NameEn, string NameZh, RowKind Of, Attribution Attribution)
{
    /// <summary>Grows when the meaning changes.</summary>
    public int Version { get; init; } = 1;

    public required IReadOnlyList<KpiVariant> Variants { get; init; }

    public bool HasThreshold { get; init; }

    /// <summary>Dimensions in which it makes sense; by default those of its rows. See <see cref="KpiDimensions"/>.</summary>
    public IReadOnlyList<string> Dimensions { get; init; } = Of switch
    {
        RowKind.Contact => KpiDimensions.OfHandling,
        RowKind.Agent => KpiDimensions.OfAgents,
        RowKind.Source => KpiDimensions.OfFeeds,
        _ => [],
    };

    /// <summary>Whether its parts may be added up over groups: an agent in two queues counts in each, and the oldest of two moments is no
    /// sum.</summary>
    public bool IsAdditive => Of != RowKind.Agent && AlsoOf is null && Kind != KpiKind.Since;

    /// <summary>Whether it makes sense by a dimension.</summary>
    public bool HasDimension(string name)
        => Dimensions.Contains(name.StartsWith("tag.", StringComparison.Ordinal) ? KpiDimensions.AnyTag : name);

    /// <summary>Second kind of row that the formula reads, when there is one.</summary>
    public RowKind? AlsoOf { get; init; }

    public KpiVariant? FindVariant(string id) => id.Length == 0 ? Variants[0] : Variants.FirstOrDefault(v => v.Id == id);
}
