using CallCenter.V1;

namespace CallCenter.Simulator;

/// <summary>A queue with those who wait in it, oldest first, and those who serve it.</summary>
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
