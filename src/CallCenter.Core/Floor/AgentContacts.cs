using CallCenter.Core.Events;
using CallCenter.Core.Measures;

namespace CallCenter.Core.Floor;

/// <summary>How many contacts of a queue and channel an agent has, by state.</summary>
internal readonly record struct AgentContacts(string Queue, Channel Channel)
{
    public int Ringing { get; init; }
    public int Talking { get; init; }
    public int OnHold { get; init; }
    public int InWrapUp { get; init; }

    private bool IsNone => (Ringing | Talking | OnHold | InWrapUp) == 0;

    /// <summary>Those of an agent after one more or fewer in a state. The list given is left as it is.</summary>
    /// <param name="state">Of a contact: <see cref="Gauge.Alerting"/>, <see cref="Gauge.Talking"/> and so on.</param>
    public static AgentContacts[] Step(AgentContacts[] all, VisitTraits traits, Gauge state, int step)
    {
        var i = Array.FindIndex(all, c => c.Queue == traits.Queue && c.Channel == traits.Channel);
        var next = (i < 0 ? new AgentContacts(traits.Queue, traits.Channel) : all[i]).With(state, step);
        if (i < 0) return [.. all, next];
        if (next.IsNone) return all.Length == 1 ? [] : [.. all[..i], .. all[(i + 1)..]];
        var copy = all.ToArray();
        copy[i] = next;
        return copy;
    }

    /// <summary>The one label of the contacts of a queue, or of all, in the order that counts; null without any.</summary>
    /// <param name="queue">Null: all.</param>
    public static Gauge? GaugeOf(AgentContacts[] all, string? queue)
    {
        Gauge? label = null;
        foreach (var contacts in all)
        {
            if (queue is not null && contacts.Queue != queue) continue;
            if (contacts.Talking > 0) return Gauge.AgentTalking;
            if (contacts.OnHold > 0) label = Gauge.AgentOnHold;
            else if (label == Gauge.AgentOnHold) continue;
            else if (contacts.Ringing > 0) label = Gauge.AgentRinging;
            else label ??= Gauge.AgentInWrapUp;
        }
        return label;
    }

    /// <summary>The share of an agent's capacity that contacts take, in thousandths: a contact takes one slot of those of its channel, and
    /// one of a channel without slots takes all.</summary>
    public static int LoadOf(AgentContacts[] all, SortedDictionary<Channel, int> slots, bool withRinging)
    {
        var load = 0;
        foreach (var channel in all.GroupBy(c => c.Channel))
        {
            var count = channel.Sum(c => c.Talking + c.OnHold + c.InWrapUp + (withRinging ? c.Ringing : 0));
            load += Whole * count / Math.Max(1, slots.GetValueOrDefault(channel.Key, 1));
        }
        return Math.Min(Whole, load);
    }

    public const int Whole = 1000;

    private AgentContacts With(Gauge state, int step) => state switch
    {
        Gauge.Alerting => this with { Ringing = Ringing + step },
        Gauge.Talking => this with { Talking = Talking + step },
        Gauge.OnHold => this with { OnHold = OnHold + step },
        _ => this with { InWrapUp = InWrapUp + step },
    };
}
