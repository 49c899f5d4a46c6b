using CallCenter.V1;

namespace CallCenter.Simulator;

/// <summary>Events after a conversation: surveys, quality scores, resolved and reopened contacts.</summary>
internal sealed class Aftermath(Platform platform)
{
    private const double SurveyShare = 0.2;
    private const double QualityShare = 0.05;
    private const double ResolvedShare = 0.85;
    private const double ReopenedShare = 0.08;
    private const int MostStays = 4;
    private static readonly TimeSpan MeanSurveyDelay = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan MeanQualityDelay = TimeSpan.FromMinutes(20);
    private static readonly TimeSpan MeanReopenDelay = TimeSpan.FromMinutes(30);
    private static readonly TimeSpan AnnoyingWait = TimeSpan.FromSeconds(90);
    private static readonly double[] HappyScores = [5, 5, 5, 4, 4, 4, 3, 2];
    private static readonly double[] AnnoyedScores = [4, 3, 3, 2, 2, 1, 1, 5];

    private Dice Dice => platform.Dice;

    public void OnCompleted(Visit visit, VisitOutcome outcome)
    {
        if (visit.Excluded || outcome is not (VisitOutcome.CompletedByAgent or VisitOutcome.CompletedByCustomer))
            return;
        if (Dice.Chance(SurveyShare))
            Later(MeanSurveyDelay, () => AnswerSurvey(visit));
        if (Dice.Chance(QualityShare))
            Later(MeanQualityDelay, () => ScoreQuality(visit));
        if (!visit.Queue.Profile.IsVoice && Dice.Chance(ResolvedShare))
            platform.Soon(() => Resolve(visit));
    }

    private void Later(TimeSpan mean, Action action) =>
        platform.Timeline.After(Dice.Exponential(platform.Options.Scale(mean)), action);

    private void AnswerSurvey(Visit visit)
    {
        var annoyed = visit.AnsweredTime - visit.QueuedTime > platform.Options.Scale(AnnoyingWait);
        platform.Emit(new Event
        {
            SurveyAnswered = new SurveyAnswered
            {
                ContactId = visit.Facts.ContactId,
                Queue = visit.Queue.Name,
                Agent = visit.Agent!.Id,
                Channel = visit.Channel,
                Score = Dice.Pick(annoyed ? AnnoyedScores : HappyScores),
            },
        });
    }

    private void ScoreQuality(Visit visit) =>
        platform.Emit(new Event
        {
            QualityScored = new QualityScored
            {
                ContactId = visit.Facts.ContactId,
                Queue = visit.Queue.Name,
                Agent = visit.Agent!.Id,
                Channel = visit.Channel,
                Score = Math.Round(Dice.Between(visit.Agent.Seniority == "new" ? 50 : 70, 100)),
            },
        });

    private void Resolve(Visit visit)
    {
        platform.Emit(new Event
        {
            ContactResolved = new ContactResolved
            {
                ContactId = visit.Facts.ContactId,
                Queue = visit.Queue.Name,
                Agent = visit.Agent!.Id,
                Channel = visit.Channel,
            },
        });
        if (visit.Stay < MostStays && Dice.Chance(ReopenedShare))
            Later(MeanReopenDelay, () => Reopen(visit));
    }

    private void Reopen(Visit visit)
    {
        platform.Emit(new Event
        {
            ContactReopened = new ContactReopened
            {
                ContactId = visit.Facts.ContactId,
                Queue = visit.Queue.Name,
                Agent = visit.Agent!.Id,
                Channel = visit.Channel,
            },
        });
        platform.Soon(() => platform.Enter(CustomerBehaviour.NextStay(visit, visit.Queue.Name), visit.Stay + 1));
    }
}
