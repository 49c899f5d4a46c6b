using CallCenter.Core.Events;
using CallCenter.Core.Measures;

namespace CallCenter.Core.Floor;

/// <summary>How many contacts of a queue and channel an agent has, by state.</summary>
internal readonly record struct QueueContacts(string Queue, Channel Channel)
{
    public int Ringing { get; init; }
    public int Talking { get; init; }
    public int OnHold { get; init; }
    public int InWrapUp { get; init; }

    public bool IsNone => (Ringing | Talking | OnHold | InWrapUp) == 0;

    public QueueContacts With(Gauge state, int step) => state switch
    {
        Gauge.Alerting => this with { Ringing = Ringing + step },
        Gauge.Talking => this with { Talking = Talking + step },
        Gauge.OnHold => this with { OnHold = OnHold + step },
        _ => this with { InWrapUp = InWrapUp + step },
    };
}

/// <summary>The live contacts of an agent by queue and channel, in no order. Never changed, only replaced. Most agents have contacts of one
/// queue, which need no memory of their own.</summary>
internal readonly struct AgentContacts
{
    /// <summary>An agent's whole capacity.</summary>
    public const int Whole = 1000;

    private readonly QueueContacts _first; // None without any.
    private readonly QueueContacts[]? _others;

    private AgentContacts(QueueContacts first, QueueContacts[]? others) => (_first, _others) = (first, others);

    public bool IsNone => _first.IsNone;

    private int Count => IsNone ? 0 : 1 + (_others?.Length ?? 0);

    private QueueContacts this[int index] => index == 0 ? _first : _others![index - 1];

    /// <summary>Those of an agent after one more or fewer in a state.</summary>
    /// <param name="state">Of a contact: <see cref="Gauge.Alerting"/>, <see cref="Gauge.Talking"/> and so on.</param>
    public AgentContacts Step(VisitTraits traits, Gauge state, int step)
    {
        for (var i = 0; i < Count; i++)
        {
            if (this[i].Channel == traits.Channel && this[i].Queue == traits.Queue) return Replace(i, this[i].With(state, step));
        }
        var added = new QueueContacts(traits.Queue, traits.Channel).With(state, step);
        return IsNone ? new AgentContacts(added, null) : new AgentContacts(_first, [.. _others ?? [], added]);
    }

    /// <summary>The one label of the contacts of a queue, or of all, in the order that counts; null without any.</summary>
    /// <param name="queue">Null: all.</param>
    public Gauge? GaugeOf(string? queue)
    {
        Gauge? label = null;
        for (var i = 0; i < Count; i++)
        {
            var contacts = this[i];
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
    public int LoadOf(SortedList<Channel, int> slots, bool withRinging)
    {
        var load = 0;
        for (var i = 0; i < Count; i++)
        {
            var channel = this[i].Channel;
            if (IsBefore(i, channel)) continue;
            var count = 0;
            for (var j = i; j < Count; j++)
            {
                var (of, c) = (this[j].Channel, this[j]);
                if (of == channel) count += c.Talking + c.OnHold + c.InWrapUp + (withRinging ? c.Ringing : 0);
            }
            load += Whole * count / Math.Max(1, slots.GetValueOrDefault(channel, 1));
        }
        return Math.Min(Whole, load);
    }

    // Whether contacts of the channel are before an index.
    private bool IsBefore(int index, Channel channel)
    {
        for (var i = 0; i < index; i++)
        {
            if (this[i].Channel == channel) return true;
        }
        return false;
    }

    private AgentContacts Replace(int index, QueueContacts next)
    {
        if (!next.IsNone)
        {
            if (index == 0) return new AgentContacts(next, _others);
            QueueContacts[] copy = [.. _others!];
            copy[index - 1] = next;
            return new AgentContacts(_first, copy);
        }
        if (_others is not { } others) return default;
        var first = index == 0 ? others[^1] : _first;
        if (index > 0 && index < others.Length) (others = [.. others])[index - 1] = others[^1];
        return new AgentContacts(first, others.Length == 1 ? null : others[..^1]);
    }
}
