namespace CallCenter.Core.Floor;

/// <summary>The limits of a source, and a count of what went over them. Used by one thread at a time.</summary>
internal sealed class SourceLimits(FloorOptions options)
{
    private static readonly int Kinds = Enum.GetValues<SourceLimit>().Length;

    private readonly int[] _noted = new int[Kinds];
    private readonly int[] _reached = new int[Kinds];
    private bool _hasNoted;
    private bool _hasReached;

    /// <summary>What the tenant leaves to the source.</summary>
    public TenantRoom Room { get; set; } = TenantRoom.Unlimited;

    /// <summary>How many rows the source may have.</summary>
    public int RowsMax => Math.Min(options.RowsMax, Room.Rows.Left);

    /// <summary>Refuses a number of live visits that the source may not have.</summary>
    public Refusal? RefuseVisits(int count)
    {
        if (count > options.VisitsMax) return Refuse(SourceLimit.Visits, "live visits of the source", count);
        return count > Room.Visits.Left ? Refuse(SourceLimit.TenantVisits, "live visits of the tenant", OfAll(Room.Visits, count)) : null;
    }

    /// <summary>Refuses a number of contacts that are kept apart from their visits.</summary>
    public Refusal? RefuseContacts(int count)
        => count > options.ContactsMax ? Refuse(SourceLimit.Contacts, "open contacts of the source", count) : null;

    /// <summary>Refuses a number of agents that the source may not have.</summary>
    public Refusal? RefuseAgents(int count)
    {
        if (count > options.AgentsMax) return Refuse(SourceLimit.Agents, "agents of the source", count);
        return count > Room.Agents.Left ? Refuse(SourceLimit.TenantAgents, "agents of the tenant", OfAll(Room.Agents, count)) : null;
    }

    /// <summary>Refuses a number of open offers of a visit.</summary>
    public Refusal? RefuseOffers(int count, string visit)
        => count > options.OffersMax ? Refuse(SourceLimit.Offers, $"open offers of visit '{visit}'", count) : null;

    /// <summary>Refuses a number of memberships of an agent.</summary>
    public Refusal? RefuseMemberships(int count, string agent)
        => count > options.MembershipsMax ? Refuse(SourceLimit.Memberships, $"memberships of agent '{agent}'", count) : null;

    /// <summary>Counts something that went over a limit, if the event is accepted.</summary>
    public void Note(SourceLimit limit, int count = 1)
    {
        _noted[(int)limit] += count;
        _hasNoted = true;
    }

    /// <summary>Facts of the event that lost dimensions.</summary>
    public int NotedDrops => _noted[(int)SourceLimit.TagSets] + _noted[(int)SourceLimit.Rows] + _noted[(int)SourceLimit.TenantRows];

    public void Accept()
    {
        if (!_hasNoted) return;
        for (var i = 0; i < Kinds; i++) _reached[i] += _noted[i];
        RollBack();
        _hasReached = true;
    }

    public void RollBack()
    {
        Array.Clear(_noted);
        _hasNoted = false;
    }

    /// <summary>What went over a limit since the last call.</summary>
    public IReadOnlyList<LimitReached> Drain()
    {
        if (!_hasReached) return [];
        _hasReached = false;
        var drained = new List<LimitReached>();
        for (var i = 0; i < Kinds; i++)
        {
            var limit = (SourceLimit)i;
            if (_reached[i] > 0) drained.Add(new LimitReached(limit, _reached[i], MaxOf(limit), OptionOf(limit)));
        }
        Array.Clear(_reached);
        return drained;
    }

    private Refusal Refuse(SourceLimit limit, string limited, long count)
        => Refusal.OverLimit(limit, limited, count, MaxOf(limit), OptionOf(limit));

    private static long OfAll(TenantShare share, int count) => (long)share.Max - share.Left + count;

    private int MaxOf(SourceLimit limit) => limit switch
    {
        SourceLimit.Visits => options.VisitsMax,
        SourceLimit.Offers => options.OffersMax,
        SourceLimit.Agents => options.AgentsMax,
        SourceLimit.Memberships => options.MembershipsMax,
        SourceLimit.TagSets => options.TagSetsMax,
        SourceLimit.Rows => options.RowsMax,
        SourceLimit.Contacts => options.ContactsMax,
        SourceLimit.Customers => options.CustomersMax,
        SourceLimit.TenantVisits => Room.Visits.Max,
        SourceLimit.TenantAgents => Room.Agents.Max,
        SourceLimit.TenantRows => Room.Rows.Max,
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private string OptionOf(SourceLimit limit) => limit switch
    {
        SourceLimit.TenantVisits => $"{Room.Path}:VisitsMax",
        SourceLimit.TenantAgents => $"{Room.Path}:AgentsMax",
        SourceLimit.TenantRows => $"{Room.Path}:RowsMax",
        _ => $"{options.Path}:{limit}Max",
    };
}
