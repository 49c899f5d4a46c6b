namespace CallCenter.Asterisk;

/// <summary>One ringing of one agent's device for one visit.</summary>
internal sealed class Offer(Agent agent, Leg leg)
{
    public Agent Agent => agent;

    /// <summary>Uniqueid of the channel that the queue dialled; empty: unknown.</summary>
    public string Channel => leg.Channel;

    /// <summary>The device was picked up; the visit is not yet connected (member delay, announcement).</summary>
    public bool IsPickedUp => leg.IsAnswered;

    /// <summary>The device was busy or the agent pushed the call away; with several phones, on all of them.</summary>
    public bool IsRefused => leg.IsRefusedByAll;

    /// <summary>It stopped ringing; what that means follows.</summary>
    public bool IsEnding { get; set; }
}
