using CallCenter.Core.Measures;
using static CallCenter.Core.Kpis.KpiShapes;
using static CallCenter.Core.Kpis.Terms;

namespace CallCenter.Core.Kpis;

/// <summary>What customers and reviewers think of the handling.</summary>
internal static class QualityKpis
{
    private static readonly IReadOnlyList<KpiDefinition> Definitions =
    [
        Kpi("csat", "ratio", Text("Customer satisfaction", "满意度"),
            Text("Share of survey answers of 4 or 5 of 5.", "满意度调查中 4 或 5 分（满分 5 分）的占比。"),
            Formula.Ratio(Of(Measure.SurveysSatisfied), Of(Measure.Surveys))).WithReason(),
        Kpi("csat_score", "points", Text("Mean satisfaction score", "平均满意分"), Text("Mean survey answer, 1 to 5.", "满意度调查的平均分，1 至 5 分。"),
            Formula.Score(Of(Measure.SurveyScore), Of(Measure.Surveys))).WithReason(),
        Kpi("nps", "ratio", Text("Net promoter score", "净推荐值"),
            Text("Share of answers of 9 and 10 less the share of answers of 0 to 6, from -1 to 1.", "9 至 10 分占比减去 0 至 6 分占比，-1 至 1。"),
            Formula.Ratio(Of(Measure.Promoters) - Of(Measure.Detractors), Of(Measure.Recommendations))),
        Kpi("survey_response_rate", "ratio", Text("Survey response rate", "参评率"),
            Text("Surveys answered for each one sent.", "已回复的调查数与已发送的调查数之比。"),
            Formula.Ratio(Of(Measure.SurveysAnswered), Of(Measure.SurveysSent))),
        Kpi("fcr_by_survey", "ratio", Text("First contact resolution by survey", "问卷一次解决率"),
            Text("Share of the customers asked whether their issue was resolved who said that it was.", "被问及问题是否解决的客户中回答已解决的占比。"),
            Formula.Ratio(Of(Measure.SurveysResolved), Of(Measure.SurveysOfResolution))),
        Kpi("qa_score", "points", Text("Quality score", "质检分"), Text("Mean score of quality reviews, 0 to 100.", "质检平均分，0 至 100 分。"),
            Formula.Score(Of(Measure.QualityScore), Of(Measure.QualityScores))).WithReason(),
        Kpi("qa_coverage", "ratio", Text("Quality coverage", "质检覆盖率"),
            Text("Quality reviews for each conversation that ended.", "质检数与已结束通话数之比。"),
            Formula.Ratio(Of(Measure.Reviews), Completed)),
        Kpi("qa_automatic_fail_rate", "ratio", Text("Automatic fails", "质检自动不合格率"),
            Text("Share of quality scores that are automatic fails.", "质检评分中自动不合格的占比。"),
            Formula.Ratio(Of(Measure.AutomaticFails), Of(Measure.QualityScores))).WithReason(),
        Kpi("response_accuracy", "ratio", Text("Response accuracy", "响应准确率"),
            Text("Share of judged answers that were correct.", "经评判的答复中正确的占比。"),
            Formula.Ratio(Of(Measure.AnswersCorrect), Of(Measure.AnswersJudged))).WithReason(),
        Kpi("complaints", "contacts", Text("Complaints", "投诉量"), Text("Complaints received, by what they are about.", "收到的投诉，可按投诉原因区分。"),
            Formula.Count(Of(Measure.Complaints))).WithReason(),
        Mean("stage_time", Text("Average stage time", "平均环节耗时"),
            Text("Mean time of the stages of workflows that ended, by stage.", "已结束流程环节的平均耗时，可按环节区分。"),
            Measure.StageTime, Measure.Stages, Measure.StageTimes).WithReason(),
    ];

    public static readonly IReadOnlyList<KpiDefinition> All = [.. Definitions.Select(Counted)];

    // They name what they count for, and no more.
    private static KpiDefinition Counted(KpiDefinition kpi)
        => kpi.In(kpi.HasDimension("reason") ? [.. KpiDimensions.OfContacts, "reason"] : KpiDimensions.OfContacts);
}
