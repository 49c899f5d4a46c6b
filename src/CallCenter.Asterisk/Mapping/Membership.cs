using CallCenter.V1;

namespace CallCenter.Asterisk;

/// <summary>One device in one queue. Kept after leaving, so that a late message does not bring it back.</summary>
internal sealed class Membership
{
    public MembershipState State { get; set; } = MembershipState.Left;

    public string Reason { get; set; } = "";

    public DateTimeOffset ChangedTime { get; set; }

    /// <summary>The member's own Wrapuptime in seconds; 0: the queue's.</summary>
    public int WrapUpSeconds { get; set; }

    /// <summary>Membership by configuration, whose pause ends with the process; also one that was never reported as anything else.
    /// </summary>
    public bool IsStatic { get; set; } = true;

    public bool IsLeft => State == MembershipState.Left;
}
