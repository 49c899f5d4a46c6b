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
            message.Values.AddRange(row.Values.Select((value, i) => ToValue(value, selector.Columns[i], row.Labels, state.AsOf)));
            snapshot.Rows.Add(message);
        }
        return snapshot;
    }

    private static V1.KpiValue ToValue(Core.Kpis.KpiValue value, Core.Views.Column column, string[] labels, Instant asOf)
    {
        var message = ValueMapper.ToValue(value, column.Kind);
        if (column.Targets?.StatusOf(labels, value, asOf) is { } status) message.TargetStatus = (TargetStatus)status;
        return message;
    }

    public static V1.Completeness ToCompleteness(BoardState state)
    {
        var completeness = state.Completeness;
        var message = new V1.Completeness();
        if (state.Window.KeptFrom is { } kept) message.KeptFromTime = ToTime(kept);
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

    // A quantile is no average, whatever its KPI is called.
    private static LocalText TitleOf(Core.Views.Column column)
    {
        if (column.Kind != Core.Kpis.KpiKind.Quantile) return column.Kpi.Name;
        var (times, quantile) = (column.Kpi.Name.WithoutAverage, QuantileText.Format(column.Arguments.Quantile!.Value));
        return new LocalText($"{times.En}, {quantile}", $"{times.Zh}，{quantile}");
    }

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
        Unit = column.Kpi.Unit,
        Kind = (KpiKind)column.Kind,
        Titles = { DefinitionMapper.ByLanguage(TitleOf(column)) },
        Additive = column.IsAdditive,
        Thresholds = { ThresholdsOf(column, targets).Select(Duration.FromTimeSpan) },
        Targets = { column.Targets?.All.Select(target => target.Target.Name) ?? [] },
    };
}
