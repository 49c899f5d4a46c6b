using CallCenter.Core.Windows;

namespace CallCenter.Core.Settings;

/// <summary>A target of a tenant: a limit on the right side of which a KPI is to stay. What it is about is kept as it is written, in the
/// notation of selectors.</summary>
/// <param name="Name">Tells it from the tenant's others.</param>
/// <param name="Kpi">As in KpiRef.spec.</param>
/// <param name="Limit">In the unit of the value's number: seconds, or 0.8 for 80 %.</param>
/// <param name="IsAtLeast">The value is to be the limit or more; else the limit or less.</param>
public sealed record KpiTarget(string Name, string Kpi, decimal Limit, bool IsAtLeast)
{
    /// <summary>Filters, each as DIMENSION=VALUE,VALUE.</summary>
    public IReadOnlyList<string> Where { get; init; } = [];

    /// <summary>Dimensions: each group has the target for itself.</summary>
    public IReadOnlyList<string> GroupBy { get; init; } = [];

    /// <summary>The time that counts.</summary>
    public string Window { get; init; } = "today";

    /// <summary>A value that is on the right side of the limit and not of this is at risk; null: there is no such level.</summary>
    public decimal? Warning { get; init; }

    /// <summary>A quotient over fewer says nothing.</summary>
    public long SampleMin { get; init; } = 1;

    /// <summary>How long it must be missed, or met, before an alert is raised, or cleared.</summary>
    public TimeSpan HoldTime { get; init; }

    /// <summary>It holds only when this is open; null: always.</summary>
    public BusinessCalendar? Calendar { get; init; }

    /// <summary>A part of the open hours; empty: all of them.</summary>
    public string Band { get; init; } = "";

    /// <summary>How many there will be at the end of the window, below the line of a ratio; null: not known.</summary>
    public long? Forecast { get; init; }

    /// <summary>Whether it holds at a moment.</summary>
    public bool IsActive(Identity.Instant now)
        => Calendar is null || Calendar.OpenBetween(now, now + TimeSpan.FromMilliseconds(1), Band).Count > 0;
}
