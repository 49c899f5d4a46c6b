namespace CallCenter.Core.Floor;

/// <summary>A limit that keeps a source, or all sources of its tenant together, from using up a server.</summary>
public enum SourceLimit
{
    /// <summary><see cref="FloorOptions.VisitsMax"/>.</summary>
    Visits,

    /// <summary><see cref="FloorOptions.OffersMax"/>.</summary>
    Offers,

    /// <summary><see cref="FloorOptions.AgentsMax"/>.</summary>
    Agents,

    /// <summary><see cref="FloorOptions.MembershipsMax"/>.</summary>
    Memberships,

    /// <summary><see cref="FloorOptions.TagSetsMax"/>.</summary>
    TagSets,

    /// <summary><see cref="FloorOptions.RowsMax"/>.</summary>
    Rows,

    /// <summary>Live visits of all sources of the tenant.</summary>
    TenantVisits,

    /// <summary>Agents of all sources of the tenant.</summary>
    TenantAgents,

    /// <summary>Rows of all sources of the tenant.</summary>
    TenantRows,

    /// <summary><see cref="FloorOptions.ContactsMax"/>.</summary>
    Contacts,

    /// <summary><see cref="FloorOptions.CustomersMax"/>.</summary>
    Customers,
}

/// <summary>How often something went over a limit.</summary>
/// <param name="Max">The limit.</param>
/// <param name="Option">The setting that raises it.</param>
public sealed record LimitReached(SourceLimit Limit, int Count, int Max, string Option);
