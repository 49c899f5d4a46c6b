using CallCenter.Core.Events;
using CallCenter.Core.Kpis;

namespace CallCenter.Core.Tests.Model;

/// <summary>What customers and reviewers said, over lists.</summary>
internal static class ModelQuality
{
    public static KpiValue? Value(ModelBoard board, string kpi)
    {
        var surveys = board.Facts<SurveyAnswered>();
        var scores = surveys.Select(s => s.ScoreMilli).OfType<int>().ToList();
        var likely = surveys.Select(s => s.Recommendation).OfType<int>().ToList();
        var reviews = board.Facts<QualityScored>();
        return kpi switch
        {
            "csat" => KpiValue.Ratio(scores.Count(s => s >= 4_000), scores.Count),
            "csat_score" => KpiValue.Score(scores.Sum(), scores.Count),
            "nps" => KpiValue.Ratio(likely.Count(r => r >= 9) - likely.Count(r => r <= 6), likely.Count),
            "survey_response_rate" => KpiValue.Ratio(surveys.Count(s => s.Question.Length == 0), board.Facts<SurveySent>().Count),
            "fcr_by_survey" => KpiValue.Ratio(surveys.Count(s => s.IsResolved == true), surveys.Count(s => s.IsResolved is not null)),
            "qa_score" => KpiValue.Score(reviews.Sum(r => r.ScoreMilli), reviews.Count),
            "qa_coverage" => KpiValue.Ratio(reviews.Count(r => r.Category.Length == 0), board.Completed.Count),
            "qa_automatic_fail_rate" => KpiValue.Ratio(reviews.Count(r => r.HasFailed), reviews.Count),
            "response_accuracy" => KpiValue.Ratio(reviews.Sum(r => r.CorrectCount), reviews.Sum(r => r.JudgedCount)),
            "complaints" => KpiValue.Count(board.Facts<ComplaintReceived>().Count),
            "stage_time" => KpiValue.Mean(Stages(board).Sum(), Stages(board).Count),
            _ => null,
        };
    }

    /// <summary>How long the stages took.</summary>
    public static IReadOnlyList<long> Stages(ModelBoard board)
        => [.. board.Facts<StageEnded>().Select(s => (long)s.Duration.TotalMilliseconds)];
}
