namespace CallCenter.Asterisk;

/// <summary>
/// One channel on the way from a queue to an agent's phone. A member behind Local/101@from-queue/n has three: the half that the queue
/// dialled, the half that runs the dialplan, and the phone that the dialplan dialled.
/// </summary>
internal sealed class Leg(string channel)
{
    private readonly List<Leg> _children = [];

    /// <summary>Uniqueid.</summary>
    public string Channel => channel;

    /// <summary>The channel that dialled this one, or the other half of a Local channel; null: none is known.</summary>
    public Leg? Parent { get; private set; }

    /// <summary>The half of a Local channel that runs the dialplan.</summary>
    public bool IsFarHalf { get; set; }

    public bool IsAnswered { get; set; }

    /// <summary>This very channel was busy, or its user pushed the call away.</summary>
    public bool IsRefused { get; set; }

    public bool IsGone { get; set; }

    /// <summary>Id of the bridge that the channel is in; empty: none.</summary>
    public string Bridge { get; set; } = "";

    /// <summary>The phones behind this leg that were picked up, gone ones included. None when the leg itself is the phone.</summary>
    public IEnumerable<Leg> Phones => _children.SelectMany(child =>
        child._children.Count > 0 ? child.Phones : child.IsAnswered ? [child] : []);

    /// <summary>Refused for good: itself, or by every phone of a group, not by one of them.</summary>
    public bool IsRefusedByAll => IsRefused || (_children.Count > 0 && _children.TrueForAll(child => child.IsRefusedByAll));

    /// <summary>Puts this leg behind another one, unless that would close a circle.</summary>
    public void Follow(Leg parent)
    {
        for (var above = parent; above is not null; above = above.Parent)
            if (above == this)
                return;
        Parent?._children.Remove(this);
        Parent = parent;
        parent._children.Add(this);
    }
}
