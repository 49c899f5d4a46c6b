using CallCenter.Core.Measures;

namespace CallCenter.Core.Kpis;

/// <summary>The terms that several formulas have.</summary>
internal static class Terms
{
    public static readonly Term Offered = Of(Measure.Offered);
    public static readonly Term Answered = Of(Measure.Answered);
    public static readonly Term Abandoned = Of(Measure.Abandoned);
    public static readonly Term TimedOut = Of(Measure.TimedOut);
    public static readonly Term KeyExit = Of(Measure.KeyExit);
    public static readonly Term QueueEmpty = Of(Measure.QueueEmpty);
    public static readonly Term Withdrawn = Of(Measure.Withdrawn);
    public static readonly Term Redirected = Of(Measure.Redirected);
    public static readonly Term Overflowed = Of(Measure.Overflowed);
    public static readonly Term Voicemail = Of(Measure.Voicemail);
    public static readonly Term CallbackRequested = Of(Measure.CallbackRequested);
    public static readonly Term FailedWaiting = Of(Measure.FailedWaiting);
    public static readonly Term LostWaiting = Of(Measure.LostWaiting);

    public static readonly Term Conversation = Of(Measure.Talk);
    public static readonly Term Hold = Of(Measure.Hold);
    public static readonly Term WrapUp = Of(Measure.WrapUp);
    public static readonly Term Completed = Of(Measure.Completed);

    /// <summary>Abandoned with a wait of at most the short-abandon limit.</summary>
    public static readonly Named ShortAbandons = new ShortAbandoned().As("short abandons");

    /// <summary>With a wait of at most the threshold.</summary>
    public static Term WithinT(Measure family) => new Within(family);

    public static Term Of(Measure measure) => new Sum(measure);
}
