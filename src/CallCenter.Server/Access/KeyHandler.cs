using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace CallCenter.Server.Access;

/// <summary>Authenticates by a key in the header "authorization: Bearer ccg_…".</summary>
internal sealed class KeyHandler(
    KeyRing keys, IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory loggers, UrlEncoder encoder)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    public const string SchemeName = "CallCenter.Key";

    private const string Bearer = "Bearer ";

    /// <summary>The token in a request's header; null without such a header.</summary>
    public static string? TokenIn(HttpRequest request)
        => request.Headers[HeaderNames.Authorization].ToString() is { Length: > 0 } header
            && header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase) ? header[Bearer.Length..].Trim() : null;

    protected override Task<AuthenticateResult> HandleAuthenticateAsync() => Task.FromResult(Authenticate());

    private AuthenticateResult Authenticate()
    {
        if (!Request.Headers.ContainsKey(HeaderNames.Authorization)) return AuthenticateResult.NoResult();
        return TokenIn(Request) is { } text && keys.FindByText(text) is { } caller
            ? CallerIdentity.Success(caller, SchemeName)
            : AuthenticateResult.Fail("the key is not known here, or has expired or been revoked");
    }
}
