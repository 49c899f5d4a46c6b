using CallCenter.Core.Identity;
using CallCenter.Core.Measures;
using CallCenter.Core.Settings;

namespace CallCenter.Core.Floor;

/// <summary>What a first response that was asked for counts, and its absence: by the time that it took, and at the moments that each limit
/// was reached without it.</summary>
internal sealed record ResponseFamilies(Measure Within, Measure Reached)
{
    public static readonly ResponseFamilies OfVisits = new(Measure.RespondedByWait, Measure.ResponseReached);
    public static readonly ResponseFamilies OfContacts = new(Measure.ContactsRespondedByWait, Measure.ContactResponseReached);

    /// <param name="own">The limits in force in the queue now.</param>
    /// <param name="at">When the response came, or was no longer to come.</param>
    public List<CountedFact> Facts(int row, WaitTarget own, Instant since, Instant at, bool hasResponse)
    {
        var facts = new List<CountedFact>();
        var (ms, standard) = (at.UnixMs - since.UnixMs, WaitTarget.Standard);
        var bucket = WaitThresholds.BucketOf(ms);
        if (hasResponse) facts.Add(new CountedFact(row, Within.At(bucket), at));
        for (var i = 0; i < bucket; i++) facts.Add(new CountedFact(row, Reached.At(i), since + WaitThresholds.At(i)));
        if (own.IsStandard) return facts;
        var (isWithin, isWithinStandard) = (IsWithin(own.Threshold), IsWithin(standard.Threshold));
        if (hasResponse) Differ(Within.Own(), at, isWithin - isWithinStandard);
        Differ(Reached.Own(), Instant.Min(since + own.Threshold, at), 1 - isWithin);
        Differ(Reached.Own(), Instant.Min(since + standard.Threshold, at), isWithinStandard - 1);
        return facts;

        int IsWithin(TimeSpan limit) => ms <= (long)limit.TotalMilliseconds ? 1 : 0;

        void Differ(Measure measure, Instant when, int difference)
        {
            if (difference != 0) facts.Add(new CountedFact(row, measure, when, difference));
        }
    }
}
