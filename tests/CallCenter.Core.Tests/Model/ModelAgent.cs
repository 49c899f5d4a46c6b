using CallCenter.Core.Events;
using CallCenter.Core.Settings;

namespace CallCenter.Core.Tests.Model;

internal enum AgentState { Available, Ringing, Talking, OnHold, WrapUp, Break, NotReady }

/// <summary>A time in one state; no end: it lasts.</summary>
internal sealed record AgentSpan(AgentState State, Dims Dims, long FromMs)
{
    public long? ToMs { get; set; }

    /// <summary>Another state, or none, came before.</summary>
    public bool IsEntry { get; init; }
}

/// <summary>A number that an agent adds from a moment on, or within a shift.</summary>
internal sealed record AgentAmount(Dims Dims, long FromMs, long Amount);

/// <summary>All that is known of an agent, and every state it ever was in: in all, and in each queue.</summary>
internal sealed class ModelAgent
{
    /// <summary>The one productive reason.</summary>
    public const string Productive = "training";

    public static readonly AgentLimits Limits = new()
    {
        Break = TimeSpan.FromMinutes(15),
        NotReady = TimeSpan.FromMinutes(40),
        Talk = TimeSpan.FromMinutes(5),
        Hold = TimeSpan.FromMinutes(1),
        WrapUp = TimeSpan.FromMinutes(2),
        Breaks = 2,
    };

    public ModelAgent(string source, string id)
    {
        (Source, Id) = (source, id);
        Plan = new ModelPlan(this);
    }

    public string Source { get; }
    public string Id { get; }
    public ModelPlan Plan { get; }

    /// <summary>The state that was noted last; null: offline.</summary>
    public AgentState? Doing { get; private set; }

    public bool IsDoingWork { get; private set; }

    /// <summary>Null: in it since it was first named.</summary>
    public long? StateSinceMs { get; private set; }

    /// <summary>On a contact, after which a chosen break or not-ready presence begins.</summary>
    public bool IsPending => Presence is Presence.Break or Presence.NotReady && Doing is not (AgentState.Break or AgentState.NotReady);

    private string _doingReason = "";

    /// <summary>Of the protocol.</summary>
    public int StateCode => Doing is { } state ? 2 + (int)state : 1;

    /// <summary>Longest time in the state; null: any.</summary>
    public static long? LimitMs(AgentState state) => (long?)(state switch
    {
        AgentState.Break => Limits.Break,
        AgentState.NotReady => Limits.NotReady,
        AgentState.Talking => Limits.Talk,
        AgentState.OnHold => Limits.Hold,
        AgentState.WrapUp => Limits.WrapUp,
        _ => null,
    })?.TotalMilliseconds;
    public string Team { get; set; } = "";
    public string Seniority { get; set; } = "";
    public Presence Presence { get; set; } = Presence.Offline;

    /// <summary>Start of the present or last login session.</summary>
    public long? LoggedInMs { get; set; }
    public string Reason { get; set; } = "";
    public Dictionary<string, (bool Paused, string Reason)> Queues { get; } = [];
    public Dictionary<Channel, int> Slots { get; } = [];
    public long NewestMs { get; set; }

    public List<AgentSpan> Spans { get; } = [];
    public List<AgentSpan> QueueSpans { get; } = [];
    public List<AgentAmount> SlotSteps { get; } = [];

    public Dims Dims => new(Source) { Agent = Id, Team = Team, Seniority = Seniority };

    public long Touch(long atMs)
    {
        if (atMs <= NewestMs) return NewestMs;
        Plan.Walk(atMs, NewestMs);
        return NewestMs = atMs;
    }

    /// <summary>Writes down the state that follows from presence and live visits, where it is another one than before.</summary>
    public void Note(long atMs, IReadOnlyCollection<ModelVisit> live)
    {
        atMs = Touch(atMs);
        var state = Derive(live);
        var reason = state is AgentState.Break or AgentState.NotReady ? Reason : "";
        Follow(Spans, null, state, Dims with { Reason = reason }, atMs);
        if (state != Doing || reason != _doingReason) StateSinceMs = atMs;
        _doingReason = reason;
        Doing = state;
        IsDoingWork = state is { } doing && (doing is not (AgentState.Break or AgentState.NotReady) || IsProductive(doing, reason));
        Plan.Follow(atMs);
        foreach (var queue in QueueSpans.Where(s => s.ToMs is null).Select(s => s.Dims.Queue).Union(Queues.Keys).ToList())
        {
            if (!Queues.TryGetValue(queue, out var membership))
            {
                Follow(QueueSpans, queue, null, Dims, atMs);
                continue;
            }
            var pausedHere = state == AgentState.Available && membership.Paused;
            var reasonHere = pausedHere ? membership.Reason : reason;
            Follow(QueueSpans, queue, pausedHere ? AgentState.NotReady : state, Dims with { Queue = queue, Reason = reasonHere }, atMs);
        }
    }

    public static bool IsProductive(AgentState state, string reason) => state == AgentState.NotReady && reason == Productive;

    private static void Follow(List<AgentSpan> spans, string? queue, AgentState? state, Dims dims, long atMs)
    {
        var open = spans.SingleOrDefault(s => s.ToMs is null && (queue is null || s.Dims.Queue == queue));
        if (open is null && state is null) return;
        if (open is not null && open.State == state && open.Dims == dims) return;
        if (open is not null) open.ToMs = atMs;
        if (state is { } entered) spans.Add(new AgentSpan(entered, dims, atMs) { IsEntry = open?.State != entered });
    }

    private AgentState? Derive(IReadOnlyCollection<ModelVisit> live)
    {
        if (Presence == Presence.Offline) return null;
        if (live.Any(v => v.Stage == VisitStage.Talking && v.Agent == this)) return AgentState.Talking;
        if (live.Any(v => v.Legs.Any(l => l.Agent == this && l.EndedMs is null))) return AgentState.Talking;
        if (live.Any(v => v.Stage == VisitStage.OnHold && v.Agent == this)) return AgentState.OnHold;
        if (live.Any(v => v.Offers.Any(o => o.Agent == this && o.EndedMs is null))) return AgentState.Ringing;
        if (live.Any(v => v.Stage == VisitStage.WrapUp && v.Agent == this)) return AgentState.WrapUp;
        if (Presence == Presence.Break) return AgentState.Break;
        return Presence == Presence.NotReady ? AgentState.NotReady : AgentState.Available;
    }
}
