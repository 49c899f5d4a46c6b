using CallCenter.Server.Access;
using CallCenter.Server.Callers;
using CallCenter.Server.Errors;
using Grpc.Core;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;

namespace CallCenter.Server.Doors;

/// <summary>The one check before every door: a policy on all endpoints of this server, decided by <see cref="AccessRules"/>.</summary>
internal static class Authorization
{
    public const string PolicyName = "CallCenter";

    public static void AddAuthorizedDoors(this IServiceCollection services)
    {
        services.AddAuthorization(authorization => authorization.AddPolicy(PolicyName, policy => policy
            .AddAuthenticationSchemes(AccessServices.SchemeName)
            .AddRequirements(new AccessRequirement())));
        services.AddSingleton<IAuthorizationHandler, AccessHandler>();
        services.AddSingleton<IAuthorizationMiddlewareResultHandler, RefusedAccess>();
    }
}

internal sealed record AccessRequirement : IAuthorizationRequirement;

/// <summary>Finds the caller of a request, and lets it pass when the rule of the endpoint allows it.</summary>
internal sealed class AccessHandler(AccessOptions access, KeyRing keys, AuditLog audit, TimeProvider time)
    : AuthorizationHandler<AccessRequirement>
{
    private static readonly object Missing = new();

    /// <summary>The role that a refused request lacks; null when it is not known who called.</summary>
    public static string? MissingRoleOf(HttpContext http) => http.Items.TryGetValue(Missing, out var role) ? (string?)role : null;

    protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, AccessRequirement requirement)
    {
        if (context.Resource is HttpContext http && http.GetEndpoint() is { } endpoint && IsAllowed(http, endpoint, CallerOf(http)))
            context.Succeed(requirement);
        return Task.CompletedTask;
    }

    private Caller? CallerOf(HttpContext http)
    {
        if (!access.IsConfigured) return Caller.Anonymous;
        var caller = CallerIdentity.Of(http.User) ?? CertificateAccess.CallerOf(http, keys);
        return caller?.IsGoodAt(time.GetUtcNow()) == true ? caller : null;
    }

    private bool IsAllowed(HttpContext http, Endpoint endpoint, Caller? caller)
    {
        caller?.MakesCall(http);
        if (AccessRules.Of(endpoint) is not { } need) return false;
        if (need == Need.Nothing) return true;
        if (caller is null) return false;
        if (AccessRules.MissingRole(need, caller.Rights) is { } role)
        {
            http.Items[Missing] = role;
            return false;
        }
        audit.Used(Caller.Of(http)!);
        return true;
    }
}

/// <summary>Answers refused requests as every other failure is answered at their door, and notes them in the audit log.</summary>
internal sealed class RefusedAccess(AuditLog audit) : IAuthorizationMiddlewareResultHandler
{
    private readonly AuthorizationMiddlewareResultHandler _others = new();

    public async Task HandleAsync(
        RequestDelegate next, HttpContext context, AuthorizationPolicy policy, PolicyAuthorizationResult authorizeResult)
    {
        var isOurs = policy.Requirements.OfType<AccessRequirement>().Any();
        if (!isOurs || authorizeResult.Succeeded)
        {
            await _others.HandleAsync(next, context, policy, authorizeResult);
            return;
        }
        var failure = await FailureOfAsync(context);
        audit.Refused(Caller.Of(context), RpcErrors.ReasonOf(failure)!, context.Request.Path, Caller.AddressOf(context));
        await Refusal.WriteAsync(context, failure);
    }

    private static async Task<RpcException> FailureOfAsync(HttpContext http)
    {
        if (AccessHandler.MissingRoleOf(http) is { } role) return RpcErrors.RoleMissing(new RoleMissingException(role));
        if (Caller.Of(http) is not null) return RpcErrors.RoleMissing(new RoleMissingException("any"));
        // Authorization keeps no reason; the handlers remember their answer.
        return await http.AuthenticateAsync(AccessServices.SchemeName) switch
        {
            { Failure: IssuerUnavailableException e } => RpcErrors.IssuerUnavailable(e.Message),
            { Failure: TicketException } => RpcErrors.TicketInvalid(),
            { Failure: { } e } => RpcErrors.CredentialInvalid(e.Message),
            { Succeeded: true } => RpcErrors.CredentialInvalid("it has expired or was revoked, or its name is not in the keys file"),
            _ => RpcErrors.CredentialMissing(),
        };
    }
}
