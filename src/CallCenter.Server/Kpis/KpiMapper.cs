using CallCenter.Core.Identity;
using CallCenter.Core.Kpis;
using CallCenter.Core.Measures;
using CallCenter.Engine.Board;
using CallCenter.V1;
using Google.Protobuf.WellKnownTypes;
using KpiDefinition = CallCenter.V1.KpiDefinition;
using KpiKind = CallCenter.V1.KpiKind;
using KpiValue = CallCenter.V1.KpiValue;
using KpiVariant = CallCenter.V1.KpiVariant;

namespace CallCenter.Server.Kpis;

/// <summary>Turns board states and definitions into messages.</summary>
internal static class KpiMapper
{
    public static Snapshot ToSnapshot(BoardState state, Core.Views.Selector selector)
    {
        var snapshot = new Snapshot { WindowStartTime = ToTime(state.Edges.Start), WindowEndTime = ToTime(state.Edges.End) };
        snapshot.Columns.AddRange(selector.Columns.Select(ToColumn));
        foreach (var row in state.Rows)
        {
            var message = new KpiRow();
            message.Labels.AddRange(row.Labels);
            foreach (var value in row.Values) message.Values.Add(ToValue(value));
            snapshot.Rows.Add(message);
        }
        return snapshot;
    }

    /// <summary>The changes since a revision, which must not be older than all known removals.</summary>
    public static Update ToUpdate(BoardState state, long since)
    {
        var update = new Update { WindowStartTime = ToTime(state.Edges.Start), WindowEndTime = ToTime(state.Edges.End) };
        foreach (var group in state.Removals.Groups)
        {
            if (group.RemovedAt > since) update.RemovedGroups.Add(new GroupLabels { Labels = { group.Labels } });
        }
        foreach (var row in state.Rows)
        {
            RowUpdate? message = null;
            for (var i = 0; i < row.Values.Length; i++)
            {
                if (row.ChangedAt[i] <= since) continue;
                if (message is null)
                {
                    update.Rows.Add(message = new RowUpdate());
                    message.Labels.AddRange(row.Labels);
                }
                message.Values.Add(new ColumnValue { Column = i, Value = ToValue(row.Values[i]) });
            }
        }
        return update;
    }

    public static V1.Completeness ToCompleteness(Engine.Shards.Completeness completeness)
    {
        var message = new V1.Completeness();
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
        return message;
    }

    public static KpiDefinition ToDefinition(Core.Kpis.KpiDefinition kpi)
    {
        var message = new KpiDefinition
        {
            Id = kpi.Id,
            Version = kpi.Version,
            NameEn = kpi.NameEn,
            NameZh = kpi.NameZh,
            Unit = kpi.Unit,
            Kind = (KpiKind)kpi.Kind,
            Formula = kpi.Variants[0].Formula,
            Attribution = (V1.Attribution)kpi.Attribution,
        };
        if (kpi.Variants.Count > 1)
            message.Variants.AddRange(kpi.Variants.Select(v => new KpiVariant { Id = v.Id, Formula = v.Formula, UsedBy = v.UsedBy }));
        if (kpi.HasThreshold)
            message.Thresholds.AddRange(Enumerable.Range(0, WaitThresholds.Count).Select(i => Duration.FromTimeSpan(WaitThresholds.At(i))));
        return message;
    }

    public static Timestamp ToTime(Instant instant) => Timestamp.FromDateTimeOffset(instant.ToDateTimeOffset());

    private static KpiColumn ToColumn(Core.Views.Column column)
    {
        var kpi = new KpiRef { Id = column.Kpi.Id, Variant = column.Variant.Id };
        if (column.Kpi.HasThreshold) kpi.Threshold = Duration.FromTimeSpan(WaitThresholds.At(column.Arguments.Threshold));
        return new KpiColumn { Kpi = kpi, Version = column.Kpi.Version, Unit = column.Kpi.Unit };
    }

    private static KpiValue ToValue(Core.Kpis.KpiValue value) => value.Kind switch
    {
        KpiValueKind.None => new KpiValue { NoValueReason = (V1.NoValueReason)value.Reason },
        KpiValueKind.Count => new KpiValue { Count = value.A },
        KpiValueKind.Duration => new KpiValue { Duration = ToSpan(value.A) },
        KpiValueKind.Ratio => new KpiValue { Ratio = new Ratio { Numerator = value.A, Denominator = value.B } },
        KpiValueKind.Mean => new KpiValue { Mean = new Mean { Total = ToSpan(value.A), Count = value.B } },
        KpiValueKind.Time => new KpiValue { Time = ToTime(new Instant(value.A)) },
        KpiValueKind.Score => new KpiValue { Score = new Score { Total = value.A / 1000.0, Count = value.B } },
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private static Duration ToSpan(long ms) => Duration.FromTimeSpan(TimeSpan.FromMilliseconds(ms));
}
