using CallCenter.V1;

namespace CallCenter.Simulator;

/// <summary>An agent in a queue.</summary>
internal sealed class Membership(Agent agent, CallQueue queue)
{
    public Agent Agent { get; } = agent;
    public CallQueue Queue { get; } = queue;
    public MembershipState State { get; set; } = MembershipState.Left;
    public string Reason { get; set; } = "";
}
