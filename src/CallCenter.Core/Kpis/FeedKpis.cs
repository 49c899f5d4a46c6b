using CallCenter.Core.Measures;

namespace CallCenter.Core.Kpis;

/// <summary>The health of the numbers themselves, by source.</summary>
internal static class FeedKpis
{
    public static readonly IReadOnlyList<KpiDefinition> All =
    [
        Feed("events_counted", "Events counted", "事件数", "events that were counted", Measure.EventsCounted),
        Feed("events_late", "Late events", "迟到事件",
            "events more than 2 s older than the newest of their source; counted in their own slot", Measure.EventsLate),
        Feed("events_duplicate", "Duplicate events", "重复事件", "events sent again; acked, not counted", Measure.EventsDuplicate),
        Feed("events_rejected", "Rejected events", "拒绝事件", "events that were invalid, too old, or did not fit", Measure.EventsRejected),
        Feed("events_future", "Events from the future", "超前事件", "events more than 5 s ahead of the server; counted at the server's time",
            Measure.EventsFuture),
        Feed("ghosts_closed", "Ghosts closed", "清除的幽灵呼叫", "visits ended by inference because their end was not seen", Measure.GhostsClosed),
        Feed("dimensions_dropped", "Dimensions dropped", "丢弃的维度",
            "facts counted without some of their dimensions, since their source reached a limit", Measure.DimensionsDropped),
        Feed("events_over_limit", "Events over a limit", "超限事件",
            "events that were refused since their source or tenant has as many visits, agents, offers or memberships as allowed; a part of "
                + "events_rejected", Measure.EventsOverLimit),
    ];

    private static KpiDefinition Feed(string id, string en, string zh, string formula, Measure measure)
        => new(id, KpiKind.Counter, "events", en, zh, RowKind.Source, Attribution.None)
        {
            Variants = KpiShapes.Only(formula, t => KpiValue.Count(t[measure])),
        };
}
