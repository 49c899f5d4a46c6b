using System.Runtime.InteropServices;
using CallCenter.Core.Identity;
using CallCenter.Core.Measures;

namespace CallCenter.Core.Floor;

/// <summary>What an offer, a message or a reply added to a measure, and where.</summary>
internal readonly record struct CountedFact(int Row, Measure Measure, Instant At, long Value = 1);

/// <summary>What a visit or contact has counted and an exclusion reverts, oldest first.</summary>
/// <param name="Settled">How many, the oldest, are stored in an item of their own. If all were in the item that each event changes, a long
/// conversation would be stored again with each message.</param>
internal readonly record struct CountedFacts(List<CountedFact> All, int Settled)
{
    // A list of this length in the item that changes costs as much as the rest of that item.
    private const int UnsettledMax = 12;

    public static CountedFacts None => new([], 0);

    /// <summary>Whether enough have come to store them apart.</summary>
    public bool ShouldSettle => All.Count - Settled >= UnsettledMax;

    public ReadOnlySpan<CountedFact> Unsettled => CollectionsMarshal.AsSpan(All)[Settled..];

    public ReadOnlySpan<CountedFact> SettledFacts => CollectionsMarshal.AsSpan(All)[..Settled];

    public CountedFacts Settle() => this with { Settled = All.Count };

    /// <summary>With the older ones, which are stored apart, before these.</summary>
    public CountedFacts After(List<CountedFact> settled) => new([.. settled, .. All], settled.Count);

    /// <summary>Others in their place.</summary>
    public CountedFacts Replace(List<CountedFact> all) => new(all, Math.Min(Settled, all.Count));
}
