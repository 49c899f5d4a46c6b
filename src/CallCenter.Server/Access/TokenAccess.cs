using System.Security.Claims;
using CallCenter.Core.Identity;
using CallCenter.Server.Callers;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.IdentityModel.Tokens;

namespace CallCenter.Server.Access;

/// <summary>Bearer tokens of an OpenID Connect issuer: tenant and roles come from their claims.</summary>
internal static class TokenAccess
{
    public const string SchemeName = "CallCenter.Token";

    // Asymmetric only: a token signed with a text that is known as somebody's public key must not pass.
    private static readonly string[] Algorithms = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"];

    private static readonly TimeSpan ClockSkew = TimeSpan.FromSeconds(60);

    public static void Configure(JwtBearerOptions jwt, TokenOptions options)
    {
        jwt.Authority = options.Issuer;
        jwt.RequireHttpsMetadata = !options.IsIssuerLocal;
        jwt.MapInboundClaims = false;
        jwt.TokenValidationParameters = new TokenValidationParameters
        {
            ValidAudience = options.Audience,
            ValidAlgorithms = Algorithms,
            ClockSkew = ClockSkew,
        };
        jwt.Events = new JwtBearerEvents
        {
            OnTokenValidated = context =>
            {
                Accept(context, options);
                return Task.CompletedTask;
            },
            OnMessageReceived = async context =>
            {
                try
                {
                    await context.Options.ConfigurationManager!.GetConfigurationAsync(context.HttpContext.RequestAborted);
                }
                catch (Exception e) when (e is not OperationCanceledException)
                {
                    context.Fail(new IssuerUnavailableException(e));
                }
            },
        };
    }

    private static void Accept(TokenValidatedContext context, TokenOptions options)
    {
        var claims = context.Principal!;
        if (claims.FindFirstValue(options.TenantClaim) is not { } tenant || !TenantId.IsValid(tenant))
        {
            context.Fail($"the token has no valid tenant in its claim '{options.TenantClaim}'");
            return;
        }
        try
        {
            var roles = claims.FindAll(options.RolesClaim).ToList();
            var rights = Rights.Of(roles is [var single] ? single.Value.Split(' ', StringSplitOptions.RemoveEmptyEntries)
                : roles.Select(role => role.Value));
            var end = new DateTimeOffset(context.SecurityToken.ValidTo, TimeSpan.Zero) + ClockSkew;
            var subject = SafeText.Of(claims.FindFirstValue("sub") ?? "");
            var caller = new Caller(new TenantId(tenant), rights, $"token of {subject}") { Name = subject, IsGoodAt = now => now < end };
            context.Principal = CallerIdentity.Principal(caller, SchemeName);
        }
        catch (FormatException e)
        {
            context.Fail(e.Message);
        }
    }
}

/// <summary>A token cannot be checked, because the issuer's keys cannot be read.</summary>
internal sealed class IssuerUnavailableException(Exception cause) : Exception("The issuer of tokens does not answer; try again.", cause);
