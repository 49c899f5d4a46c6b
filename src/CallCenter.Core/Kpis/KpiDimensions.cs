using CallCenter.Core.Measures;

namespace CallCenter.Core.Kpis;

/// <summary>Names of the dimensions in which a KPI makes sense: those that every fact behind its formula has. In any other a ratio would
/// compare different contacts, and a count of 0 would mean "not here", not "none".</summary>
internal static class KpiDimensions
{
    /// <summary>Stands for the tags of the tenant's own.</summary>
    public const string AnyTag = "tag.NAME";

    /// <summary>Of visits, whether somebody answered or not.</summary>
    public static readonly IReadOnlyList<string> OfVisits =
    [
        "queue", "channel", "direction", "customer_tier", "customer_segment", "issue_type", "complexity", "priority", "language", "source",
        AnyTag,
    ];

    /// <summary>Of visits with an agent.</summary>
    public static readonly IReadOnlyList<string> OfHandling = [.. OfVisits, "agent", "team", "seniority"];

    /// <summary>Of contacts that count by themselves.</summary>
    public static readonly IReadOnlyList<string> OfContacts = ["queue", "channel", "source", "agent", "team", "seniority"];

    /// <summary>Of requests that were not let into a queue.</summary>
    public static readonly IReadOnlyList<string> OfRequests = ["queue", "channel", "source"];

    /// <summary>Of agents.</summary>
    public static readonly IReadOnlyList<string> OfAgents = ["agent", "team", "seniority", "queue", "source"];

    /// <summary>Of agents' shifts, which are not planned by queue.</summary>
    public static readonly IReadOnlyList<string> OfShifts = ["agent", "team", "seniority", "source"];

    /// <summary>Of feeds.</summary>
    public static readonly IReadOnlyList<string> OfFeeds = ["source"];

    /// <summary>Those of all facts in rows of a kind.</summary>
    public static IReadOnlyList<string> Of(RowKind rows) => rows switch
    {
        RowKind.Contact => OfHandling,
        RowKind.Agent => OfAgents,
        RowKind.Source => OfFeeds,
        _ => [],
    };

    public static KpiDefinition WithReason(this KpiDefinition kpi) => kpi with { Dimensions = [.. kpi.Dimensions, "reason"] };

    public static KpiDefinition In(this KpiDefinition kpi, IReadOnlyList<string> dimensions) => kpi with { Dimensions = dimensions };
}
