using CallCenter.Core.Floor;

namespace CallCenter.Engine.Limits;

/// <summary>Limits of one tenant; an omitted one is that of all tenants.</summary>
public sealed record TenantOverrides
{
    public int? SourcesMax { get; init; }
    public int? RowsMax { get; init; }
    public int? VisitsMax { get; init; }
    public int? AgentsMax { get; init; }
    public int? ViewsMax { get; init; }
    public int? SubscriptionsMax { get; init; }
    public int? GroupsMax { get; init; }

    /// <value>Limits of its sources by their names, written as in their hello.</value>
    public Dictionary<string, SourceOverrides> Sources { get; init; } = new(StringComparer.Ordinal);

    internal TenantLimits Over(TenantLimits limits, string path) => new()
    {
        SourcesMax = SourcesMax ?? limits.SourcesMax,
        RowsMax = RowsMax ?? limits.RowsMax,
        VisitsMax = VisitsMax ?? limits.VisitsMax,
        AgentsMax = AgentsMax ?? limits.AgentsMax,
        ViewsMax = ViewsMax ?? limits.ViewsMax,
        SubscriptionsMax = SubscriptionsMax ?? limits.SubscriptionsMax,
        GroupsMax = GroupsMax ?? limits.GroupsMax,
        Path = path,
    };
}

/// <summary>Limits of one source; an omitted one is that of <see cref="EngineOptions.Floor"/>.</summary>
public sealed record SourceOverrides
{
    public int? RowsMax { get; init; }
    public int? VisitsMax { get; init; }
    public int? AgentsMax { get; init; }
    public int? OffersMax { get; init; }
    public int? MembershipsMax { get; init; }
    public int? TagSetsMax { get; init; }
    public int? EventIdsMax { get; init; }
    public int? ContactsMax { get; init; }
    public int? CustomersMax { get; init; }

    internal FloorOptions Over(FloorOptions floor, string path) => floor.SetAt(path) with
    {
        RowsMax = RowsMax ?? floor.RowsMax,
        VisitsMax = VisitsMax ?? floor.VisitsMax,
        AgentsMax = AgentsMax ?? floor.AgentsMax,
        OffersMax = OffersMax ?? floor.OffersMax,
        MembershipsMax = MembershipsMax ?? floor.MembershipsMax,
        TagSetsMax = TagSetsMax ?? floor.TagSetsMax,
        EventIdsMax = EventIdsMax ?? floor.EventIdsMax,
        ContactsMax = ContactsMax ?? floor.ContactsMax,
        CustomersMax = CustomersMax ?? floor.CustomersMax,
    };
}
