using CallCenter.Core.Identity;
using CallCenter.Core.Kpis;
using CallCenter.Core.Settings;
using CallCenter.Core.Targets;

namespace CallCenter.Core.Alerts;

/// <summary>The alerts of a tenant that are not cleared, and what is to be written of them. Used by one thread at a time.</summary>
public sealed class OpenAlerts
{
    private readonly Dictionary<string, Dictionary<string, Alert>> _byTarget = new(StringComparer.Ordinal);
    private readonly Dictionary<long, Alert?> _unwritten = [];
    private readonly HashSet<long> _onlyWorse = []; // Of the unwritten ones.
    private long _lastId;

    /// <param name="stored">The stored alerts that are open.</param>
    /// <param name="lastId">The largest id that was ever given.</param>
    public OpenAlerts(IEnumerable<Alert> stored, long lastId)
    {
        _lastId = lastId;
        foreach (var alert in stored) Of(alert.Subject.Target)[KeyOf(alert.Subject.Labels)] = alert;
    }

    public IEnumerable<Alert> All => _byTarget.Values.SelectMany(alerts => alerts.Values);

    /// <summary>Whether something is to be written soon; worse values alone have time.</summary>
    public bool IsDue => _unwritten.Count > _onlyWorse.Count;

    /// <summary>Judges all groups of a target. Groups that are not among them have no data.</summary>
    public void Judge(KpiTarget target, IEnumerable<(string[] Labels, KpiValue Value)> groups, Instant now)
    {
        var known = Of(target.Name);
        var without = known.Keys.ToHashSet(StringComparer.Ordinal);
        foreach (var (labels, value) in groups)
        {
            var key = KeyOf(labels);
            without.Remove(key);
            Set(known, key, AlertMachine.Next(
                known.GetValueOrDefault(key), target, labels, TargetJudgement.Of(target, value, now), now, () => NewId(now)));
        }
        var none = new TargetJudgement(TargetStatus.NoData, null, target.Limit);
        foreach (var key in without) Set(known, key, AlertMachine.Next(known[key], target, known[key].Subject.Labels, none, now, () => 0));
    }

    /// <summary>Ends the alerts of all other targets.</summary>
    public void KeepOnly(IReadOnlyList<KpiTarget> targets, Instant now)
    {
        foreach (var known in _byTarget.Values)
        {
            foreach (var (key, alert) in known.Where(of => !targets.Any(of.Value.Subject.IsOf)).ToList())
                Set(known, key, AlertMachine.WithoutTarget(alert, now));
        }
    }

    /// <summary>What is to be written, until <see cref="Written"/>: alerts by their ids, none: it is to be deleted.</summary>
    public IReadOnlyDictionary<long, Alert?> Unwritten => _unwritten;

    public void Written()
    {
        _unwritten.Clear();
        _onlyWorse.Clear();
    }

    private void Set(Dictionary<string, Alert> known, string key, Alert? next)
    {
        var before = known.GetValueOrDefault(key);
        if (before == next) return;
        if (next is { IsOpen: true }) known[key] = next;
        else known.Remove(key);
        var id = next?.Id ?? before!.Id;
        var isOnlyWorse = before is not null && next is not null && (before with { Worst = next.Worst }) == next;
        if (!isOnlyWorse) _onlyWorse.Remove(id);
        else if (!_unwritten.ContainsKey(id)) _onlyWorse.Add(id);
        _unwritten[id] = next;
    }

    private long NewId(Instant now) => _lastId = Math.Max(_lastId + 1, now.UnixMs);

    private Dictionary<string, Alert> Of(string target)
    {
        if (!_byTarget.TryGetValue(target, out var alerts))
            _byTarget.Add(target, alerts = new Dictionary<string, Alert>(StringComparer.Ordinal));
        return alerts;
    }

    // No label has a unit separator: control characters are refused.
    private static string KeyOf(IReadOnlyList<string> labels) => labels.Count == 1 ? labels[0] : string.Join('\u001f', labels);
}
