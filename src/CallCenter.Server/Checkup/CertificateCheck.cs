using System.Globalization;
using System.Security.Cryptography.X509Certificates;
using CallCenter.Server.Hosting;

namespace CallCenter.Server.Checkup;

/// <summary>The names and the remaining life of the certificate. That it can be loaded is checked with the options.</summary>
internal static class CertificateCheck
{
    private static readonly TimeSpan RenewBefore = TimeSpan.FromDays(30);

    public static IEnumerable<Finding> Run(ServerOptions options, TimeProvider time)
    {
        if (options.Tls.Certificate is null || options.Tls.Errors().Any()) yield break;
        using var certificate = options.Tls.Load();
        var names = NamesOf(certificate).ToList();
        if (names.Count == 0)
            yield return Finding.Warning(
                "The certificate has no subject alternative names; clients will refuse it. Make one with the names that clients use.");
        else
            yield return Finding.Ok($"the certificate is for {string.Join(", ", names)}");
        yield return Life(certificate, time.GetUtcNow());
    }

    private static Finding Life(X509Certificate2 certificate, DateTimeOffset now)
    {
        var (start, end) = (certificate.NotBefore.ToUniversalTime(), certificate.NotAfter.ToUniversalTime());
        var text = end.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        if (now < start) return Finding.Problem("The certificate is not valid yet; check the clock of this machine, or use another.");
        if (now > end) return Finding.Problem($"The certificate expired on {text}; renew it.");
        return end - now < RenewBefore
            ? Finding.Warning($"The certificate expires on {text}; renew it. A changed file is used without a restart.")
            : Finding.Ok($"the certificate is valid until {text}");
    }

    private static IEnumerable<string> NamesOf(X509Certificate2 certificate)
        => certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>()
            .SelectMany(names => names.EnumerateDnsNames().Concat(names.EnumerateIPAddresses().Select(address => address.ToString())));
}
