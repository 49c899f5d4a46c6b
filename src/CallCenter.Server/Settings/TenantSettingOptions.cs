using System.Text.Json;
using System.Text.Json.Nodes;
using CallCenter.Core.Identity;

namespace CallCenter.Server.Settings;

/// <summary>What a tenant's numbers depend on. All values are texts, so that every wrong one is named at once. Times are written as 20s,
/// 1m30s or 00:00:20.</summary>
public record TenantSettingOptions
{
    /// <value>IANA time zone whose days and clock intervals count where a window names none. Default UTC.</value>
    public string? TimeZone { get; set; }

    /// <value>First day of a week where a window names none. Default Monday.</value>
    public string? WeekStart { get; set; }

    /// <value>An answer with at most this wait is within the service level, unless the channel or queue says otherwise. Default 20 s, 1 s
    /// to 7 days. From a change on visits are judged by the new one; what was counted before stays.</value>
    public string? ServiceLevelThreshold { get; set; }

    /// <value>An abandon with at most this wait is short, unless the channel or queue says otherwise. Default 5 s, 0 s to 1 h.</value>
    public string? ShortAbandonLimit { get; set; }

    /// <value>Name of the calendar of queues that have none of their own. Default none: always open.</value>
    public string? Calendar { get; set; }

    /// <value>Limits by channel: phone, chat, email, ticket, callback.</value>
    public Dictionary<string, TargetOptions> Channels { get; set; } = new(StringComparer.Ordinal);

    /// <value>Settings of single queues.</value>
    public List<QueueOptions> Queues { get; set; } = [];

    /// <value>Calendars by name, of a-z, 0-9 and '-'.</value>
    public Dictionary<string, CalendarOptions> Calendars { get; set; } = new(StringComparer.Ordinal);

    /// <value>Reasons to be not ready that are work, such as training.</value>
    public List<string> ProductiveReasons { get; set; } = [];

    /// <value>Reasons to be not ready that are not.</value>
    public List<string> UnproductiveReasons { get; set; } = [];

    /// <value>What an hour costs.</value>
    public CostOptions Costs { get; set; } = new();

    /// <value>How long agents may be in a state, and how many breaks they may take.</value>
    public AgentLimitOptions AgentLimits { get; set; } = new();

    /// <value>What KPIs are to be, in whole or by group.</value>
    public List<KpiTargetOptions> KpiTargets { get; set; } = [];

    /// <value>Contacts that do not count, such as calls of test numbers and of staff. They are excluded when they arrive.</value>
    public List<ExclusionOptions> Exclusions { get; set; } = [];

    /// <value>KPIs of the tenant's own, made of counts and times of the catalogue. Targets may be about them.</value>
    public List<OwnKpiOptions> Kpis { get; set; } = [];
}

/// <summary>The settings of all tenants, and those of named ones.</summary>
public sealed record SettingOptions : TenantSettingOptions
{
    public SettingOptions()
        => (TimeZone, WeekStart, ServiceLevelThreshold, ShortAbandonLimit) = ("UTC", nameof(DayOfWeek.Monday), "20s", "5s");

    /// <value>Tenants with settings of their own; an omitted one is that of all.</value>
    public Dictionary<string, TenantSettingOptions> Tenants { get; set; } = new(StringComparer.Ordinal);

    /// <summary>Whether both say the same; in another order of names, too.</summary>
    public bool IsSame(SettingOptions other) => IsSame(this, other);

    /// <summary>Whether both say the same for a tenant, or for tenants without their own (null).</summary>
    internal bool IsSame(SettingOptions other, TenantId? tenant) => IsSame(Of(tenant), other.Of(tenant));

    private TenantSettingOptions? Of(TenantId? tenant) => tenant is null ? SettingsReader.Over(new TenantSettingOptions(), this)
        : Tenants.TryGetValue(tenant.Value.Value, out var own) ? SettingsReader.Over(own, this)
        : null;

    private static bool IsSame<T>(T one, T other)
        => JsonNode.DeepEquals(JsonSerializer.SerializeToNode(one), JsonSerializer.SerializeToNode(other));
}

/// <summary>Limits of waits.</summary>
public record TargetOptions
{
    /// <inheritdoc cref="TenantSettingOptions.ServiceLevelThreshold"/>
    public string? ServiceLevelThreshold { get; set; }

    /// <inheritdoc cref="TenantSettingOptions.ShortAbandonLimit"/>
    public string? ShortAbandonLimit { get; set; }
}

/// <summary>Settings of one queue; its limits go before those of the channel.</summary>
public sealed record QueueOptions : TargetOptions
{
    /// <value>Required. As in events.</value>
    public string? Name { get; set; }

    /// <value>Name of its calendar.</value>
    public string? Calendar { get; set; }

    /// <value>The department that it belongs to.</value>
    public string? Department { get; set; }
}

