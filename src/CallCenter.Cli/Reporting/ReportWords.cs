using CallCenter.V1;

namespace CallCenter.Cli;

/// <summary>The words of a report in one language.</summary>
internal sealed record ReportWords
{
    public required string Report { get; init; }
    public required string AsOf { get; init; }
    public required string SoFar { get; init; }
    public required string Partial { get; init; }
    public required string Indicators { get; init; }
    public required string Indicator { get; init; }
    public required string Formula { get; init; }
    public required string Source { get; init; }
    public required string Target { get; init; }
    public required string Actual { get; init; }
    public required string Attainment { get; init; }
    public required string Remark { get; init; }
    public required string Met { get; init; }
    public required string AtRisk { get; init; }
    public required string Unmet { get; init; }
    public required string NoData { get; init; }
    public required string Gap { get; init; }
    public required string Previous { get; init; }
    public required string Before { get; init; }
    public required string After { get; init; }
    public required string FewerThan { get; init; }
    public required string OnlyIn { get; init; }
    public required string WithoutValue { get; init; }
    public required string Stages { get; init; }
    public required string Stage { get; init; }
    public required string Mean { get; init; }
    public required string Share { get; init; }
    public required string Slowest { get; init; }
    public required string StagesNote { get; init; }
    public required string By { get; init; }
    public required string MainDelay { get; init; }
    public required string MainDelayNote { get; init; }
    public required string NotSet { get; init; }
    public required string Measures { get; init; }
    public required string Measure { get; init; }
    public required string Start { get; init; }
    public required string Owner { get; init; }
    public required string Due { get; init; }
    public required string Progress { get; init; }
    public required string Change { get; init; }
    public required string MeasuresNote { get; init; }

    public static ReportWords In(string language) => language == DisplayLanguage.Chinese ? Chinese : English;

    public string Of(TargetStatus status) => status switch
    {
        TargetStatus.Met => Met,
        TargetStatus.AtRisk => AtRisk,
        TargetStatus.Unmet => Unmet,
        _ => NoData,
    };

    private static ReportWords English => new()
    {
        Report = "Report of the contact centre",
        AsOf = "as of",
        SoFar = "so far",
        Partial = "partial: counts are kept from",
        Indicators = "Table 1: indicators",
        Indicator = "Indicator",
        Formula = "Formula",
        Source = "Source",
        Target = "Target",
        Actual = "Actual",
        Attainment = "Met?",
        Remark = "Remark",
        Met = "✔ met",
        AtRisk = "▲ at risk",
        Unmet = "✘ not met",
        NoData = "– no data",
        Gap = "gap",
        Previous = "previous period",
        Before = "Before",
        After = "After",
        FewerThan = "fewer than",
        OnlyIn = "the target holds in",
        WithoutValue = "Without a value",
        Stages = "Table 2: stages and delays",
        Stage = "Stage",
        Mean = "Mean",
        Share = "Share of the whole",
        Slowest = "Slowest groups",
        StagesNote = "The whole of a contact is its wait, conversation, hold and after-call work; that of a workflow is all its stages.",
        By = "Table 3: by",
        MainDelay = "Main delay",
        MainDelayNote = "Main delay: the stage whose mean is furthest above that of all groups.",
        NotSet = "(not set)",
        Measures = "Improvement measures",
        Measure = "Measure",
        Start = "Start",
        Owner = "Owner",
        Due = "Due",
        Progress = "Progress",
        Change = "Change",
        MeasuresNote = "Before: the last whole period before the start. After: the period of this report.",
    };

    private static ReportWords Chinese => new()
    {
        Report = "客服中心报告",
        AsOf = "截至",
        SoFar = "尚未结束",
        Partial = "数据不完整：计数保留自",
        Indicators = "表1：指标达标情况",
        Indicator = "指标",
        Formula = "计算公式",
        Source = "数据来源",
        Target = "目标值",
        Actual = "实际值",
        Attainment = "达标情况",
        Remark = "备注",
        Met = "✔ 达标",
        AtRisk = "▲ 有风险",
        Unmet = "✘ 未达标",
        NoData = "– 无数据",
        Gap = "差距",
        Previous = "上期",
        Before = "改善前",
        After = "改善后",
        FewerThan = "样本少于",
        OnlyIn = "目标适用时段",
        WithoutValue = "无数值",
        Stages = "表2：环节耗时与延迟",
        Stage = "环节",
        Mean = "平均",
        Share = "占全程比例",
        Slowest = "最慢分组",
        StagesNote = "联络全程为排队、通话、保持与话后处理；流程全程为其所有环节。",
        By = "表3：分类统计",
        MainDelay = "主要延迟环节",
        MainDelayNote = "主要延迟环节：平均耗时高出总体最多的环节。",
        NotSet = "（未设置）",
        Measures = "改进措施",
        Measure = "措施",
        Start = "开始日期",
        Owner = "负责人",
        Due = "完成期限",
        Progress = "进展",
        Change = "变化",
        MeasuresNote = "改善前：开始日期之前最后一个完整周期。改善后：本报告周期。",
    };
}
