using System.Collections;
using System.Diagnostics.CodeAnalysis;
using CallCenter.Core.Identity;

namespace CallCenter.Core.Floor;

/// <summary>One presentation of a visit to an agent, still open.</summary>
internal sealed record Offer(Agent Agent, Instant Since, int Row);

/// <summary>The open offers of a visit, at most one an agent.</summary>
internal sealed class OpenOffers : IEnumerable<Offer>
{
    // Most visits ring one agent, or none yet.
    private Dictionary<Agent, Offer>? _byAgent;

    public int Count => _byAgent?.Count ?? 0;

    public bool Contains(Agent agent) => _byAgent?.ContainsKey(agent) == true;

    public bool TryGet(Agent agent, [NotNullWhen(true)] out Offer? offer)
    {
        offer = null;
        return _byAgent?.TryGetValue(agent, out offer) == true;
    }

    public void Add(Offer offer) => (_byAgent ??= [])[offer.Agent] = offer;

    public void Remove(Offer offer) => _byAgent?.Remove(offer.Agent);

    public IEnumerator<Offer> GetEnumerator() => (_byAgent?.Values ?? Enumerable.Empty<Offer>()).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
