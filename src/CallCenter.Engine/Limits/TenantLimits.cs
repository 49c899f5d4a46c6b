namespace CallCenter.Engine.Limits;

/// <summary>How much all sources and readers of one tenant may have on a server, so that no tenant uses it up.</summary>
public record TenantLimits
{
    /// <value>Sources that ever sent events; further ones are refused. Default 1,000, 1 to 1,000,000.</value>
    public int SourcesMax { get; init; } = 1_000;

    /// <value>Rows of all sources: distinct sets of dimensions that something was counted in. Facts of further ones count without
    /// dimensions. Default 2,000,000, 1 to 100,000,000.</value>
    public int RowsMax { get; init; } = 2_000_000;

    /// <value>Live visits of all sources; further ones are refused. Default 200,000, 1 to 100,000,000.</value>
    public int VisitsMax { get; init; } = 200_000;

    /// <value>Agents of all sources; further ones are refused. Default 400,000, 1 to 100,000,000.</value>
    public int AgentsMax { get; init; } = 400_000;

    /// <value>Distinct selectors with subscribers; further ones are refused. Default 1,000, 1 to 1,000,000.</value>
    public int ViewsMax { get; init; } = 1_000;

    /// <value>Open subscriptions; further ones are refused. Default 10,000, 1 to 1,000,000.</value>
    public int SubscriptionsMax { get; init; } = 10_000;

    /// <value>Groups of one selector; a selector with more is refused. Default 10,000, 1 to 1,000,000.</value>
    public int GroupsMax { get; init; } = 10_000;

    /// <summary>Where these limits are set.</summary>
    internal string Path { get; init; } = "Engine:Limits";

    /// <summary>Names each setting out of its range, with the range.</summary>
    internal IEnumerable<string> Errors()
    {
        (string Name, int Value, int Max)[] limits =
        [
            (nameof(SourcesMax), SourcesMax, 1_000_000), (nameof(RowsMax), RowsMax, 100_000_000),
            (nameof(VisitsMax), VisitsMax, 100_000_000), (nameof(AgentsMax), AgentsMax, 100_000_000),
            (nameof(ViewsMax), ViewsMax, 1_000_000), (nameof(SubscriptionsMax), SubscriptionsMax, 1_000_000),
            (nameof(GroupsMax), GroupsMax, 1_000_000),
        ];
        return limits.Where(l => l.Value < 1 || l.Value > l.Max)
            .Select(l => $"{Path}:{l.Name} is {l.Value}; set it to 1 to {l.Max}, or leave it out for the default.");
    }
}
