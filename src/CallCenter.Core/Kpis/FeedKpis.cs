using CallCenter.Core.Measures;
using static CallCenter.Core.Kpis.Formula;
using static CallCenter.Core.Kpis.KpiShapes;
using static CallCenter.Core.Kpis.Terms;

namespace CallCenter.Core.Kpis;

/// <summary>The health of the numbers themselves, by source.</summary>
internal static class FeedKpis
{
    public static readonly IReadOnlyList<KpiDefinition> All =
    [
        Feed("events_counted", Text("Events counted", "事件数"), Text("Events that were counted.", "已计数的事件。"), Measure.EventsCounted),
        Feed("events_late", Text("Late events", "迟到事件"),
            Text("Events more than 2 s older than the newest of their source; counted in their own slot.", "比同一来源最新事件早 2 秒以上的事件；计入其自身的时段。"),
            Measure.EventsLate),
        Feed("events_duplicate", Text("Duplicate events", "重复事件"),
            Text("Events sent again; acked, not counted.", "再次发送的事件；已确认，不计数。"), Measure.EventsDuplicate),
        Feed("events_rejected", Text("Rejected events", "拒绝事件"),
            Text("Events that were invalid, too old, or did not fit.", "无效、过旧或与状态不符的事件。"), Measure.EventsRejected),
        Feed("events_future", Text("Events from the future", "超前事件"),
            Text("Events more than 5 s ahead of the server; counted at the server's time.", "超前服务器 5 秒以上的事件；按服务器时间计数。"),
            Measure.EventsFuture),
        Varied("ghosts_closed", "events", Text("Ghosts closed", "清除的幽灵呼叫"),
            Text("Visits ended by inference because their end was not seen.", "因未收到结束事件而推断结束的访问。"),
            [
                new("standard", "", Count(Of(Measure.GhostsClosed))),
                new("by_silence", "Genesys stuck calls", Count(Of(Measure.GhostsBySilence))),
                new("by_report", "", Count(Of(Measure.GhostsByReport))),
                new("by_order", "Medallia queuing safeguards", Count(Of(Measure.GhostsByOrder))),
                new("by_source", "", Count(Of(Measure.GhostsBySource))),
            ]).By(Attribution.None),
        Feed("dimensions_dropped", Text("Dimensions dropped", "丢弃的维度"),
            Text("Facts counted without some of their dimensions, since their source reached a limit.", "因来源达到上限而缺少部分维度的计数。"),
            Measure.DimensionsDropped),
        Feed("events_over_limit", Text("Events over a limit", "超限事件"),
            Text("Events that were refused since their source or tenant has as many visits, agents, offers or memberships as allowed; a "
                + "part of events_rejected.", "因来源或租户的访问、坐席、振铃或队列成员数已达上限而被拒绝的事件；属于拒绝事件的一部分。"), Measure.EventsOverLimit),
    ];

    private static KpiDefinition Feed(string id, LocalText name, LocalText description, Measure measure)
        => Counter(id, "events", name, description, measure).By(Attribution.None);
}
