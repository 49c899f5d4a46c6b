namespace CallCenter.Asterisk;

/// <summary>
/// The channels and which leads to which, from LocalBridge, DialBegin and BridgeEnter. These come before and after the messages of the
/// queue, so all are kept, not only those of known visits.
/// </summary>
internal sealed class LegBook
{
    // Q.850: user busy, call rejected.
    private const int CauseBusy = 17;
    private const int CauseRejected = 21;

    /// <summary>Local channels that dial Local channels: follow-me of a member of a ring group has five steps.</summary>
    private const int StepsMax = 12;

    /// <summary>The state of a gone leg is needed for some seconds more.</summary>
    private const int GoneMax = 2_000;

    /// <summary>More live channels than any PBX has: hang-ups were missed.</summary>
    private const int LegsMax = 200_000;

    private readonly Dictionary<string, Leg> _legs = [];
    private readonly Dictionary<string, List<Leg>> _bridges = [];
    private readonly Queue<string> _gone = new();

    public Leg? Find(string channel) => _legs.GetValueOrDefault(channel);

    public Leg Know(string channel)
    {
        if (_legs.TryGetValue(channel, out var leg))
            return leg;
        if (_legs.Count >= LegsMax)
            Clear();
        leg = new Leg(channel);
        if (channel.Length > 0)
            _legs[channel] = leg;
        return leg;
    }

    /// <summary>The channel and those it was reached by, nearest first.</summary>
    public IEnumerable<string> Above(string channel)
    {
        yield return channel;
        var leg = Find(channel)?.Parent;
        for (var steps = 0; leg is not null && steps < StepsMax; steps++, leg = leg.Parent)
            yield return leg.Channel;
    }

    public void LocalBridged(AmiMessage message) => Joined(message.Text("LocalOneUniqueid"), message.Text("LocalTwoUniqueid"));

    /// <summary>The two halves of a Local channel.</summary>
    public void Joined(string near, string far)
    {
        if (near.Length == 0 || far.Length == 0)
            return;
        var half = Know(far);
        half.IsFarHalf = true;
        half.Follow(Know(near));
    }

    public void DialBegun(AmiMessage message)
    {
        var (caller, dialled) = (message.Text("Uniqueid"), message.Text("DestUniqueid"));
        if (caller.Length > 0 && dialled.Length > 0)
            Know(dialled).Follow(Know(caller));
    }

    public void DialEnded(AmiMessage message)
    {
        if (Find(message.Text("DestUniqueid")) is not { } leg)
            return;
        var status = message.Text("DialStatus");
        leg.IsAnswered |= status == "ANSWER";
        leg.IsRefused |= status == "BUSY";
    }

    public void BridgeEntered(AmiMessage message) => Entered(message.Text("Uniqueid"), message.Text("BridgeUniqueid"));

    /// <summary>A channel nobody dialled that meets the far half of a Local channel is the phone that picked the call up.</summary>
    public void Entered(string channel, string bridge)
    {
        if (channel.Length == 0 || bridge.Length == 0)
            return;
        var leg = Know(channel);
        Leave(leg);
        leg.Bridge = bridge;
        if (!_bridges.TryGetValue(bridge, out var party))
            _bridges[bridge] = party = [];
        party.Add(leg);
        if (party.Find(other => other != leg) is not { } peer)
            return;
        if (leg.IsFarHalf)
            Pick(peer, leg);
        else if (peer.IsFarHalf)
            Pick(leg, peer);
    }

    public void BridgeLeft(AmiMessage message)
    {
        if (Find(message.Text("Uniqueid")) is { } leg)
            Leave(leg);
    }

    public void HangupAsked(AmiMessage message)
    {
        if (Find(message.Text("Uniqueid")) is { IsAnswered: false } leg)
            leg.IsRefused |= message.Number("Cause") is CauseBusy or CauseRejected;
    }

    public void HungUp(AmiMessage message)
    {
        HangupAsked(message);
        if (Find(message.Text("Uniqueid")) is not { IsGone: false } leg)
            return;
        leg.IsGone = true;
        Leave(leg);
        _gone.Enqueue(leg.Channel);
        if (_gone.Count > GoneMax)
            _legs.Remove(_gone.Dequeue());
    }

    /// <summary>Forgets the channels that a full list does not have; their hang-ups were missed.</summary>
    public void Keep(IReadOnlySet<string> live)
    {
        foreach (var leg in _legs.Values.Where(leg => !leg.IsGone && !live.Contains(leg.Channel)).ToArray())
        {
            leg.IsGone = true;
            Leave(leg);
            _legs.Remove(leg.Channel);
        }
    }

    private static void Pick(Leg phone, Leg half)
    {
        if (phone.Parent is not null)
            return;
        phone.Follow(half);
        phone.IsAnswered |= phone.Parent == half;
    }

    private void Leave(Leg leg)
    {
        if (leg.Bridge.Length == 0 || !_bridges.TryGetValue(leg.Bridge, out var party))
            return;
        party.Remove(leg);
        if (party.Count == 0)
            _bridges.Remove(leg.Bridge);
        leg.Bridge = "";
    }

    private void Clear()
    {
        _legs.Clear();
        _bridges.Clear();
        _gone.Clear();
    }
}
