namespace CallCenter.Asterisk;

/// <summary>One ringing of one agent's device for one visit.</summary>
internal sealed class Offer(Agent agent, string channel)
{
    public Agent Agent => agent;

    /// <summary>Uniqueid of the agent's channel.</summary>
    public string Channel => channel;

    /// <summary>The device was picked up; the visit is not yet connected (member delay, announcement).</summary>
    public bool IsPickedUp { get; set; }

    /// <summary>The device was busy or the agent pushed the call away.</summary>
    public bool IsRefused { get; set; }

    /// <summary>It stopped ringing; what that means follows.</summary>
    public bool IsEnding { get; set; }
}
