using CallCenter.Core.Events;
using CallCenter.Core.Measures;

namespace CallCenter.Core.Floor;

/// <summary>What outcomes of visits count in.</summary>
internal static class OutcomeMeasures
{
    public static Measure OfLeaving(VisitOutcome outcome) => outcome switch
    {
        VisitOutcome.Abandoned => Measure.Abandoned,
        VisitOutcome.TimedOut => Measure.TimedOut,
        VisitOutcome.KeyExit => Measure.KeyExit,
        VisitOutcome.QueueEmpty => Measure.QueueEmpty,
        VisitOutcome.Withdrawn => Measure.Withdrawn,
        VisitOutcome.Redirected => Measure.Redirected,
        VisitOutcome.Overflowed => Measure.Overflowed,
        VisitOutcome.Voicemail => Measure.Voicemail,
        VisitOutcome.CallbackRequested => Measure.CallbackRequested,
        VisitOutcome.Failed => Measure.FailedWaiting,
        VisitOutcome.Lost => Measure.LostWaiting,
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    public static Measure? OfCompletion(VisitOutcome outcome) => outcome switch
    {
        VisitOutcome.CompletedByCustomer => Measure.CompletedByCustomer,
        VisitOutcome.CompletedByAgent => Measure.CompletedByAgent,
        VisitOutcome.TransferredBlind => Measure.TransferredBlind,
        VisitOutcome.TransferredConsult => Measure.TransferredConsult,
        VisitOutcome.Failed => null,
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    /// <summary>The wait family of visits that left.</summary>
    public static Measure FamilyOf(VisitOutcome outcome) => outcome switch
    {
        VisitOutcome.Abandoned => Measure.AbandonedByWait,
        VisitOutcome.CallbackRequested => Measure.CallbackByWait,
        VisitOutcome.KeyExit => Measure.KeyExitByWait,
        _ => Measure.LeftByWait,
    };
}
