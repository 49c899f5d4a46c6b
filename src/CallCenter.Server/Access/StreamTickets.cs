using System.Collections.Concurrent;
using System.Security.Cryptography;
using CallCenter.Server.Callers;
using Microsoft.AspNetCore.WebUtilities;

namespace CallCenter.Server.Access;

/// <summary>
/// Tickets for streams of browsers, whose EventSource sends no headers: each stands for the credential that asked for it, once and for a
/// minute, so that one in a log or a history is worth nothing. Safe for several threads.
/// </summary>
internal sealed class StreamTickets(TimeProvider time)
{
    /// <summary>Name of the ticket in the query of an address.</summary>
    public const string QueryName = "ticket";

    /// <summary>How long a ticket is good.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(60);

    private const int SecretBytes = 32;

    private readonly ConcurrentDictionary<string, Ticket> _open = new(StringComparer.Ordinal);
    private readonly Lock _sweep = new();
    private DateTimeOffset _nextSweep = time.GetUtcNow() + Lifetime;

    /// <summary>Makes a ticket for a caller, with the moment from which it is refused.</summary>
    public (string Text, DateTimeOffset ExpiresAt) Issue(Caller caller)
    {
        var now = time.GetUtcNow();
        Sweep(now);
        var text = WebEncoders.Base64UrlEncode(RandomNumberGenerator.GetBytes(SecretBytes));
        _open[text] = new Ticket(caller, now + Lifetime);
        return (text, now + Lifetime);
    }

    /// <summary>Uses a ticket up. Null when it is unknown, used or expired, or its credential is no longer good.</summary>
    public Caller? Use(string text)
    {
        var now = time.GetUtcNow();
        return _open.TryRemove(text, out var ticket) && now < ticket.ExpiresAt && ticket.Caller.IsGoodAt(now) ? ticket.Caller : null;
    }

    // Each ticket is swept within two lifetimes, at the cost of one pass in each; the rate of calls bounds their number.
    private void Sweep(DateTimeOffset now)
    {
        lock (_sweep)
        {
            if (now < _nextSweep) return;
            _nextSweep = now + Lifetime;
        }
        foreach (var (text, ticket) in _open)
        {
            if (now >= ticket.ExpiresAt) _open.TryRemove(text, out _);
        }
    }

    private sealed record Ticket(Caller Caller, DateTimeOffset ExpiresAt);
}
