using CallCenter.Core.Identity;
using CallCenter.Core.Settings;
using CallCenter.Core.Targets;

namespace CallCenter.Core.Alerts;

/// <summary>
/// The life of an alert of one target and group. Raised when the target was missed at each evaluation of the hold time, cleared when it was
/// met at each. What is at risk lies between and ends both runs, as does what has no data.
/// </summary>
public static class AlertMachine
{
    /// <summary>An alert without data for longer is over.</summary>
    public static readonly TimeSpan NoDataMax = TimeSpan.FromHours(24);

    /// <summary>The alert after an evaluation.</summary>
    /// <param name="alert">The alert before; null: none, or it was cleared.</param>
    /// <param name="newId">The id for a new one.</param>
    /// <returns>Null: the target is not missed.</returns>
    public static Alert? Next(
        Alert? alert, KpiTarget target, IReadOnlyList<string> labels, TargetJudgement judged, Instant now, Func<long> newId)
    {
        if (judged is { Status: TargetStatus.Unmet, Value: { } value })
        {
            alert ??= new Alert(newId(), AlertSubject.Of(target, labels), now, value);
            alert = alert with { Worst = Worse(target, alert.Worst, value), MetSince = null, NoDataSince = null };
            return Missed(alert, target, value, now);
        }
        return alert is not { IsRaised: true } ? null : judged.Status switch
        {
            TargetStatus.Met => Met(alert with { MetSince = alert.MetSince ?? now, NoDataSince = null }, target, now),
            TargetStatus.NoData => WithoutData(alert with { MetSince = null, NoDataSince = alert.NoDataSince ?? now }, now),
            _ => alert with { MetSince = null, NoDataSince = null },
        };
    }

    /// <summary>The alert of a target that is not there any more; null: it was not raised.</summary>
    public static Alert? WithoutTarget(Alert alert, Instant now) => alert.IsRaised ? Cleared(alert, now, AlertEnd.TargetGone) : null;

    private static Alert Missed(Alert alert, KpiTarget target, decimal value, Instant now)
        => alert.IsRaised || now - alert.Since < target.HoldTime ? alert : alert with { RaisedAt = now, ValueAtRaise = value };

    private static Alert Met(Alert alert, KpiTarget target, Instant now)
        => now - alert.MetSince!.Value < target.HoldTime ? alert : Cleared(alert, now, AlertEnd.Met);

    private static Alert WithoutData(Alert alert, Instant now)
        => now - alert.NoDataSince!.Value < NoDataMax ? alert : Cleared(alert, now, AlertEnd.NoData);

    private static Alert Cleared(Alert alert, Instant now, AlertEnd end) => alert with { ClearedAt = now, End = end };

    private static decimal Worse(KpiTarget target, decimal a, decimal b) => target.IsAtLeast ? Math.Min(a, b) : Math.Max(a, b);
}
