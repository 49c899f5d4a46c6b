using CallCenter.Core.Events;
using CallCenter.Core.Identity;

namespace CallCenter.Core.Floor;

/// <summary>
/// Waiting visits that later ones of their queue and channel were answered before: in a queue without priorities, one that was passed
/// several times is gone. Of each queue it keeps the latest joins among the answered visits, since the start of the source's session. Used
/// by one thread at a time.
/// </summary>
/// <param name="max">Answers of later visits that make a ghost; 0: never.</param>
internal sealed class Overtaking(int max)
{
    // The joins in ascending order, at most max of a queue.
    private readonly Dictionary<(string Queue, Channel Channel), List<Instant>> _joins = [];

    public void Answered(Visit visit)
    {
        if (max == 0) return;
        var queue = (visit.Traits.Queue, visit.Traits.Channel);
        if (!_joins.TryGetValue(queue, out var joins)) _joins.Add(queue, joins = []);
        var at = joins.BinarySearch(visit.QueuedAt);
        joins.Insert(at < 0 ? ~at : at, visit.QueuedAt);
        if (joins.Count > max) joins.RemoveAt(0);
    }

    /// <summary>Whether enough later visits were answered. A visit that rings is there.</summary>
    public bool IsGhost(Visit visit) => max > 0 && visit.State == VisitState.Waiting && visit.Offers.Count == 0
        && _joins.TryGetValue((visit.Traits.Queue, visit.Traits.Channel), out var joins) && joins.Count == max && joins[0] > visit.QueuedAt;

    /// <summary>Forgets queues in which nobody waits.</summary>
    public void Forget(IEnumerable<Visit> visits)
    {
        if (_joins.Count == 0) return;
        var waiting = visits.Where(v => v.State == VisitState.Waiting).Select(v => (v.Traits.Queue, v.Traits.Channel)).ToHashSet();
        foreach (var queue in _joins.Keys.Where(q => !waiting.Contains(q)).ToList()) _joins.Remove(queue);
    }
}
