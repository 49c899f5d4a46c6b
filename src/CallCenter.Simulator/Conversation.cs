using CallCenter.V1;

namespace CallCenter.Simulator;

/// <summary>From the answer to the end of after-call work: talk, hold, messages, transfer.</summary>
internal sealed class Conversation(Platform platform)
{
    private const double HoldShare = 0.22;
    private const double TransferShare = 0.08;
    private const double ConsultShare = 0.4;
    private const double FailureShare = 0.003;
    private const double WrapUpShare = 0.8;
    private const double ComplexityFactor = 1.5;
    private const int MostStays = 3;
    private static readonly TimeSpan MeanHold = TimeSpan.FromSeconds(45);
    private static readonly TimeSpan MeanMessageGap = TimeSpan.FromSeconds(35);

    private Dice Dice => platform.Dice;

    public void OnAnswered(Visit visit)
    {
        var talk = Dice.LogNormal(platform.Options.Scale(visit.Queue.Profile.MeanTalk));
        Talk(visit, visit.Facts.Complexity == "complex" ? talk * ComplexityFactor : talk);
        if (visit.Channel == Channel.Chat)
            Chat(visit, MessageAuthor.Agent);
    }

    private void Talk(Visit visit, TimeSpan talk)
    {
        if (!visit.Queue.Profile.IsVoice || !Dice.Chance(HoldShare))
        {
            platform.Timeline.After(talk, () => Finish(visit));
            return;
        }

        var beforeHold = Dice.UpTo(talk);
        platform.Timeline.After(beforeHold, () =>
        {
            platform.Hold(visit);
            platform.Timeline.After(Dice.Exponential(platform.Options.Scale(MeanHold)), () =>
            {
                platform.Resume(visit);
                // The rest of the conversation may include another hold.
                Talk(visit, talk - beforeHold);
            });
        });
    }

    private void Chat(Visit visit, MessageAuthor author) =>
        platform.Timeline.After(Dice.Exponential(platform.Options.Scale(MeanMessageGap)), () =>
        {
            if (!visit.IsLive)
                return;
            platform.Say(visit, author);
            Chat(visit, author == MessageAuthor.Agent ? MessageAuthor.Customer : MessageAuthor.Agent);
        });

    private void Finish(Visit visit)
    {
        if (visit.Channel is Channel.Email or Channel.Ticket)
            platform.Say(visit, MessageAuthor.Agent);
        var target = TransferTarget(visit);
        var outcome = Outcome(visit, target);
        var wrapUp = Dice.Chance(WrapUpShare) ? WrapUp.Follows : WrapUp.Unspecified;
        platform.Complete(visit, outcome, wrapUp, target?.Name ?? "");
        if (target is not null)
            platform.Soon(() => platform.Enter(CustomerBehaviour.NextStay(visit, target.Name), visit.Stay + 1));
        var work = Dice.LogNormal(platform.Options.Scale(visit.Queue.Profile.MeanWrapUp));
        if (wrapUp == WrapUp.Follows)
            platform.Timeline.After(work, () => platform.EndWrapUp(visit));
    }

    private CallQueue? TransferTarget(Visit visit)
    {
        if (visit.Stay >= MostStays || !Dice.Chance(TransferShare))
            return null;
        var target = Dice.Pick(platform.Queues);
        return target != visit.Queue && target.Profile.Channel == visit.Queue.Profile.Channel ? target : null;
    }

    private VisitOutcome Outcome(Visit visit, CallQueue? target)
    {
        if (target is not null)
            return Dice.Chance(ConsultShare) ? VisitOutcome.TransferredConsult : VisitOutcome.TransferredBlind;
        if (Dice.Chance(FailureShare))
            return VisitOutcome.Failed;
        return visit.Channel is Channel.Email or Channel.Ticket || Dice.Chance(0.35)
            ? VisitOutcome.CompletedByAgent
            : VisitOutcome.CompletedByCustomer;
    }
}
