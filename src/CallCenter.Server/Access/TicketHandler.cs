using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace CallCenter.Server.Access;

/// <summary>Authenticates a stream by the ticket in its address.</summary>
internal sealed class TicketHandler(
    StreamTickets tickets, IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory loggers, UrlEncoder encoder)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    public const string SchemeName = "CallCenter.Ticket";

    /// <summary>Addresses of the streams that accept a ticket.</summary>
    public const string StreamPath = "/v1/stream", AlertStreamPath = "/v1/alert-stream";

    public static bool IsFor(HttpRequest request)
        => (request.Path == StreamPath || request.Path == AlertStreamPath) && request.Query.ContainsKey(StreamTickets.QueryName);

    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
        => Task.FromResult(Request.Query[StreamTickets.QueryName] is [{ } text] && tickets.Use(text) is { } caller
            ? CallerIdentity.Success(caller, SchemeName)
            : AuthenticateResult.Fail(new TicketException()));
}

/// <summary>The ticket is unknown, used or expired.</summary>
internal sealed class TicketException() : Exception("The ticket is unknown, used or expired.");
