using System.Security.Claims;
using CallCenter.Server.Callers;
using Microsoft.AspNetCore.Authentication;

namespace CallCenter.Server.Access;

/// <summary>A caller as ASP.NET's authentication hands one on.</summary>
internal sealed class CallerIdentity(Caller caller, string scheme) : ClaimsIdentity(scheme)
{
    public Caller Caller { get; } = caller;

    public static Caller? Of(ClaimsPrincipal user) => user.Identities.OfType<CallerIdentity>().FirstOrDefault()?.Caller;

    public static ClaimsPrincipal Principal(Caller caller, string scheme) => new(new CallerIdentity(caller, scheme));

    public static AuthenticateResult Success(Caller caller, string scheme)
        => AuthenticateResult.Success(new AuthenticationTicket(Principal(caller, scheme), scheme));
}
