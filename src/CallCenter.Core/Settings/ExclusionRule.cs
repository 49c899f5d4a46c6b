namespace CallCenter.Core.Settings;

/// <summary>Takes contacts out of all KPIs when they arrive. What it is about is kept as it is written, in the notation of
/// selectors.</summary>
/// <param name="Reason">As in an exclusion by the source.</param>
public sealed record ExclusionRule(string Reason)
{
    /// <summary>Ids of customers, each with '*' for any characters; empty: any customer.</summary>
    public IReadOnlyList<string> Customers { get; init; } = [];

    /// <summary>Filters that all hold, each as DIMENSION=VALUE,VALUE.</summary>
    public IReadOnlyList<string> Where { get; init; } = [];
}
