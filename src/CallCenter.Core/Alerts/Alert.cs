using CallCenter.Core.Identity;
using CallCenter.Core.Settings;

namespace CallCenter.Core.Alerts;

/// <summary>Why an alert is over. Stored by number, in the protocol's order.</summary>
public enum AlertEnd : byte
{
    /// <summary>It is open.</summary>
    None = 0,

    /// <summary>The target was met for the hold time.</summary>
    Met = 1,

    /// <summary>There was no data for <see cref="AlertMachine.NoDataMax"/>.</summary>
    NoData = 2,

    /// <summary>The settings do not have the target any more, or it is about something else.</summary>
    TargetGone = 3,
}

/// <summary>What an alert is about: a target as it was when it was missed first, and one of its groups.</summary>
/// <param name="Target">Name of the target.</param>
/// <param name="Kpi">As in KpiRef.spec.</param>
/// <param name="Where">The target's filters, each as DIMENSION=VALUE,VALUE.</param>
/// <param name="GroupBy">The target's dimensions.</param>
/// <param name="Labels">The group, in the order of the dimensions.</param>
/// <param name="Limit">In the unit of the value's number.</param>
public sealed record AlertSubject(
    string Target, string Kpi, IReadOnlyList<string> Where, IReadOnlyList<string> GroupBy, IReadOnlyList<string> Labels, decimal Limit,
    bool IsAtLeast)
{
    public static AlertSubject Of(KpiTarget target, IReadOnlyList<string> labels)
        => new(target.Name, target.Kpi, target.Where, target.GroupBy, labels, target.Limit, target.IsAtLeast);

    /// <summary>Whether a target is the one that was missed; it may have another limit now.</summary>
    public bool IsOf(KpiTarget target) => Target == target.Name && Kpi == target.Kpi && GroupBy.SequenceEqual(target.GroupBy)
        && Where.SequenceEqual(target.Where);
}

/// <summary>A missed target of a group, from the first evaluation that missed it on. Until it is raised it is shown to nobody.</summary>
/// <param name="Id">Within the tenant; grows with each.</param>
/// <param name="Since">Since when the target is missed.</param>
/// <param name="Worst">The value that was furthest on the wrong side.</param>
public sealed record Alert(long Id, AlertSubject Subject, Instant Since, decimal Worst)
{
    /// <summary>Null: it has not been missed for the hold time yet.</summary>
    public Instant? RaisedAt { get; init; }

    /// <summary>The value at <see cref="RaisedAt"/>.</summary>
    public decimal ValueAtRaise { get; init; }

    /// <summary>Since when a raised alert's target is met; null: it is not.</summary>
    public Instant? MetSince { get; init; }

    /// <summary>Since when a raised alert's target has no data; null: it has.</summary>
    public Instant? NoDataSince { get; init; }

    /// <summary>Null: it is open.</summary>
    public Instant? ClearedAt { get; init; }

    public AlertEnd End { get; init; }

    public bool IsRaised => RaisedAt is not null;

    public bool IsOpen => ClearedAt is null;
}

/// <summary>Somebody has seen an alert.</summary>
/// <param name="Note">Empty: none.</param>
public sealed record Acknowledgement(string Name, string Note, Instant At);
