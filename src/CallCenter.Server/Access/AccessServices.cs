using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace CallCenter.Server.Access;

/// <summary>Authentication by key, token, client certificate or ticket: one scheme passes each request on to the one that fits.</summary>
internal static class AccessServices
{
    public const string SchemeName = "CallCenter";

    /// <param name="openTicketsMax">Open tickets of one credential, at most.</param>
    public static void AddAccess(this IServiceCollection services, AccessOptions access, int openTicketsMax)
    {
        services.AddSingleton(access);
        services.AddSingleton<AuditLog>();
        services.AddSingleton<KeyRing>();
        services.AddSingleton(provider => new StreamTickets(provider.GetRequiredService<TimeProvider>(), openTicketsMax));
        services.AddHostedService(provider => provider.GetRequiredService<KeyRing>());
        var schemes = AddSchemes(services)
            .AddPolicyScheme(SchemeName, null, policy => policy.ForwardDefaultSelector = http => SchemeFor(http, access))
            .AddScheme<AuthenticationSchemeOptions, KeyHandler>(KeyHandler.SchemeName, null)
            .AddScheme<AuthenticationSchemeOptions, TicketHandler>(TicketHandler.SchemeName, null);
        if (access.Tokens.Issuer is not null)
            schemes.AddJwtBearer(TokenAccess.SchemeName, jwt => TokenAccess.Configure(jwt, access.Tokens));
        if (access.ClientAuthority is not null)
        {
            schemes.AddCertificate(CertificateAccess.SchemeName, certificates => CertificateAccess.Configure(certificates, access))
                // Checking a chain costs more than most calls.
                .AddCertificateCache();
        }
    }

    // AddAuthentication would bring data protection, which cookies need and nothing here: it keeps keys of its own in the home folder.
    private static AuthenticationBuilder AddSchemes(IServiceCollection services)
    {
        services.AddAuthenticationCore();
        services.AddWebEncoders();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<IAuthenticationConfigurationProvider, NoSchemeSettings>();
        return new AuthenticationBuilder(services);
    }

    private static string SchemeFor(HttpContext http, AccessOptions access)
    {
        var token = KeyHandler.TokenIn(http.Request);
        if (token is null && TicketHandler.IsFor(http.Request)) return TicketHandler.SchemeName;
        if (token is null && access.ClientAuthority is not null && http.Connection.ClientCertificate is not null)
            return CertificateAccess.SchemeName;
        var isKey = token is null || token.StartsWith(AccessKey.Prefix, StringComparison.Ordinal);
        return isKey || access.Tokens.Issuer is null ? KeyHandler.SchemeName : TokenAccess.SchemeName;
    }

    // Schemes have their settings from AccessOptions only.
    private sealed class NoSchemeSettings : IAuthenticationConfigurationProvider
    {
        public IConfiguration AuthenticationConfiguration { get; } = new ConfigurationManager();
    }
}
