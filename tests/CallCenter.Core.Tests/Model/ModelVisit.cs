using CallCenter.Core.Events;

namespace CallCenter.Core.Tests.Model;

internal enum VisitStage { Waiting, Talking, OnHold, WrapUp, Over }

/// <summary>One presentation to one agent, from its start to its end.</summary>
internal sealed class ModelOffer(ModelAgent agent, Dims dims, long sinceMs)
{
    public ModelAgent Agent { get; } = agent;
    public Dims Dims { get; set; } = dims;
    public long SinceMs { get; } = sinceMs;
    public long? EndedMs { get; set; }

    /// <summary>None while open, and for the offer that was answered.</summary>
    public OfferResult? Result { get; set; }
}

/// <summary>One time of one agent in another agent's conversation.</summary>
internal sealed class ModelLeg(ModelAgent agent, Dims dims, ConversationRole role, long sinceMs)
{
    public ModelAgent Agent { get; } = agent;
    public Dims Dims { get; set; } = dims;
    public ConversationRole Role { get; } = role;
    public long SinceMs { get; } = sinceMs;
    public long? EndedMs { get; set; }

    /// <inheritdoc cref="ModelVisit.Conversation"/>
    public List<(long FromMs, Dims Dims)> Parts { get; } = [(sinceMs, dims)];
}

/// <summary>Everything that ever happened to one visit, kept for good.</summary>
internal sealed class ModelVisit(string id, Dims dims, long queuedMs)
{
    public string Id { get; } = id;
    public Dims Dims { get; private set; } = dims;
    public long QueuedMs { get; } = queuedMs;
    public required string ContactId { get; init; }
    public ModelContact? Contact { get; set; }
    public VisitStage Stage { get; set; } = VisitStage.Waiting;
    public long NewestMs { get; set; } = queuedMs;
    public long SeenMs { get; set; }

    public List<ModelOffer> Offers { get; } = [];
    public List<ModelMessage> Messages { get; } = [];
    public List<(long FromMs, long? ToMs)> Holds { get; } = [];

    public List<ModelLeg> Legs { get; } = [];

    public ModelAgent? Agent { get; set; }
    public Dims? AgentDims { get; set; }
    public long? AnsweredMs { get; set; }
    public long WaitMs { get; set; }
    public long RingMs { get; set; }

    /// <summary>What the time of the conversation counts for, and from when on.</summary>
    public List<(long FromMs, Dims Dims)> Conversation { get; } = [];

    public VisitOutcome? Outcome { get; set; }
    public long? EndedMs { get; set; }
    public string TransferTarget { get; set; } = "";
    public long TalkMs { get; set; }
    public bool WasOnHoldAtEnd { get; set; }
    public bool HadOfferAtEnd { get; set; }

    public long? WrapUpFromMs { get; set; }
    public long? WrapUpToMs { get; set; }
    public long? OverMs { get; set; }

    public long? ExcludedMs { get; set; }
    public string ExcludedFor { get; set; } = "";

    /// <summary>The customer began it in writing.</summary>
    public bool AsksForResponse => !IsWithoutResponses && Dims.Direction == "inbound" && Dims.Channel is not ("phone" or "callback");

    public ModelMessage? FirstReply => Messages.Find(m => m.IsReply);

    /// <summary>Why its responses do not count; null: they do.</summary>
    public string? ResponsesExcludedFor { get; set; }

    public bool IsWithoutResponses => ResponsesExcludedFor is not null;

    public bool IsExcluded => ExcludedMs is not null;
    public bool IsConnected => Stage is VisitStage.Talking or VisitStage.OnHold;
    /// <summary>Everything that the visit ever did was of this class.</summary>
    /// <param name="atMs">A conversation that goes on counts its time under the new class from here on.</param>
    public void Classify(Classification change, long atMs)
    {
        Dims = Of(Dims);
        AgentDims = AgentDims is null ? null : Of(AgentDims);
        if (IsConnected) Conversation.Add((atMs, AgentDims!));
        foreach (var leg in Legs)
        {
            leg.Dims = Of(leg.Dims);
            if (leg.EndedMs is null) leg.Parts.Add((atMs, leg.Dims));
        }
        foreach (var offer in Offers) offer.Dims = Of(offer.Dims);
        for (var i = 0; i < Messages.Count; i++) Messages[i] = Messages[i] with { Dims = Of(Messages[i].Dims) };

        Dims Of(Dims dims) => dims.With(change);
    }

    public long HoldMs => Holds.Sum(h => h.ToMs!.Value - h.FromMs);
}
