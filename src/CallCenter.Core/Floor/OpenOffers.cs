using System.Diagnostics.CodeAnalysis;
using CallCenter.Core.Identity;

namespace CallCenter.Core.Floor;

/// <summary>One presentation of a visit to an agent, still open.</summary>
internal sealed record Offer(Agent Agent, Instant Since, int Row);

/// <summary>The open offers of a visit, at most one an agent.</summary>
internal sealed class OpenOffers
{
    // Most visits ring one agent at a time, or none.
    private Offer? _single;
    private Dictionary<Agent, Offer>? _several;

    public int Count => _several?.Count ?? (_single is null ? 0 : 1);

    public IReadOnlyCollection<Offer> All => (IReadOnlyCollection<Offer>?)_several?.Values ?? (_single is null ? [] : [_single]);

    public bool Contains(Agent agent) => TryGet(agent, out _);

    public bool TryGet(Agent agent, [NotNullWhen(true)] out Offer? offer)
    {
        if (_several is not null) return _several.TryGetValue(agent, out offer);
        offer = _single?.Agent == agent ? _single : null;
        return offer is not null;
    }

    public void Add(Offer offer)
    {
        if (_several is null && _single is null)
        {
            _single = offer;
            return;
        }
        _several ??= new() { [_single!.Agent] = _single };
        _several[offer.Agent] = offer;
        _single = null;
    }

    public void Remove(Offer offer)
    {
        _several?.Remove(offer.Agent);
        if (_single?.Agent == offer.Agent) _single = null;
    }
}
