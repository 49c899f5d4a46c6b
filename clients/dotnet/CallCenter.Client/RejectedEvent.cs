using CallCenter.V1;

namespace CallCenter.Client;

/// <summary>An event that the server did not count, and why.</summary>
/// <param name="Event">The event; null when the server names a sequence that is no longer kept here.</param>
/// <param name="Rejection">What the server said.</param>
public sealed record RejectedEvent(Event? Event, Rejection Rejection)
{
    /// <summary>The reason's name as in the contract, such as "TRANSITION_REFUSED".</summary>
    public string Reason => RpcFailure.NameOf(Rejection.Reason);
}
