using CallCenter.Core.Measures;

namespace CallCenter.Core.Kpis;

/// <summary>A number of a list of what is live.</summary>
internal abstract record LiveTerm(LiveList List, WaitLimit Limit = WaitLimit.None) : Term(Limit)
{
    /// <summary>Those in the list.</summary>
    protected string Those => List switch
    {
        LiveList.Waiting => "waiting",
        LiveList.Unanswered => "without the response asked for",
        LiveList.Conversations => "in conversation or on hold",
        LiveList.OpenContacts => "open",
        LiveList.UnansweredContacts => "opened and without a response",
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    public sealed override IReadOnlyList<Measure> Measures =>
    [
        List switch
        {
            LiveList.Waiting => Gauge.Waiting.Number(),
            LiveList.Unanswered => Measure.ResponsesAsked,
            LiveList.Conversations => Gauge.Talking.Number(),
            LiveList.OpenContacts => Gauge.ContactsOpen.Number(),
            LiveList.UnansweredContacts => Measure.ContactResponsesAsked,
            _ => throw new System.Diagnostics.UnreachableException(),
        },
    ];
}

/// <summary>Those in a list that reached the threshold in the window.</summary>
internal sealed record ReachedAndLive(LiveList List) : LiveTerm(List, WaitLimit.Threshold)
{
    public override string Text => $"reached T and still {Those}";
    public override long Of(Tally tally, int limit) => tally.ReachingIn(List, limit);
}

/// <summary>Those that have been in a list for longer than a share of the threshold now.</summary>
internal sealed record LiveLonger(LiveList List, int Percent = 100) : LiveTerm(List, WaitLimit.Threshold)
{
    public override string Text => $"{Those} for longer than {(Percent == 100 ? "" : $"{Percent} % of ")}T now";
    public override long Of(Tally tally, int limit) => tally.LongerIn(List, limit, Percent);
}

/// <summary>Those in a list now.</summary>
internal sealed record LiveNow(LiveList List) : LiveTerm(List)
{
    public override string Text => $"{Those} now";
    public override long Of(Tally tally, int limit) => tally.CountIn(List);
}

/// <summary>Milliseconds that those in a list have been in it, added up.</summary>
internal sealed record LiveSoFar(LiveList List) : LiveTerm(List)
{
    public override string Text => $"time so far of those {Those} now";
    public override long Of(Tally tally, int limit) => tally.TimeOf(List);
}

/// <summary>The beginning of the oldest in a list; <see cref="Term.Nobody"/> when it is empty.</summary>
internal sealed record OldestLive(LiveList List) : LiveTerm(List)
{
    public override string Text => $"beginning of the oldest {Those}";
    public override long Of(Tally tally, int limit) => tally.OldestIn(List)?.UnixMs ?? Nobody;
}
