namespace CallCenter.Cli;

/// <summary>The words of ccg top in one language.</summary>
internal sealed record TopWords
{
    public required string Queues { get; init; }
    public required string Agents { get; init; }
    public required string Targets { get; init; }
    public required string Alerts { get; init; }
    public required string Waiting { get; init; }
    public required string Total { get; init; }
    public required string Live { get; init; }
    public required string Stale { get; init; }
    public required string Incomplete { get; init; }
    public required string Connecting { get; init; }
    public required string Paused { get; init; }
    public required string Filter { get; init; }
    public required string Nothing { get; init; }
    public required string MoreColumns { get; init; }
    public required string TooSmall { get; init; }
    public required string Agent { get; init; }
    public required string State { get; init; }
    public required string Since { get; init; }
    public required string Reason { get; init; }
    public required string Target { get; init; }
    public required string Status { get; init; }
    public required string Group { get; init; }
    public required string Indicator { get; init; }
    public required string Value { get; init; }
    public required string Limit { get; init; }
    public required string Worst { get; init; }
    public required string Acknowledged { get; init; }
    public required string Footer { get; init; }
    public required string TypingFooter { get; init; }
    public required string[] Help { get; init; }

    public static TopWords In(string language) => language == DisplayLanguage.Chinese ? Chinese : English;

    private static TopWords English => new()
    {
        Queues = "Queues",
        Agents = "Agents",
        Targets = "Targets",
        Alerts = "Alerts",
        Waiting = "Waiting",
        Total = "All",
        Live = "● live",
        Stale = "◐ stale since",
        Incomplete = "▲ incomplete",
        Connecting = "○ connecting",
        Paused = "‖ paused",
        Filter = "filter",
        Nothing = "Nothing to show.",
        MoreColumns = "more columns on a wider terminal",
        TooSmall = "The terminal is too small.",
        Agent = "Agent",
        State = "State",
        Since = "For",
        Reason = "Reason",
        Target = "Target",
        Status = "Status",
        Group = "Group",
        Indicator = "Indicator",
        Value = "Value",
        Limit = "Limit",
        Worst = "Worst",
        Acknowledged = "Acknowledged",
        Footer = "q quit  / filter  ← → sort  r reverse  Enter open  Tab next view  p pause  ? help",
        TypingFooter = "Enter keep the filter  Esc drop it",
        Help =
        [
            "1 2 3 4, Tab   queues, agents, targets, alerts",
            "↑ ↓ PgUp PgDn  choose a row",
            "Enter          agents and waiting contacts of the queue; Esc goes back",
            "← → or < >     sort by the column to the left or right; r reverses",
            "/              show only rows with a text; Esc drops it",
            "p              pause; p again goes on",
            "q, Ctrl-C      quit",
            "",
            "✘ target not met   ▲ at risk   – no value, which is not zero",
            "",
            "Any key closes this help.",
        ],
    };

    private static TopWords Chinese => new()
    {
        Queues = "队列",
        Agents = "坐席",
        Targets = "目标",
        Alerts = "告警",
        Waiting = "排队中",
        Total = "全部",
        Live = "● 实时",
        Stale = "◐ 数据停滞于",
        Incomplete = "▲ 数据不完整",
        Connecting = "○ 连接中",
        Paused = "‖ 已暂停",
        Filter = "筛选",
        Nothing = "没有可显示的内容。",
        MoreColumns = "列需更宽的终端",
        TooSmall = "终端太小。",
        Agent = "坐席",
        State = "状态",
        Since = "持续",
        Reason = "原因",
        Target = "目标",
        Status = "达标情况",
        Group = "分组",
        Indicator = "指标",
        Value = "数值",
        Limit = "目标值",
        Worst = "最差值",
        Acknowledged = "确认人",
        Footer = "q 退出  / 筛选  ← → 排序  r 反序  Enter 打开  Tab 下一视图  p 暂停  ? 帮助",
        TypingFooter = "Enter 保留筛选  Esc 取消",
        Help =
        [
            "1 2 3 4, Tab   队列、坐席、目标、告警",
            "↑ ↓ PgUp PgDn  选择行",
            "Enter          该队列的坐席与排队联络；Esc 返回",
            "← → 或 < >     按左侧或右侧的列排序；r 反序",
            "/              只显示含有文字的行；Esc 取消",
            "p              暂停；再按 p 继续",
            "q, Ctrl-C      退出",
            "",
            "✘ 未达标   ▲ 有风险   – 无数值（不是零）",
            "",
            "按任意键关闭帮助。",
        ],
    };
}
