using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using CallCenter.Core.Identity;
using CallCenter.Core.Settings;
using CallCenter.Core.Targets;
using CallCenter.Core.Views;
using CallCenter.Engine.Alerts;
using CallCenter.Engine.Settings;
using CallCenter.Notation;
using CallCenter.Server.Callers;
using CallCenter.Server.Errors;
using CallCenter.Server.Settings;
using CallCenter.V1;
using Selector = CallCenter.Core.Views.Selector;

namespace CallCenter.Server.Kpis;

/// <summary>A target with what it is about.</summary>
/// <param name="Message">The selector of its values.</param>
/// <param name="Selector">The same, with everything that the tenant has.</param>
internal sealed record ResolvedTarget(KpiTarget Target, V1.Selector Message, Selector Selector) : WatchedTarget(Target, Selector)
{
    public Column Column => Selector.Columns[0];
}

/// <summary>The targets of each tenant. Safe for several threads.</summary>
/// <param name="map">Maps a selector of a caller.</param>
internal sealed class TargetBook(CurrentSettings settings, Func<Caller, V1.Selector, Selector> map)
{
    // Tenants may share settings, and have selectors of their own.
    private readonly ConditionalWeakTable<TenantSettings, ConcurrentDictionary<TenantId, IReadOnlyList<ResolvedTarget>>> _resolved = [];

    /// <summary>The targets of a tenant; the same list for as long as the settings are the same.</summary>
    /// <exception cref="FieldErrorException">A target is wrong; <see cref="Check(SettingErrors)"/> found that before.</exception>
    public IReadOnlyList<ResolvedTarget> Of(TenantId tenant)
    {
        var own = settings.Of(tenant);
        return _resolved.GetOrCreateValue(own).GetOrAdd(
            tenant, static (of, at) => [.. at.own.KpiTargets.Select(target => at.book.Resolve(target, of))], (book: this, own));
    }

    /// <summary>Checks what targets are about.</summary>
    public void Check(SettingErrors errors)
    {
        Check(TenantId.Default, settings.All.Common, SettingsReader.Root, errors);
        var known = errors.All.ToHashSet();
        foreach (var tenant in settings.All.Named)
        {
            // Those that it takes over are wrong once, where they are written, unless something else that they need is its own.
            var (found, at) = (errors.Apart(), $"{SettingsReader.Root}:{nameof(SettingOptions.Tenants)}:{tenant}");
            Check(tenant, settings.Of(tenant), at, found);
            foreach (var error in found.All)
            {
                var ofCommon = error with { Path = error.Path.Replace(at, SettingsReader.Root, StringComparison.Ordinal) };
                if (!known.Contains(ofCommon)) errors.Add(error.Path, error.Problem);
            }
        }
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

    private void Check(TenantId tenant, TenantSettings own, string path, SettingErrors errors)
    {
        for (var i = 0; i < own.KpiTargets.Count; i++)
        {
            var at = $"{path}:{nameof(TenantSettingOptions.KpiTargets)}:{i}";
            try
            {
                Resolve(own.KpiTargets[i], tenant);
            }
            catch (FieldErrorException e)
            {
                foreach (var error in e.All) errors.Add(at + PartOf(error.Field), error.Problem);
            }
        }
    }

    // "selector.group_by[1]" is of "GroupBy:1".
    private static string PartOf(string field)
    {
        var index = field.Split('[', ']').ElementAtOrDefault(1);
        return field.Split('.', '[')[1] switch
        {
            "kpis" => $":{nameof(KpiTargetOptions.Kpi)}",
            "group_by" when index is not null => $":{nameof(KpiTargetOptions.GroupBy)}:{index}",
            "where" when index is not null => $":{nameof(KpiTargetOptions.Where)}:{index}",
            "group_by" => $":{nameof(KpiTargetOptions.GroupBy)}",
            "where" => $":{nameof(KpiTargetOptions.Where)}",
            "window" => $":{nameof(KpiTargetOptions.Window)}",
            _ => "",
        };
    }

    private ResolvedTarget Resolve(KpiTarget target, TenantId tenant)
    {
        var errors = new FieldErrors();
        var where = errors.Try(target.Where, (text, i) => Parse(FilterText.Parse, text, $"selector.where[{i}]"));
        var window = errors.Try(() => Parse(WindowText.Parse, target.Window, "selector.window"));
        errors.ThrowIfAny();
        var message = new V1.Selector
        {
            Kpis = { new KpiRef { Spec = target.Kpi } },
            GroupBy = { target.GroupBy },
            Where = { where },
            Window = window,
        };
        return new ResolvedTarget(target, message, map(new Caller(tenant, Rights.All, ""), message));
    }

    private static T Parse<T>(Func<string, T> parse, string text, string field)
    {
        try
        {
            return parse(text);
        }
        catch (FormatException e)
        {
            throw new FieldErrorException(field, $"is wrong: {e.Message.TrimEnd('.')}", text);
        }
    }
}
