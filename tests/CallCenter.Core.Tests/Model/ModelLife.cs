using CallCenter.Core.Events;

namespace CallCenter.Core.Tests.Model;

internal enum LifeSpan { Open, SelfService, Pending, Scheduled, Unassigned, Unattended }

internal enum LifeFact
{
    Opened, Deflected, Escalated, FirstResponse, LaterFirstResponse, Resolved, FirstResolved, AtOnce, WithoutReply,
    ResponseAsked, Responded, NotResponded,
}

/// <summary>Something that an opened contact counted.</summary>
/// <param name="ms">The time that it took.</param>
/// <param name="lessMs">Of that in self-service.</param>
internal sealed class ModelLifeFact(LifeFact kind, Dims dims, long atMs, long ms = 0, long lessMs = 0)
{
    public LifeFact Kind => kind;
    public Dims Dims { get; set; } = dims;
    public long AtMs => atMs;
    public long Ms => ms;
    public long LessMs => lessMs;
    public bool IsTakenBack { get; set; }
}

internal sealed class ModelLifeSpan(LifeSpan kind, Dims dims, long fromMs, long openedMs)
{
    public LifeSpan Kind => kind;
    public Dims Dims { get; set; } = dims;
    public long FromMs => fromMs;
    public long OpenedMs => openedMs;
    public long? ToMs { get; set; }
}

/// <summary>Everything that ever happened to one contact that its source opened.</summary>
internal sealed class ModelLife(string id, Dims dims, string channel, long openedMs)
{
    public string Id { get; } = id;
    public Dims Dims { get; set; } = dims;
    public string Channel { get; } = channel;
    public List<ModelLifeFact> Facts { get; } = [];
    public List<ModelLifeSpan> Spans { get; } = [];
    public List<ModelMessage> Messages { get; } = [];

    /// <summary>Null: counts.</summary>
    public string? ExcludedFor { get; set; }

    public bool IsExcluded => ExcludedFor is not null;
    public long OpenedMs { get; } = openedMs;
    public ContactState State { get; set; } = ContactState.Open;
    public bool IsResolved { get; set; }
    public bool IsGone { get; set; }
    public string Agent { get; set; } = "";
    public bool IsAsked { get; set; }
    public bool HasResponse { get; set; }

    /// <summary>Since when it has lacked the first response that it asks for; null: it does not.</summary>
    public long? UnansweredMs { get; set; }

    public bool HasReply { get; set; }
    public int Cycle { get; set; } = 1;
    public long CycleMs { get; set; } = openedMs;
    public List<(long FromMs, long ToMs)> SelfService { get; } = [];
    public long SelfServiceFromMs { get; set; } = openedMs;
    public HashSet<string> Agents { get; } = [];
    public long NewestMs { get; set; } = openedMs;
    public long SeenMs { get; set; }
    public ModelLifeFact? AtOnce { get; set; }
    public Dictionary<LifeSpan, ModelLifeSpan> Now { get; } = [];

    public bool Is(LifeSpan span) => !IsGone && !IsResolved && span switch
    {
        LifeSpan.Open => true,
        LifeSpan.SelfService => State == ContactState.SelfService,
        LifeSpan.Pending => State == ContactState.PendingCustomer,
        LifeSpan.Scheduled => State == ContactState.Scheduled,
        LifeSpan.Unassigned => State != ContactState.SelfService && Agent.Length == 0,
        _ => State != ContactState.SelfService && IsAsked,
    };
}