/// <summary>When a contact centre is open.</summary>
public sealed record CalendarOptions
{
    /// <value>IANA time zone of its clock. Default: that of the tenant.</value>
    public string? TimeZone { get; set; }

    /// <value>Hours by day of the week, such as "Monday": "08:00-12:00, 13:00-17:30"; a day that is left out is closed.</value>
    public Dictionary<string, string> Open { get; set; } = new(StringComparer.Ordinal);

    /// <value>Hours of single dates, such as "2026-12-25": "closed".</value>
    public Dictionary<string, string> Holidays { get; set; } = new(StringComparer.Ordinal);

    /// <value>Parts of each day by name, such as "peak": "10:00-12:00, 14:00-16:00".</value>
    public Dictionary<string, string> Bands { get; set; } = new(StringComparer.Ordinal);
}

/// <summary>What an hour costs, as plain numbers such as 38.50; all or none are set.</summary>
public sealed record CostOptions
{
    /// <value>Three letters, as EUR.</value>
    public string? Currency { get; set; }

    /// <value>Of one logged-in agent.</value>
    public string? AgentHour { get; set; }

    /// <value>Of systems, building and utilities. Default 0.</value>
    public string? FixedHour { get; set; }
}

/// <summary>How long an agent may be in a state at a time, 1 s to 24 h each, and how many breaks it may take in a window. Default: as it
/// likes.</summary>
public sealed record AgentLimitOptions
{
    /// <value>On break.</value>
    public string? Break { get; set; }

    /// <value>Not ready for a reason that is no break.</value>
    public string? NotReady { get; set; }

    /// <value>With an unanswered offer.</value>
    public string? Ringing { get; set; }

    /// <value>In conversation.</value>
    public string? Talk { get; set; }

    /// <value>With all customers on hold.</value>
    public string? Hold { get; set; }

    /// <value>In after-call work.</value>
    public string? WrapUp { get; set; }

    /// <value>Number of breaks, 0 to 1000.</value>
    public string? Breaks { get; set; }
}

/// <summary>A target. One of AtLeast and AtMost is set: 80% or 0.8 for ratios, 20s for times and the ages of moments, plain numbers for all
/// else.</summary>
public sealed record KpiTargetOptions
{
    /// <value>Required. Tells it from others: 1 to 63 of a-z, 0-9 and '-'.</value>
    public string? Name { get; set; }

    /// <value>Required. The KPI, such as service_level@20s.</value>
    public string? Kpi { get; set; }

    /// <value>Filters such as queue=sales,support. Default none.</value>
    public List<string> Where { get; set; } = [];

    /// <value>Dimensions such as queue: each group has the target for itself. Default none: one for all.</value>
    public List<string> GroupBy { get; set; } = [];

    /// <value>The time that counts, such as 30m or today@Europe/London. Default today.</value>
    public string? Window { get; set; }

    /// <value>The value is to be this or more.</value>
    public string? AtLeast { get; set; }

    /// <value>The value is to be this or less.</value>
    public string? AtMost { get; set; }

    /// <value>A value that meets the target and not this is at risk. Default none.</value>
    public string? Warning { get; set; }

    /// <value>A quotient over fewer says nothing. Default 1, 1 to 1000000.</value>
    public string? SampleMin { get; set; }

    /// <value>How long the target must be missed, or met, before an alert is raised, or cleared. Default 0 s, up to 24 h.</value>
    public string? HoldTime { get; set; }

    /// <value>When it holds: CALENDAR or CALENDAR/BAND. Default always.</value>
    public string? Hours { get; set; }

    /// <value>How many there will be at the end of the window, below the line of a ratio, for the error budget. Default not known.</value>
    public string? Forecast { get; set; }
}

/// <summary>Which contacts do not count: those of one of the customers, if there are any, to which all filters apply.</summary>
public sealed record ExclusionOptions
{
    /// <value>Required. Why, such as test; the dimension reason of contacts_excluded.</value>
    public string? Reason { get; set; }

    /// <value>Ids of customers as in events, such as +44207946*, with * for any characters. Where ids are replaced (Privacy) they are
    /// compared as a whole.</value>
    public List<string> Customers { get; set; } = [];

    /// <value>Filters such as direction=internal or tag.line=test, on what visits have when they are queued.</value>
    public List<string> Where { get; set; } = [];
}

/// <summary>A KPI of the tenant's own.</summary>
public sealed record OwnKpiOptions
{
    /// <value>Required. The KPI's id is own.NAME: 1 to 40 of a-z, 0-9 and '_'.</value>
    public string? Name { get; set; }

    /// <value>Required. A sum of KPIs that are counts, times or numbers of now, or one sum divided by another, such as
    /// (contacts_abandoned - contacts_short_abandoned) / contacts_offered. A KPI's variant follows after a dot.</value>
    public string? Formula { get; set; }

    /// <value>Its title. Default: its name.</value>
    public string? Title { get; set; }

    /// <value>What it means, in words. Default none.</value>
    public string? Description { get; set; }
}
