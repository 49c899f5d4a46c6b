using CallCenter.Core.Kpis;
using CallCenter.V1;

namespace CallCenter.Server.Kpis;

/// <summary>Names of the codes of the contract in the languages of the catalogue. Those of enum values are without the enum's prefix
/// here.</summary>
internal static class CodeTitles
{
    private static readonly (CodeKind Kind, string Prefix, (string Code, string En, string Zh)[] Codes)[] Table =
    [
        (CodeKind.Unit, "",
        [
            ("contacts", "contacts", "联络"), ("contacts/h", "contacts an hour", "联络/小时"), ("agents", "agents", "坐席"), ("s", "seconds", "秒"),
            ("ratio", "share", "占比"), ("events", "events", "事件"), ("time", "moment", "时刻"), ("points", "points", "分"),
            ("messages", "messages", "消息"), ("offers", "offers", "振铃"), ("breaks", "breaks", "小休"),
            ("contacts/day", "contacts a day", "联络/天"), ("money", "money", "金额"), ("money/h", "money an hour", "金额/小时"),
            ("state", "state", "状态"),
        ]),
        (CodeKind.KpiKind, "KPI_KIND_",
        [
            ("GAUGE", "Current number", "瞬时值"), ("COUNTER", "Count", "计数"), ("RATIO", "Ratio", "比率"), ("MEAN", "Average time", "平均时长"),
            ("TIME", "Total time", "总时长"), ("SINCE", "Moment", "时刻"), ("SCORE", "Average score", "平均分"), ("RATE", "Rate an hour", "每小时数"),
            ("QUANTILE", "Quantile", "分位数"),
        ]),
        (CodeKind.Dimension, "",
        [
            ("queue", "Queue", "队列"), ("agent", "Agent", "坐席"), ("team", "Team", "班组"), ("channel", "Channel", "渠道"),
            ("direction", "Direction", "方向"), ("customer_tier", "Customer tier", "客户等级"), ("issue_type", "Kind of issue", "问题类型"),
            ("customer_segment", "Customer segment", "客户细分"),
            ("complexity", "Complexity", "复杂度"), ("priority", "Priority", "优先级"), ("language", "Language", "语言"),
            ("seniority", "Seniority", "资历"), ("reason", "Reason", "原因"), ("source", "Source", "来源"),
            ("tag.NAME", "Tag", "标签"),
        ]),
        (CodeKind.Channel, "",
        [
            ("phone", "Phone", "电话"), ("chat", "Chat", "在线聊天"), ("email", "E-mail", "邮件"), ("ticket", "Ticket", "工单"),
            ("callback", "Call-back", "回呼"),
        ]),
        (CodeKind.Direction, "", [("inbound", "Inbound", "呼入"), ("outbound", "Outbound", "呼出"), ("internal", "Internal", "内部")]),
        (CodeKind.AgentState, "AGENT_STATE_",
        [
            ("UNSPECIFIED", "Unknown", "未知"), ("OFFLINE", "Logged out", "签出"), ("AVAILABLE", "Available", "空闲"),
            ("RINGING", "Ringing", "振铃"), ("TALKING", "Talking", "通话中"), ("ON_HOLD", "On hold", "保持中"), ("WRAP_UP", "In wrap-up", "整理"),
            ("BREAK", "On break", "小休"), ("NOT_READY", "Not ready", "置忙"),
        ]),
        (CodeKind.VisitOutcome, "VISIT_OUTCOME_",
        [
            ("COMPLETED_BY_CUSTOMER", "Answered, ended by the customer", "已接起，客户结束"),
            ("COMPLETED_BY_AGENT", "Answered, ended by the agent", "已接起，坐席结束"),
            ("TRANSFERRED_BLIND", "Transferred blind", "盲转"), ("TRANSFERRED_CONSULT", "Transferred after consultation", "咨询后转接"),
            ("ABANDONED", "Abandoned", "放弃"), ("TIMED_OUT", "Timed out", "排队超时"), ("KEY_EXIT", "Left by key", "按键退出"),
            ("QUEUE_EMPTY", "Queue without agents", "队列无坐席"), ("WITHDRAWN", "Withdrawn", "被撤出"), ("REDIRECTED", "Redirected", "改派"),
            ("OVERFLOWED", "Overflowed", "溢出"), ("VOICEMAIL", "Voicemail", "语音留言"), ("CALLBACK_REQUESTED", "Call-back requested", "请求回呼"),
            ("FAILED", "Failed", "技术故障"), ("LOST", "Lost, end not seen", "丢失，未收到结束事件"),
        ]),
        (CodeKind.FeedState, "FEED_STATE_",
        [
            ("UNSPECIFIED", "Unknown", "未知"), ("CONNECTED", "Connected", "已连接"), ("BEHIND", "Behind", "滞后"), ("SILENT", "Silent", "无消息"),
            ("DISCONNECTED", "Disconnected", "已断开"), ("CALLS", "Publishes by calls", "按次发布"),
        ]),
        (CodeKind.Attribution, "ATTRIBUTION_",
        [
            ("BY_ARRIVAL", "By arrival", "按到达时刻"), ("BY_OUTCOME", "By outcome", "按结果时刻"),
            ("BY_SERVICE_LEVEL_EVENT", "By the decision on the threshold", "按阈值判定时刻"),
        ]),
        (CodeKind.NoValueReason, "NO_VALUE_REASON_",
        [
            ("UNSPECIFIED", "Nothing to divide by", "无数据"), ("OUT_OF_RANGE", "Out of range", "超出范围"),
            ("FORMULA_FAILED", "Failure of the server", "服务器故障"), ("NOT_APPLICABLE", "Not by this dimension", "不适用于此维度"),
            ("NOT_KEPT", "No longer kept", "已不再保存"), ("NEVER_LOGGED_IN", "Never logged in", "从未签入"),
            ("NOT_CONFIGURED", "Not configured", "未配置"),
        ]),
    ];

    public static IEnumerable<CodeTitle> All => Table.SelectMany(kind => kind.Codes.Select(code => new CodeTitle
    {
        Kind = kind.Kind,
        Code = kind.Prefix + code.Code,
        Titles = { DefinitionMapper.ByLanguage(new LocalText(code.En, code.Zh)) },
    }));
}
