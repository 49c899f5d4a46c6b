using CallCenter.Core.Events;

namespace CallCenter.Core.Tests.Model;

internal enum VisitStage { Waiting, Talking, OnHold, WrapUp, Over }

/// <summary>One presentation to one agent, from its start to its end.</summary>
internal sealed class ModelOffer(ModelAgent agent, Dims dims, long sinceMs)
{
    public ModelAgent Agent { get; } = agent;
    public Dims Dims { get; } = dims;
    public long SinceMs { get; } = sinceMs;
    public long? EndedMs { get; set; }

    /// <summary>None while open, and for the offer that was answered.</summary>
    public OfferResult? Result { get; set; }
}

/// <summary>Everything that ever happened to one visit, kept for good.</summary>
internal sealed class ModelVisit(string id, Dims dims, long queuedMs)
{
    public string Id { get; } = id;
    public Dims Dims { get; } = dims;
    public long QueuedMs { get; } = queuedMs;
    public VisitStage Stage { get; set; } = VisitStage.Waiting;
    public long NewestMs { get; set; } = queuedMs;
    public long SeenMs { get; set; }

    public List<ModelOffer> Offers { get; } = [];
    public List<(MessageAuthor Author, long AtMs, Dims Dims)> Messages { get; } = [];
    public List<(long FromMs, long? ToMs)> Holds { get; } = [];

    public ModelAgent? Agent { get; set; }
    public Dims? AgentDims { get; set; }
    public long? AnsweredMs { get; set; }
    public long WaitMs { get; set; }
    public long RingMs { get; set; }

    public VisitOutcome? Outcome { get; set; }
    public long? EndedMs { get; set; }
    public long TalkMs { get; set; }
    public bool WasOnHoldAtEnd { get; set; }
    public bool HadOfferAtEnd { get; set; }

    public long? WrapUpFromMs { get; set; }
    public long? WrapUpToMs { get; set; }
    public long? OverMs { get; set; }

    public long? ExcludedMs { get; set; }
    public string ExcludedFor { get; set; } = "";

    public bool IsExcluded => ExcludedMs is not null;
    public bool IsConnected => Stage is VisitStage.Talking or VisitStage.OnHold;
    public long HoldMs => Holds.Sum(h => h.ToMs!.Value - h.FromMs);
}
