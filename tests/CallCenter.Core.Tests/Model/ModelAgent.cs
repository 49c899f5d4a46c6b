using CallCenter.Core.Events;
using CallCenter.Core.Settings;

namespace CallCenter.Core.Tests.Model;

internal enum AgentState { Available, Ringing, Talking, OnHold, WrapUp, Break, NotReady, BusyOther }

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

    public static readonly AgentState[] OnContacts = [AgentState.Talking, AgentState.OnHold, AgentState.Ringing, AgentState.WrapUp];

    public static readonly AgentLimits Limits = new()
    {
        Break = TimeSpan.FromMinutes(15),
        NotReady = TimeSpan.FromMinutes(40),
        Talk = TimeSpan.FromMinutes(5),
        Hold = TimeSpan.FromMinutes(1),
        WrapUp = TimeSpan.FromMinutes(2),
        Breaks = 2,
    };

    /// <summary>The last offer was not answered.</summary>
    public bool HasMissed { get; set; }

    public bool IsError => HasMissed && Doing is not null;

    /// <summary>Since the login or the last break; null: offline or on a break.</summary>
    public long? WorkingMs { get; private set; }

    /// <summary>Slots of each channel that the agent can still take.</summary>
    public IReadOnlyDictionary<Channel, int> Free { get; private set; } = new Dictionary<Channel, int>();

    /// <summary>What it was counted by beside its states.</summary>
    public HashSet<Dims> ExtraDims { get; } = [];

    /// <summary>Times with thousandths of the capacity left, while occupied.</summary>
    public List<(long FromMs, long? ToMs, int Spare, Dims Dims)> Spares { get; } = [];

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
        NoteLoad(atMs, live);
        foreach (var queue in QueueSpans.Where(s => s.ToMs is null).Select(s => s.Dims.Queue).Union(Queues.Keys).ToList())
        {
            if (!Queues.TryGetValue(queue, out var membership))
            {
                Follow(QueueSpans, queue, null, Dims, atMs);
                continue;
            }
            var stateHere = state is { } busy && OnContacts.Contains(busy)
                ? ContactState(live.Where(v => v.Dims.Queue == queue)) ?? AgentState.BusyOther
                : state;
            var pausedHere = state == AgentState.Available && membership.Paused;
            var reasonHere = pausedHere ? membership.Reason : reason;
            Follow(QueueSpans, queue, pausedHere ? AgentState.NotReady : stateHere, Dims with { Queue = queue, Reason = reasonHere }, atMs);
        }
    }

    private void NoteLoad(long atMs, IReadOnlyCollection<ModelVisit> live)
    {
        WorkingMs = Doing is null or AgentState.Break ? null : WorkingMs ?? atMs;
        if (WorkingMs is not null || IsError) ExtraDims.Add(Dims);
        var isOccupied = Doing is AgentState.Talking or AgentState.OnHold or AgentState.WrapUp;
        var spare = isOccupied && Slots.Count > 0 ? 1000 - Load(live, withRinging: false) : 0;
        if (Spares.Count == 0 || Spares[^1].Spare != spare || Spares[^1].Dims != Dims)
        {
            if (Spares.Count > 0) Spares[^1] = Spares[^1] with { ToMs = atMs };
            Spares.Add((atMs, null, spare, Dims));
        }
        Free = Presence == Presence.Available
            ? Slots.ToDictionary(s => s.Key, s => s.Value * (1000 - Load(live, withRinging: true)) / 1000)
            : new Dictionary<Channel, int>();
    }

    private int Load(IReadOnlyCollection<ModelVisit> live, bool withRinging)
    {
        var load = 0;
        foreach (var channel in Enum.GetValues<Channel>())
        {
            var taken = live.Where(v => v.Dims.Channel == Model.Dims.NameOf(channel))
                .Sum(v => (v.Agent == this ? 1 : 0) + (HasJoined(v) ? 1 : 0) + (withRinging && IsRinging(v) ? 1 : 0));
            load += 1000 * taken / (Slots.TryGetValue(channel, out var slots) && slots > 0 ? slots : 1);
        }
        return Math.Min(1000, load);
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
        if (ContactState(live) is { } busy) return busy;
        if (Presence == Presence.Break) return AgentState.Break;
        return Presence == Presence.NotReady ? AgentState.NotReady : AgentState.Available;
    }

    private AgentState? ContactState(IEnumerable<ModelVisit> live)
    {
        var all = live.ToList();
        if (all.Exists(v => (v.Stage == VisitStage.Talking && v.Agent == this) || HasJoined(v))) return AgentState.Talking;
        if (all.Exists(v => v.Stage == VisitStage.OnHold && v.Agent == this)) return AgentState.OnHold;
        if (all.Exists(IsRinging)) return AgentState.Ringing;
        return all.Exists(v => v.Stage == VisitStage.WrapUp && v.Agent == this) ? AgentState.WrapUp : null;
    }

    private bool HasJoined(ModelVisit visit) => visit.Legs.Exists(l => l.Agent == this && l.EndedMs is null);

    private bool IsRinging(ModelVisit visit) => visit.Offers.Exists(o => o.Agent == this && o.EndedMs is null);
}
