using CallCenter.Core.Identity;
using CallCenter.Core.Kpis;
using CallCenter.Core.Measures;
using CallCenter.Core.Settings;
using CallCenter.Engine.Board;
using CallCenter.Notation;
using CallCenter.V1;
using Google.Protobuf.WellKnownTypes;
using KpiKind = CallCenter.V1.KpiKind;

namespace CallCenter.Server.Kpis;

/// <summary>Turns board states into messages.</summary>
internal static class KpiMapper
{
    public static Snapshot ToSnapshot(BoardState state, Core.Views.Selector selector)
    {
        var snapshot = new Snapshot { WindowStartTime = ToTime(state.Window.Start), WindowEndTime = ToTime(state.Window.End) };
        snapshot.Columns.AddRange(selector.Columns.Select(column => ToColumn(column, selector.Targets)));
        foreach (var row in state.Rows)
        {
            var message = new KpiRow { Row = row.Number };
            message.Labels.AddRange(row.Labels);
            message.Values.AddRange(row.Values.Select((_, i) => ToValue(row, i, selector, state.AsOf)));
            snapshot.Rows.Add(message);
        }
        return snapshot;
    }

    private static V1.KpiValue ToValue(BoardRow row, int index, Core.Views.Selector selector, Instant asOf)
    {
        var (values, column) = (row.Values, selector.Columns[index]);
        var message = ValueMapper.ToValue(values[index], column.Kind);
        if (column.Targets?.StatusOf(row.Labels, values[index], asOf) is { } status) message.TargetStatus = (TargetStatus)status;
        if (selector.ComparedWith(index) is not { } with || ValueChange.Of(values[with], values[index]) is not { } change) return message;
        message.Change = change.By;
        if (change.Percent is { } percent) message.ChangePercent = percent;
        return message;
    }

    public static V1.Completeness ToCompleteness(BoardState state) => ToCompleteness(state.Completeness, state.Window.KeptFrom);

    /// <param name="keptFrom">The oldest kept counts, if there would be older ones.</param>
    public static V1.Completeness ToCompleteness(Engine.Shards.Completeness completeness, Instant? keptFrom)
    {
        var message = new V1.Completeness();
        if (keptFrom is { } kept) message.KeptFromTime = ToTime(kept);
        if (completeness.Newest is { } newest) message.NewestEventTime = ToTime(newest);
        if (completeness.Shards.StaleSince is { } stale) message.StaleSinceTime = ToTime(stale);
        foreach (var (source, from, to) in completeness.Gaps)
            message.Gaps.Add(new Gap { Source = source.Name, StartTime = ToTime(from), EndTime = ToTime(to) });
        foreach (var shard in completeness.Shards.Unreadable)
        {
            message.UnreadableShards.Add(
                new UnreadableShard { Shard = shard.Shard, SinceTime = ToTime(shard.Since!.Value), Reason = shard.Reason });
        }
        foreach (var (source, since) in completeness.DimensionsDropped)
            message.DroppedDimensions.Add(new DroppedDimensions { Source = source.Name, SinceTime = ToTime(since) });
        foreach (var (source, since) in completeness.OverLimit)
            message.LimitedSources.Add(new LimitedSource { Source = source.Name, SinceTime = ToTime(since) });
        if (completeness.SourcesRefused is { } refused) message.SourcesRefusedSinceTime = ToTime(refused);
        message.TroubledSources.AddRange(completeness.Troubled.Select(ToFeed));
        return message;
    }

    public static Source ToSource(Engine.Shards.ListedSource source)
    {
        var message = new Source
        {
            Source_ = source.Feed.Source.Name,
            State = (V1.FeedState)source.Feed.State,
            NewestEventTime = source.Feed.Newest is { } newest ? ToTime(newest) : null,
            LastWordTime = source.Feed.HeardAt is { } heard ? ToTime(heard) : null,
        };
        if (source.Committed is { } committed) message.CommittedSequence = committed.Value;
        return message;
    }

    private static V1.SourceFeed ToFeed(Engine.Shards.SourceFeed feed) => new()
    {
        Source = feed.Source.Name,
        State = (V1.FeedState)feed.State,
        NewestEventTime = feed.Newest is { } newest ? ToTime(newest) : null,
        LastWordTime = feed.HeardAt is { } heard ? ToTime(heard) : null,
    };

    public static Timestamp ToTime(Instant instant) => Timestamp.FromDateTimeOffset(instant.ToDateTimeOffset());

    private static LocalText TitleOf(Core.Views.Column column) => column.Comparison switch
    {
        Core.Windows.Comparison.Previous => new LocalText($"{NameOf(column).En}, the time before", $"{NameOf(column).Zh}，上一时段"),
        Core.Windows.Comparison.DayBefore => new LocalText($"{NameOf(column).En}, a day before", $"{NameOf(column).Zh}，昨日同期"),
        Core.Windows.Comparison.WeekBefore => new LocalText($"{NameOf(column).En}, a week before", $"{NameOf(column).Zh}，上周同期"),
        Core.Windows.Comparison.Rank => new LocalText($"{NameOf(column).En}, rank", $"{NameOf(column).Zh}，排名"),
        Core.Windows.Comparison.Percentile => new LocalText($"{NameOf(column).En}, percentile", $"{NameOf(column).Zh}，百分位"),
        _ => NameOf(column),
    };

    // A quantile is no average, whatever its KPI is called.
    private static LocalText NameOf(Core.Views.Column column)
    {
        if (column.Kind != Core.Kpis.KpiKind.Quantile) return column.Kpi.Name;
        var (times, quantile) = (column.Kpi.Name.WithoutAverage, QuantileText.Format(column.Arguments.Quantile!.Value));
        return new LocalText($"{times.En}, {quantile}", $"{times.Zh}，{quantile}");
    }

    private static string UnitOf(Core.Views.Column column) => column.Comparison switch
    {
        Core.Windows.Comparison.Rank => "rank",
        Core.Windows.Comparison.Percentile => "ratio",
        _ => column.Kpi.Unit,
    };

    private static IEnumerable<TimeSpan> ThresholdsOf(Core.Views.Column column, WaitTargets targets)
    {
        if (!column.Kpi.HasThreshold) return [];
        return column.Arguments.Threshold == KpiArguments.OwnThreshold
            ? targets.Thresholds
            : [WaitThresholds.At(column.Arguments.Threshold)];
    }

    public static KpiColumn ToColumn(Core.Views.Column column, WaitTargets targets) => new()
    {
        Kpi = ColumnMapper.ToRef(column),
        Spec = ColumnMapper.ToSpec(column),
        Version = column.Kpi.Version,
        Unit = UnitOf(column),
        Kind = (KpiKind)column.Kind,
        Titles = { DefinitionMapper.ByLanguage(TitleOf(column)) },
        Additive = column.IsAdditive,
        Thresholds = { ThresholdsOf(column, targets).Select(Duration.FromTimeSpan) },
        Targets = { column.Targets?.All.Select(target => target.Target.Name) ?? [] },
    };
}
