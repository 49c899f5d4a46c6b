using System.Security.Cryptography;
using CallCenter.Core.Identity;
using CallCenter.Server.Callers;
using Microsoft.AspNetCore.WebUtilities;

namespace CallCenter.Server.Access;

/// <summary>
/// Tickets for streams of browsers, whose EventSource sends no headers: each stands for the credential that asked for it, once and for a
/// minute, so that one in a log or a history is worth nothing. Safe for several threads.
/// </summary>
/// <param name="openMax">Tickets of one credential, neither used nor expired, at most.</param>
internal sealed class StreamTickets(TimeProvider time, int openMax)
{
    /// <summary>Name of the ticket in the query of an address.</summary>
    public const string QueryName = "ticket";

    /// <summary>How long a ticket is good.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(60);

    private const int SecretBytes = 32;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, LinkedListNode<Ticket>> _open = new(StringComparer.Ordinal);
    // The first one expires first: all live equally long.
    private readonly LinkedList<Ticket> _byAge = [];
    private readonly Dictionary<(TenantId Tenant, string Credential), int> _counts = [];

    /// <summary>Makes a ticket for a caller, with the moment from which it is refused.</summary>
    /// <exception cref="TooManyTicketsException">The caller's credential has as many open ones as it may have.</exception>
    public (string Text, DateTimeOffset ExpiresAt) Issue(Caller caller)
    {
        var text = WebEncoders.Base64UrlEncode(RandomNumberGenerator.GetBytes(SecretBytes));
        lock (_gate)
        {
            var now = time.GetUtcNow();
            while (_byAge.First is { } oldest && now >= oldest.Value.ExpiresAt) Remove(oldest);
            var count = _counts.GetValueOrDefault(KeyOf(caller));
            if (count >= openMax) throw new TooManyTicketsException(count, openMax);
            _counts[KeyOf(caller)] = count + 1;
            _open[text] = _byAge.AddLast(new Ticket(text, caller, now + Lifetime));
            return (text, now + Lifetime);
        }
    }

    /// <summary>Uses a ticket up. Null when it is unknown, used or expired, or its credential is no longer good.</summary>
    public Caller? Use(string text)
    {
        lock (_gate)
        {
            if (!_open.TryGetValue(text, out var ticket)) return null;
            Remove(ticket);
            var now = time.GetUtcNow();
            return now < ticket.Value.ExpiresAt && ticket.Value.Caller.IsGoodAt(now) ? ticket.Value.Caller : null;
        }
    }

    private void Remove(LinkedListNode<Ticket> ticket)
    {
        _open.Remove(ticket.Value.Text);
        _byAge.Remove(ticket);
        var key = KeyOf(ticket.Value.Caller);
        if (--_counts[key] == 0) _counts.Remove(key);
    }

    private static (TenantId Tenant, string Credential) KeyOf(Caller caller) => (caller.Tenant, caller.Credential);

    private sealed record Ticket(string Text, Caller Caller, DateTimeOffset ExpiresAt);
}

/// <summary>A credential has as many open tickets as it may have.</summary>
internal sealed class TooManyTicketsException(int count, int max)
    : Exception($"The credential has {count} open tickets, and {max} are allowed; open streams with them, wait until they expire after "
        + $"{StreamTickets.Lifetime.TotalSeconds:0} s, or raise Limits:OpenTicketsMax of the server.")
{
    public int Count { get; } = count;
    public int Max { get; } = max;
}
