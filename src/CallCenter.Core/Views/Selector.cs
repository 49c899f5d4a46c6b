using CallCenter.Core.Identity;
using CallCenter.Core.Kpis;
using CallCenter.Core.Measures;
using CallCenter.Core.Settings;
using CallCenter.Core.Targets;
using CallCenter.Core.Windows;

namespace CallCenter.Core.Views;

/// <summary>One column: a KPI with its variant and threshold filled in.</summary>
public sealed record Column(KpiDefinition Kpi, KpiVariant Variant, KpiArguments Arguments)
{
    /// <summary>Whether the KPI makes sense by the dimensions of the selector; otherwise the column has no values.</summary>
    public bool IsApplicable { get; init; } = true;

    /// <summary>What its values are to be; null: nobody has said.</summary>
    public ColumnTargets? Targets { get; init; }

    /// <summary>The window whose values the column has; null: that of the selector.</summary>
    public Comparison? Comparison { get; init; }

    /// <summary>The variant's formula, or that of the quantile asked for.</summary>
    public Formula Formula => IsQuantile ? Formula.Quantile(new TimeAt(Variant.Distribution!, Arguments.Quantile!.Value)) : Variant.Formula;

    public KpiKind Kind => Comparison switch
    {
        Windows.Comparison.Rank => KpiKind.Counter,
        Windows.Comparison.Percentile => KpiKind.Ratio,
        _ => IsQuantile ? KpiKind.Quantile : Variant.Formula.Kind,
    };

    /// <summary>Whether its values say where those of another column are among their peers.</summary>
    public bool IsOfPeers => Comparison is Windows.Comparison.Rank or Windows.Comparison.Percentile;

    private bool IsQuantile => Arguments.Quantile is not null && Variant.Distribution is not null;

    /// <inheritdoc cref="KpiDefinition.IsAdditive"/>
    public bool IsAdditive => Kpi.IsAdditive && Kind != KpiKind.Quantile && !IsOfPeers;
}

/// <summary>Keeps rows whose value in a dimension is one of these.</summary>
public sealed record Filter(Dimension Dimension, IReadOnlySet<string> Values)
{
    public bool Keeps(RowKey row, SourceId source) => Values.Contains(Dimension.ValueOf(row, source));
}

/// <summary>Which KPIs, of what, over which window. Selectors with equal <see cref="Key"/> share one view.</summary>
/// <param name="Tenant">Whose rows count; rows of other tenants do not exist here.</param>
/// <param name="Text">What tells selectors of one tenant apart.</param>
public sealed record Selector(
    TenantId Tenant, string Text, IReadOnlyList<Column> Columns, IReadOnlyList<Dimension> GroupBy, IReadOnlyList<Filter> Where,
        Window Window)
{
    /// <summary>
    /// Agents by queue are counted in each of their queues, so by membership; without a queue once, by agent.
    /// </summary>
    private RowKind AgentKind => GroupBy.Any(d => d.IsQueue) || Where.Any(f => f.Dimension.IsQueue) ? RowKind.Member : RowKind.Agent;

    /// <summary>Kinds of rows that the columns read.</summary>
    public IReadOnlySet<RowKind> Kinds { get; private init; } = new HashSet<RowKind>();

    /// <summary>Which of the groups are shown.</summary>
    public GroupChoice Choice { get; init; } = GroupChoice.All;

    /// <summary>The thresholds of the tenant's queues.</summary>
    public WaitTargets Targets { get; init; } = WaitTargets.Standard;

    /// <summary>Whose days count.</summary>
    public TimeZoneInfo Zone { get; init; } = TimeZoneInfo.Utc;

    /// <summary>What an hour costs; null: not known.</summary>
    public CostRates? Costs { get; init; }

    public AgentLimits AgentLimits { get; init; } = AgentLimits.None;

    /// <summary>How far counts reach back: what of the window is older is in no value.</summary>
    public TimeSpan Kept { get; init; } = Window.KeptOf(Window.SlidingMax);

    /// <summary>Whether there are other windows to compare the window with.</summary>
    public bool CanCompare => ComparedWindow.ToCompare(Window, Comparison.Previous, Zone) is not null;

    /// <summary>The column of now whose change a column of another window tells; null: it is none.</summary>
    public int? ComparedWith(int column) => Columns[column].IsOfPeers ? null : BaseOf(column);

    /// <summary>The column that another compares; null: it compares none, or one that is not there.</summary>
    public int? BaseOf(int column)
    {
        if (Columns[column].Comparison is null) return null;
        for (var i = 0; i < Columns.Count; i++)
        {
            if (Columns[i] == Columns[column] with { Comparison = null }) return i;
        }
        return null;
    }

    /// <summary>Of the tenant's settings that the selector was made by.</summary>
    public long SettingsNumber { get; init; }

    /// <summary>Tells selectors apart; its first part is the tenant.</summary>
    public string Key => $"{Tenant}\n{SettingsNumber}\n{Text}";

    public Selector Complete()
    {
        var kinds = Columns.Where(c => c.IsApplicable).SelectMany(c => c.Kpi.RowKinds)
            .Select(k => k == RowKind.Agent ? AgentKind : k);
        if (Window.ReadsContacts) kinds = kinds.Append(RowKind.Contact);
        return this with { Kinds = kinds.ToHashSet() };
    }

    /// <summary>Whether rows of the source can be selected; of other sources nothing is shown, not even that they exist.</summary>
    public bool SelectsSource(SourceId source)
        => source.Tenant == Tenant && Where.All(filter => !filter.Dimension.IsSource || filter.Values.Contains(source.Name));

    /// <summary>Equal for selectors that select the same sources.</summary>
    public string SourcesKey { get; } = string.Join('\n',
        [
            Tenant.Value,
            .. Where.Where(filter => filter.Dimension.IsSource)
                .Select(filter => string.Join('\t', filter.Values.Order(StringComparer.Ordinal))),
        ]);

    /// <summary>Equal for selectors that put the same rows into the same groups.</summary>
    public string GroupingKey => string.Join('\n',
        [
            Tenant.Value, ListOf(GroupBy.Select(dimension => dimension.Name)), ListOf(Kinds.Order().Select(kind => kind.ToString())),
            ListOf(Choice.Idle),
            .. Where.Select(filter => ListOf(filter.Values.Order(StringComparer.Ordinal).Prepend(filter.Dimension.Name))),
        ]);

    // With lengths, since a client's values may contain anything.
    private static string ListOf(IEnumerable<string> texts) => string.Concat(texts.Select(text => $"{text.Length}:{text}"));

    public bool Selects(RowHistory row) => Selects(row.Key, row.Source);

    /// <inheritdoc cref="Selects(RowHistory)"/>
    public bool Selects(RowKey row, SourceId source)
    {
        if (source.Tenant != Tenant || !Kinds.Contains(row.Kind)) return false;
        foreach (var filter in Where)
        {
            if (!filter.Keeps(row, source)) return false;
        }
        return true;
    }

    public string[] LabelsOf(RowKey row, SourceId source)
    {
        var labels = new string[GroupBy.Count];
        for (var i = 0; i < labels.Length; i++) labels[i] = GroupBy[i].ValueOf(row, source);
        return labels;
    }
}
