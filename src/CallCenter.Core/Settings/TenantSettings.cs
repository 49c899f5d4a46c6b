using CallCenter.Core.Kpis;
using CallCenter.Core.Measures;
using CallCenter.Core.Windows;

namespace CallCenter.Core.Settings;

/// <summary>What a tenant's numbers depend on beside its events.</summary>
public sealed record TenantSettings
{
    public static readonly TenantSettings Standard = new();

    /// <summary>Counts the changes; settings of different numbers differ.</summary>
    public long Number { get; init; }

    /// <summary>Whose days and clock intervals count where a window names no zone.</summary>
    public TimeZoneInfo Zone { get; init; } = TimeZoneInfo.Utc;

    /// <summary>First day of a week where a window names none.</summary>
    public DayOfWeek WeekStart { get; init; } = DayOfWeek.Monday;

    /// <summary>What waits are judged by.</summary>
    public WaitTargets Targets { get; init; } = WaitTargets.Standard;

    /// <summary>Settings of single queues, by their names.</summary>
    public IReadOnlyList<QueueSettings> Queues { get; init; } = [];

    /// <summary>The department of a queue; empty: none that is known.</summary>
    public string DepartmentOf(string queue) => Queues.FirstOrDefault(q => q.Name == queue)?.Department ?? "";

    /// <summary>Calendars by name.</summary>
    public IReadOnlyDictionary<string, BusinessCalendar> Calendars { get; init; } = new Dictionary<string, BusinessCalendar>();

    /// <summary>The calendar of each queue.</summary>
    public QueueCalendars QueueCalendars { get; init; } = new(null, new Dictionary<string, BusinessCalendar>());

    public ReasonClasses Reasons { get; init; } = ReasonClasses.None;

    /// <summary>Null: not known.</summary>
    public CostRates? Costs { get; init; }

    public AgentLimits AgentLimits { get; init; } = AgentLimits.None;

    /// <summary>What KPIs are to be.</summary>
    public IReadOnlyList<KpiTarget> KpiTargets { get; init; } = [];

    /// <summary>KPIs of the tenant's own, beside those of the catalogue.</summary>
    public IReadOnlyList<KpiDefinition> Kpis { get; init; } = [];

    /// <summary>Which contacts do not count; the first that fits gives the reason.</summary>
    public IReadOnlyList<ExclusionRule> Exclusions { get; init; } = [];
}

/// <summary>Settings of one queue.</summary>
/// <param name="Department">Empty: none.</param>
/// <param name="Calendar">Name of its own calendar; empty: that of other queues.</param>
public sealed record QueueSettings(string Name, OwnTarget Target, string Department, string Calendar);

/// <summary>Reasons to be not ready that are work, and those that are not; others are neither.</summary>
public sealed record ReasonClasses(IReadOnlyList<string> Productive, IReadOnlyList<string> Unproductive)
{
    public static readonly ReasonClasses None = new([], []);
}

/// <summary>What an hour costs.</summary>
/// <param name="Currency">ISO 4217.</param>
/// <param name="AgentHour">Of one logged-in agent.</param>
/// <param name="FixedHour">Of systems, building and utilities.</param>
public sealed record CostRates(string Currency, decimal AgentHour, decimal FixedHour);

/// <summary>How long an agent may be in a state at a time, and how many breaks it may take; null: any.</summary>
public sealed record AgentLimits
{
    public static readonly AgentLimits None = new();

    public TimeSpan? Break { get; init; }
    public TimeSpan? NotReady { get; init; }
    public TimeSpan? Ringing { get; init; }
    public TimeSpan? Talk { get; init; }
    public TimeSpan? Hold { get; init; }
    public TimeSpan? WrapUp { get; init; }

    /// <summary>In the window of the question.</summary>
    public int? Breaks { get; init; }

    /// <summary>The limit of a state.</summary>
    public TimeSpan? Of(Gauge state) => state switch
    {
        Gauge.AgentOnBreak => Break,
        Gauge.AgentNotReady => NotReady,
        Gauge.AgentRinging => Ringing,
        Gauge.AgentTalking => Talk,
        Gauge.AgentOnHold => Hold,
        Gauge.AgentInWrapUp => WrapUp,
        _ => null,
    };
}
