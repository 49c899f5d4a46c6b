using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace CallCenter.Server.Access;

/// <summary>Which credentials are accepted. Without any setting nobody needs one.</summary>
public sealed record AccessOptions
{
    /// <value>Path of the keys file that `ccg keys` writes. A changed file is used within seconds. Default none.</value>
    public string? KeysFile { get; init; }

    /// <value>Path of the certificates (PEM) of the authority that signs client certificates; their names are in the keys file.
    /// Default none.</value>
    public string? ClientAuthority { get; init; }

    /// <value>Bearer tokens of an OpenID Connect issuer.</value>
    public TokenOptions Tokens { get; init; } = new();

    /// <summary>Whether calls need a credential.</summary>
    internal bool IsConfigured => KeysFile is not null || Tokens.Issuer is not null;

    /// <summary>What is wrong, each with what to do.</summary>
    public IEnumerable<string> Errors()
    {
        if (KeysFile is not null && Problem(() => Access.KeysFile.Read(KeysFile)) is { } problem) yield return problem;
        if (ClientAuthority is not null && KeysFile is null)
            yield return "Access:ClientAuthority is set without Access:KeysFile, which says whose certificates they are; set both.";
        else if (ClientAuthority is not null && Problem(() => LoadAuthority()) is { } unreadable)
            yield return $"Access:ClientAuthority '{ClientAuthority}' cannot be loaded ({unreadable.TrimEnd('.')}); set it to a PEM file.";
        foreach (var error in Tokens.Errors()) yield return error;
    }

    internal X509Certificate2Collection LoadAuthority()
    {
        var certificates = new X509Certificate2Collection();
        certificates.ImportFromPemFile(ClientAuthority!);
        return certificates.Count > 0 ? certificates : throw new CryptographicException("it holds no certificate");
    }

    private static string? Problem(Action load)
    {
        try
        {
            load();
            return null;
        }
        catch (Exception e) when (e is FormatException or IOException or UnauthorizedAccessException or CryptographicException)
        {
            return e.Message;
        }
    }
}

/// <summary>Bearer tokens (JWT) of an OpenID Connect issuer.</summary>
public sealed record TokenOptions
{
    /// <value>Address of the issuer, such as https://login.example.com/realms/calls; its keys come from its discovery document.
    /// Default none: no tokens are accepted.</value>
    public string? Issuer { get; init; }

    /// <value>Audience that a token must name. Default callcenter.</value>
    public string Audience { get; init; } = "callcenter";

    /// <value>Claim with the tenant. Default tenant.</value>
    public string TenantClaim { get; init; } = "tenant";

    /// <value>Claim with the roles: a list, or text with spaces between. Roles of other systems are ignored. Default roles.</value>
    public string RolesClaim { get; init; } = "roles";

    internal bool IsIssuerLocal => Uri.TryCreate(Issuer, UriKind.Absolute, out var issuer) && issuer.IsLoopback;

    internal IEnumerable<string> Errors()
    {
        if (Issuer is null) yield break;
        var isAddress = Uri.TryCreate(Issuer, UriKind.Absolute, out var issuer) && issuer.Scheme is "http" or "https";
        if (!isAddress || (issuer!.Scheme == "http" && !issuer.IsLoopback))
            yield return $"Access:Tokens:Issuer is '{Issuer}'; set it to an address such as https://login.example.com/realms/calls.";
        if (string.IsNullOrWhiteSpace(Audience))
            yield return "Access:Tokens:Audience is empty; set it to the audience that your issuer puts into tokens for this server.";
        if (string.IsNullOrWhiteSpace(TenantClaim) || string.IsNullOrWhiteSpace(RolesClaim))
            yield return "Access:Tokens:TenantClaim and RolesClaim must name a claim each.";
    }
}
