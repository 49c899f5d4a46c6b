using System.Collections.ObjectModel;
using Grpc.Core;

namespace CallCenter.Client;

/// <summary>
/// The failure of a call: its reason as in the contract, its variables, and whether a retry can help.
/// </summary>
public sealed class CallCenterException : Exception
{
    /// <summary>Reason given by this client: the server has lost events that it acked and that are no longer kept here.</summary>
    public const string CommittedWentBack = "COMMITTED_WENT_BACK";

    /// <summary>Reason given by this client: the server has events of this source that this sender never sent.</summary>
    public const string CommittedAhead = "COMMITTED_AHEAD";

    /// <summary>Reason given by this client: the server said something that the contract does not allow.</summary>
    public const string ProtocolBroken = "PROTOCOL_BROKEN";

    /// <summary>Makes an exception.</summary>
    /// <param name="statusCode">The gRPC code.</param>
    /// <param name="reason">The reason, such as "SELECTOR_INVALID"; empty when none was given.</param>
    /// <param name="message">A sentence for people.</param>
    /// <param name="innerException">The cause.</param>
    public CallCenterException(StatusCode statusCode, string reason, string message, Exception? innerException = null)
        : base(message, innerException)
    {
        StatusCode = statusCode;
        Reason = reason;
    }

    /// <summary>The gRPC code.</summary>
    public StatusCode StatusCode { get; }

    /// <summary>
    /// A name of <see cref="V1.ErrorReason"/> as on the wire, such as "SESSION_SUPERSEDED", or one of this class's constants; empty when
    /// the failure has none, as when the server is not reached.
    /// </summary>
    public string Reason { get; }

    /// <summary>The variables of the message; the keys are listed at the reason in the contract.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; init; } = ReadOnlyDictionary<string, string>.Empty;

    /// <summary>Whether the same call may succeed later; this client then retries by itself where it can.</summary>
    public bool Retryable { get; init; }

    /// <summary>How long the server asks to wait before the next try; null when it does not say.</summary>
    public TimeSpan? RetryDelay { get; init; }

    /// <summary>Reads the failure of a call, with the details that the server packed into its trailers.</summary>
    /// <param name="failure">The failure.</param>
    /// <returns>The same failure in the contract's words.</returns>
    public static CallCenterException From(RpcException failure) => RpcFailure.Read(failure);
}
