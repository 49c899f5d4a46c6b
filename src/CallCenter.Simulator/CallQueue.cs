using CallCenter.V1;

namespace CallCenter.Simulator;

/// <summary>A queue with its waiting visits, oldest first, and its agents.</summary>
internal sealed class CallQueue(QueueProfile profile)
{
    public QueueProfile Profile { get; } = profile;
    public string Name => Profile.Name;
    public List<Visit> Waiting { get; } = [];
    public List<Membership> Members { get; } = [];

    public bool IsFull => Waiting.Count >= Profile.MaxWaiting;

    public bool IsStaffed => Members.Exists(member =>
        member.State == MembershipState.Joined && member.Agent.Presence != Presence.Offline);
}
