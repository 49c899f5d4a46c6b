using System.Collections.Concurrent;
using CallCenter.Core.Identity;
using CallCenter.Core.Settings;
using CallCenter.Core.Targets;
using CallCenter.Core.Views;
using CallCenter.Notation;
using CallCenter.Server.Callers;
using CallCenter.Server.Errors;
using CallCenter.V1;
using Selector = CallCenter.Core.Views.Selector;

namespace CallCenter.Server.Kpis;

/// <summary>A target with what it is about.</summary>
/// <param name="Message">The selector of its values.</param>
/// <param name="Selector">The same, with everything that the tenant has.</param>
internal sealed record ResolvedTarget(KpiTarget Target, V1.Selector Message, Selector Selector)
{
    public Column Column => Selector.Columns[0];
}

/// <summary>The targets of each tenant. Safe for several threads.</summary>
/// <param name="map">Maps a selector of a caller.</param>
internal sealed class TargetBook(SettingsOfTenants settings, Func<Caller, V1.Selector, Selector> map)
{
    private readonly ConcurrentDictionary<TenantSettings, IReadOnlyList<ResolvedTarget>> _resolved = new();

    /// <exception cref="FieldErrorException">A target is wrong; <see cref="Errors"/> found that before.</exception>
    public IReadOnlyList<ResolvedTarget> Of(TenantId tenant) => _resolved.GetOrAdd(
        settings.Of(tenant),
        (own, named) => [.. own.KpiTargets.Select(target => Resolve(target, named))], tenant);

    /// <summary>What is wrong with what targets are about, each with what to do.</summary>
    public IEnumerable<string> Errors()
    {
        var found = ErrorsOf(TenantId.Default, settings.Common, "Settings").ToList();
        foreach (var tenant in settings.Named)
            found.AddRange(ErrorsOf(tenant, settings.Of(tenant), $"Settings:Tenants:{tenant}"));
        return found;
    }

    /// <summary>The columns, each with the targets of its values.</summary>
    /// <param name="where">Filters of the selector and of the caller.</param>
    public IReadOnlyList<Column> Mark(
        TenantId tenant, IReadOnlyList<Column> columns, IReadOnlyList<Dimension> groupBy, IReadOnlyList<Core.Views.Filter> where,
        Core.Windows.Window window)
    {
        var targets = Of(tenant);
        if (targets.Count == 0) return columns;
        var shown = WindowMapper.ToMessage(window);
        var fitting = targets.Where(target => WindowMapper.ToMessage(target.Selector.Window).Equals(shown)).ToList();
        return [.. columns.Select(column => column with { Targets = TargetsOf(column, fitting, groupBy, where) })];
    }

    private static ColumnTargets? TargetsOf(
        Column column, IEnumerable<ResolvedTarget> targets, IReadOnlyList<Dimension> groupBy, IReadOnlyList<Core.Views.Filter> where)
    {
        var kpi = ColumnMapper.ToRef(column);
        var own = targets.Where(target => ColumnMapper.ToRef(target.Column).Equals(kpi))
            .Select(target => TargetMatch.Of(target, groupBy, where)).OfType<ColumnTarget>().ToList();
        return own.Count == 0 ? null : new ColumnTargets(own);
    }

    private IEnumerable<string> ErrorsOf(TenantId tenant, TenantSettings own, string path)
    {
        for (var i = 0; i < own.KpiTargets.Count; i++)
        {
            var problem = ProblemOf(own.KpiTargets[i], tenant);
            if (problem is not null) yield return $"{path}:KpiTargets:{i} cannot be used: {problem}";
        }
    }

    private string? ProblemOf(KpiTarget target, TenantId tenant)
    {
        try
        {
            Resolve(target, tenant);
            return null;
        }
        catch (Exception e) when (e is FieldErrorException or FormatException)
        {
            return $"{e.Message.TrimEnd('.')}.";
        }
    }

    private ResolvedTarget Resolve(KpiTarget target, TenantId tenant)
    {
        var message = new V1.Selector
        {
            Kpis = { new KpiRef { Spec = target.Kpi } },
            GroupBy = { target.GroupBy },
            Where = { target.Where.Select(FilterText.Parse) },
            Window = WindowText.Parse(target.Window),
        };
        return new ResolvedTarget(target, message, map(new Caller(tenant, Rights.All, ""), message));
    }
}
