using CallCenter.Core.Events;
using CallCenter.Core.Identity;
using CallCenter.Core.Measures;

namespace CallCenter.Core.Floor;

/// <summary>The facts that count by themselves, whatever is live.</summary>
internal sealed class ContactFacts(FloorState state)
{
    /// <summary>4 of 5: the usual top-two-box satisfaction.</summary>
    private const int SatisfiedMilli = 4_000;

    public void Count(ContactEvent e, Instant at)
    {
        var row = state.Rows.NumberOf(KeyOf(e));
        switch (e)
        {
            case VisitRefused:
                state.Deltas.Count(row, Measure.Refused, at, 1);
                break;
            case ContactResolved:
                state.Deltas.Count(row, Measure.Resolved, at, 1);
                break;
            case ContactReopened:
                state.Deltas.Count(row, Measure.Reopened, at, 1);
                break;
            case SurveyAnswered survey:
                state.Deltas.Count(row, Measure.Surveys, at, 1);
                state.Deltas.Count(row, Measure.SurveyScore, at, survey.ScoreMilli);
                state.Deltas.Count(row, Measure.SurveysSatisfied, at, survey.ScoreMilli >= SatisfiedMilli ? 1 : 0);
                break;
            case QualityScored quality:
                state.Deltas.Count(row, Measure.QualityScores, at, 1);
                state.Deltas.Count(row, Measure.QualityScore, at, quality.ScoreMilli);
                break;
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    private RowKey KeyOf(ContactEvent e)
    {
        var key = new RowKey(RowKind.Contact)
        {
            Queue = e.Queue,
            Agent = e.Agent,
            Channel = e.Channel,
            Reason = e is VisitRefused refused ? refused.Reason : "",
        };
        return e.Agent.Length > 0 && state.Agents.TryGetValue(e.Agent, out var agent)
            ? key with { Team = agent.Team, Seniority = agent.Seniority }
            : key;
    }
}
