using CallCenter.Core.Events;
using CallCenter.Core.Floor;
using CallCenter.Core.Identity;

namespace CallCenter.Engine.Ingest;

/// <summary>The parts of a floor report that has not ended yet. Nothing from its first part on is committed before the last: a session
/// that starts in between gets all of them again.</summary>
internal sealed class ReportParts(SourceFloor floor)
{
    private readonly List<LiveVisit> _visits = [];
    private readonly List<LiveAgent> _agents = [];

    /// <summary>The first part; null when no report is open.</summary>
    public Sequence? First { get; private set; }

    /// <summary>Adds a part; a refusal drops the report, of which all parts together are too large.</summary>
    public Refusal? Add(Sequence sequence, FloorReported part)
    {
        First ??= sequence;
        _visits.AddRange(part.Visits);
        _agents.AddRange(part.Agents);
        if (floor.RefuseReported(_visits.Count, _agents.Count) is not { } refusal) return null;
        Clear();
        return refusal;
    }

    /// <summary>The whole report, as its last part tells when it was; null when parts name a visit or agent twice.</summary>
    public FloorReported? Complete(FloorReported last)
    {
        if (First is null) return last;
        var whole = last with { Visits = [.. _visits, .. last.Visits], Agents = [.. _agents, .. last.Agents] };
        Clear();
        return IsDistinct(whole.Visits.Select(v => v.VisitId)) && IsDistinct(whole.Agents.Select(a => a.Agent)) ? whole : null;
    }

    public void Clear()
    {
        First = null;
        _visits.Clear();
        _agents.Clear();
    }

    private static bool IsDistinct(IEnumerable<string> ids)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        return ids.All(seen.Add);
    }
}
