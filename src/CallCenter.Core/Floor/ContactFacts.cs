using CallCenter.Core.Events;
using CallCenter.Core.Identity;
using CallCenter.Core.Measures;

namespace CallCenter.Core.Floor;

/// <summary>The facts that count by themselves, whatever is live.</summary>
internal sealed class ContactFacts(FloorState state, ContactLives lives)
{
    /// <summary>4 of 5: the usual top-two-box satisfaction.</summary>
    private const int SatisfiedMilli = 4_000;

    /// <summary>The limits of the Net Promoter Score.</summary>
    private const int PromoterMin = 9, DetractorMax = 6;

    private readonly DeltaSet _deltas = state.Deltas;

    public void Count(ContactEvent e, Instant at, Instant receivedAt)
    {
        var row = state.Rows.NumberOf(KeyOf(e));
        switch (e)
        {
            case VisitRefused:
                _deltas.Count(row, Measure.Refused, at, 1);
                if (state.Hours.IsOpen(e.Queue, at) is { } isOpen)
                    _deltas.Count(row, isOpen ? Measure.RequestsInHours : Measure.RequestsOffHours, at, 1);
                break;
            case ContactResolved resolved:
                lives.Count(resolved.ContactId, new CountedFact(row, Measure.Resolved, at));
                lives.Apply(e, resolved.ContactId, at, receivedAt);
                break;
            case ContactReopened reopened:
                lives.Count(reopened.ContactId, new CountedFact(row, Measure.Reopened, at));
                lives.Apply(e, reopened.ContactId, at, receivedAt);
                break;
            case SurveySent:
                _deltas.Count(row, Measure.SurveysSent, at, 1);
                break;
            case SurveyAnswered survey:
                Count(survey, row, at);
                break;
            case QualityScored quality:
                Count(quality, row, at);
                break;
            case ComplaintReceived:
                _deltas.Count(row, Measure.Complaints, at, 1);
                break;
            case RevenueRecorded revenue:
                _deltas.Count(row, Measure.Revenue, at, revenue.AmountMilli);
                break;
            case VoicemailLeft:
                _deltas.Count(row, Measure.VoicemailsLeft, at, 1);
                break;
            case CallbackAttempted attempt:
                _deltas.Count(row, Measure.CallbackAttempts, at, 1);
                _deltas.Count(row, Measure.CallbacksConnected, at, attempt.Result == CallbackResult.Connected ? 1 : 0);
                break;
            case CallbackAbandoned:
                _deltas.Count(row, Measure.CallbacksAbandoned, at, 1);
                break;
            case StageEnded stage:
                _deltas.Count(row, Measure.Stages, at, 1);
                _deltas.Count(row, Measure.StageTime, at, (long)stage.Duration.TotalMilliseconds);
                _deltas.Count(row, Measure.StageTimes.Bucket((long)stage.Duration.TotalMilliseconds), at, 1);
                break;
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    private void Count(SurveyAnswered survey, int row, Instant at)
    {
        // One survey may have many questions.
        if (survey.Question.Length == 0) _deltas.Count(row, Measure.SurveysAnswered, at, 1);
        if (survey.ScoreMilli is { } milli)
        {
            _deltas.Count(row, Measure.Surveys, at, 1);
            _deltas.Count(row, Measure.SurveyScore, at, milli);
            _deltas.Count(row, Measure.SurveysSatisfied, at, milli >= SatisfiedMilli ? 1 : 0);
        }
        if (survey.IsResolved is { } isResolved)
        {
            _deltas.Count(row, Measure.SurveysOfResolution, at, 1);
            _deltas.Count(row, Measure.SurveysResolved, at, isResolved ? 1 : 0);
        }
        if (survey.Recommendation is not { } likely) return;
        _deltas.Count(row, Measure.Recommendations, at, 1);
        _deltas.Count(row, Measure.Promoters, at, likely >= PromoterMin ? 1 : 0);
        _deltas.Count(row, Measure.Detractors, at, likely <= DetractorMax ? 1 : 0);
    }

    private void Count(QualityScored quality, int row, Instant at)
    {
        _deltas.Count(row, Measure.QualityScores, at, 1);
        _deltas.Count(row, Measure.QualityScore, at, quality.ScoreMilli);
        if (quality.Category.Length == 0) _deltas.Count(row, Measure.Reviews, at, 1);
        _deltas.Count(row, Measure.AutomaticFails, at, quality.HasFailed ? 1 : 0);
        _deltas.Count(row, Measure.AnswersJudged, at, quality.JudgedCount);
        _deltas.Count(row, Measure.AnswersCorrect, at, quality.CorrectCount);
    }

    private RowKey KeyOf(ContactEvent e)
        => state.WithAgent(new RowKey(RowKind.Contact) { Queue = e.Queue, Channel = e.Channel, Reason = e.Reason }, e.Agent);
}
