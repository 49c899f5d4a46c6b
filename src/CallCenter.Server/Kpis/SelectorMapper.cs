using CallCenter.Core.Views;
using CallCenter.Engine.Settings;
using CallCenter.Server.Callers;
using CallCenter.Server.Errors;
using Google.Protobuf;

namespace CallCenter.Server.Kpis;

/// <summary>Turns a selector into the domain's, or says which fields are wrong and what would be right.</summary>
internal sealed class SelectorMapper
{
    // The whole catalogue in all variants, and room to grow.
    private const int KpisMax = 500;
    private const int GroupByMax = 4;
    private const int FiltersMax = 10;

    private readonly CurrentSettings _settings;
    private readonly TimeSpan _windowMax;
    private readonly WindowMapper _windows;

    /// <param name="windowMax">Longest window that rows are kept for.</param>
    public SelectorMapper(CurrentSettings settings, TimeSpan windowMax, TimeProvider time)
    {
        (_settings, _windowMax, _windows) = (settings, windowMax, new WindowMapper(windowMax, time));
        Targets = new TargetBook(settings, MapWithoutTargets);
    }

    /// <summary>What KPIs are to be.</summary>
    public TargetBook Targets { get; }

    /// <param name="caller">Whose filters are added to those of the message.</param>
    public Selector Map(Caller caller, V1.Selector? message)
    {
        var selector = MapWithoutTargets(caller, message);
        return selector with
        {
            Columns = Targets.Mark(caller.Tenant, selector.Columns, selector.GroupBy, selector.Where, selector.Window),
        };
    }

    private Selector MapWithoutTargets(Caller caller, V1.Selector? message)
    {
        if (message is null) throw new FieldErrorException("selector", "is missing; it is required");
        CheckCounts(message);
        var own = _settings.Of(caller.Tenant);
        var errors = new FieldErrors();
        var columns = errors.Try(message.Kpis, (kpi, i) => ColumnMapper.Map(kpi, own.Kpis, $"selector.kpis[{i}]"));
        var groupBy = errors.Try(message.GroupBy, (name, i) => FilterMapper.DimensionOf(name, $"selector.group_by[{i}]"));
        var where = errors.Try(message.Where, (filter, i) => FilterMapper.Map(filter, $"selector.where[{i}]"));
        var window = errors.Try(() => _windows.Map(message.Window, own, "selector.window"));
        var choice = errors.Try(() => GroupChoiceMapper.Map(message, "selector.groups"));
        errors.ThrowIfAny();
        IReadOnlyList<Filter> all = [.. where, .. caller.Rights.Filters];
        if (window is Core.Windows.SinceLoginWindow && !groupBy.Any(d => d.IsAgent) && !all.Any(f => f.Dimension.IsAgent))
            throw new FieldErrorException(
                "selector.window.since_login", "needs 'agent' in group_by, or a filter on it: each agent has its own");
        columns = Applicability.Mark(columns, groupBy, where, caller.Rights.Filters);
        // Callers with different filters share no view: the text has them.
        var selector = new Selector(caller.Tenant, TextOf(message, columns, all, window!), columns, groupBy, all, window!)
        {
            Choice = choice!,
            SettingsNumber = own.Number,
            Targets = own.Targets,
            Zone = own.Zone,
            Costs = own.Costs,
            AgentLimits = own.AgentLimits,
            Kept = Core.Windows.Window.KeptOf(_windowMax),
        }.Complete();
        ColumnMapper.CheckComparisons(selector);
        return selector;
    }

    private static void CheckCounts(V1.Selector message)
    {
        var errors = new FieldErrors();
        Check(
            message.Kpis.Count is > 0 and <= KpisMax, "kpis", $"has {message.Kpis.Count} KPIs; ask for 1 to {KpisMax}",
            message.Kpis.Count);
        Check(
            message.GroupBy.Count <= GroupByMax, "group_by",
            $"has {message.GroupBy.Count} dimensions; at most {GroupByMax} are allowed", message.GroupBy.Count);
        Check(
            message.Where.Count <= FiltersMax, "where", $"has {message.Where.Count} filters; at most {FiltersMax} are allowed",
            message.Where.Count);
        errors.ThrowIfAny();

        void Check(bool holds, string field, string problem, int count) => errors.Try<object>(
            () => holds ? field : throw new FieldErrorException($"selector.{field}", problem, $"{count}"));
    }

    // Equal for all messages that mean the same, so that their readers share one view.
    private static string TextOf(
        V1.Selector message, IReadOnlyList<Column> columns, IReadOnlyList<Filter> where, Core.Windows.Window window)
    {
        var resolved = new V1.Selector { GroupBy = { message.GroupBy }, Window = WindowMapper.ToMessage(window), Groups = message.Groups };
        resolved.Kpis.AddRange(columns.Select(ColumnMapper.ToRef));
        foreach (var filter in where)
        {
            resolved.Where.Add(new V1.Filter
            {
                Dimension = filter.Dimension.Name,
                Values = { filter.Values.Order(StringComparer.Ordinal) },
            });
        }
        return resolved.ToByteString().ToBase64();
    }
}
