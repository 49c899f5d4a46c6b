using System.Security.Cryptography.X509Certificates;
using CallCenter.Server.Callers;
using Microsoft.AspNetCore.Authentication.Certificate;

namespace CallCenter.Server.Access;

/// <summary>Client certificates of one authority: tenant and roles are those of the names in the keys file.</summary>
internal static class CertificateAccess
{
    public const string SchemeName = "CallCenter.Certificate";

    public static void Configure(CertificateAuthenticationOptions certificates, AccessOptions access)
    {
        certificates.AllowedCertificateTypes = CertificateTypes.Chained;
        certificates.ChainTrustValidationMode = X509ChainTrustMode.CustomRootTrust;
        certificates.CustomTrustStore = access.LoadAuthority();
        // A private authority has no list of revoked ones; the keys file is it.
        certificates.RevocationMode = X509RevocationMode.NoCheck;
    }

    /// <summary>The caller with a certificate whose chain is good; null when the keys file has none of its names.</summary>
    // Looked up for each call: authentication remembers its result for half an hour.
    public static Caller? CallerOf(HttpContext http, KeyRing keys)
        => http.User.Identity is { IsAuthenticated: true, AuthenticationType: CertificateAuthenticationDefaults.AuthenticationScheme }
            && http.Connection.ClientCertificate is { } certificate ? keys.FindByCertificate(NamesIn(certificate)) : null;

    private static List<string> NamesIn(X509Certificate2 certificate)
    {
        var names = certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>().SelectMany(e => e.EnumerateDnsNames()).ToList();
        return names.Count > 0 ? names : [certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: false)];
    }
}
