using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using CallCenter.Core.Floor;
using CallCenter.Core.Identity;
using Microsoft.Extensions.Logging;

namespace CallCenter.Engine.Limits;

/// <summary>
/// Counts what goes over a limit: in the instrument callcenter.over_limit, and in the log, one line a minute for each limit of a source or
/// tenant. Its entries are as many as known sources and tenants have limits: a source that is refused has no name here. Safe for several
/// threads.
/// </summary>
/// <param name="meters">Null: no instrument.</param>
public sealed class OverLimitLog(TimeProvider time, ILogger log, IMeterFactory? meters = null)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<(TenantId Tenant, string Source, string Limit), Count> _counts = new();
    private readonly Counter<long>? _counter = meters?.Create("CallCenter").CreateCounter<long>(
        "callcenter.over_limit", "{item}", "Events, facts, sources, groups and subscriptions over a limit, by tenant, source and limit.");

    /// <summary>Events of a source that were refused, or facts that lost dimensions.</summary>
    internal void Report(SourceId source, LimitReached reached)
        => Report(source.Tenant, source.Name, NameOf(reached.Limit), reached.Count, reached.Max, reached.Option);

    /// <summary>Counts a refusal to a tenant, which the caller throws.</summary>
    /// <param name="count">How many the tenant has.</param>
    internal LimitExceededException Refuse(TenantId tenant, string limited, int count, int max, string option)
    {
        Report(tenant, "", limited, 1, max, option);
        return new LimitExceededException(limited, count, max, option);
    }

    /// <summary>Counts a selector that was refused for its groups.</summary>
    internal void ReportGroups(TenantId tenant, TenantLimits limits)
        => Report(tenant, "", "groups", 1, limits.GroupsMax, $"{limits.Path}:{nameof(limits.GroupsMax)}");

    private void Report(TenantId tenant, string source, string limit, int count, int max, string option)
    {
        _counter?.Add(count, new("tenant", tenant.Value), new("source", source), new("limit", limit));
        var entry = _counts.GetOrAdd((tenant, source, limit), _ => new Count());
        lock (entry)
        {
            entry.Unlogged += count;
            var now = time.GetTimestamp();
            if (entry.LoggedAt is { } last && time.GetElapsedTime(last, now) < Interval) return;
            EngineLog.OverLimit(log, tenant, SafeText.Of(source), limit, max, entry.Unlogged, SafeText.Of(option));
            (entry.Unlogged, entry.LoggedAt) = (0, now);
        }
    }

    private static string NameOf(SourceLimit limit) => limit switch
    {
        SourceLimit.Visits => "visits",
        SourceLimit.Offers => "offers",
        SourceLimit.Agents => "agents",
        SourceLimit.Memberships => "memberships",
        SourceLimit.TagSets => "tag_sets",
        SourceLimit.Rows => "rows",
        SourceLimit.TenantVisits => "tenant_visits",
        SourceLimit.TenantAgents => "tenant_agents",
        SourceLimit.TenantRows => "tenant_rows",
        SourceLimit.Contacts => "contacts",
        SourceLimit.Customers => "customers",
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private sealed class Count
    {
        public long Unlogged { get; set; }
        public long? LoggedAt { get; set; }
    }
}
