using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace CallCenter.Server.Hosting;

/// <summary>The certificate of the addresses that begin with https. A changed file is used from the next connection on.</summary>
public sealed record TlsOptions
{
    /// <value>Path of the certificate: PEM with its chain, or PFX with its key. Default none.</value>
    public string? Certificate { get; init; }

    /// <value>Path of the private key in PEM. Default none: the certificate is a PFX, or a PEM file with both.</value>
    public string? Key { get; init; }

    /// <value>Path of a file that holds the password of the PFX or the key. Default none.</value>
    public string? PasswordFile { get; init; }

    internal string? Password => PasswordFile is null ? null : File.ReadAllText(PasswordFile).TrimEnd('\r', '\n');

    private bool IsPfx => Path.GetExtension(Certificate) is ".pfx" or ".p12";

    /// <summary>What is wrong with the certificate, with what to do; nothing when it can be used.</summary>
    public IEnumerable<string> Errors()
    {
        if (Certificate is null)
        {
            yield return "An https address has no certificate; set Tls:Certificate and Tls:Key to PEM files, or Tls:Certificate to a PFX.";
            yield break;
        }
        string? problem = null;
        try
        {
            using var certificate = Load();
            if (!certificate.HasPrivateKey) problem = "has no private key; set Tls:Key to its PEM file";
        }
        catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException)
        {
            problem = $"cannot be loaded ({e.Message.TrimEnd('.')}); check Tls:Certificate, Tls:Key and Tls:PasswordFile";
        }
        if (problem is not null) yield return $"The certificate '{Certificate}' {problem}.";
    }

    /// <summary>Reads the certificate with its key.</summary>
    internal X509Certificate2 Load()
    {
        if (IsPfx) return X509CertificateLoader.LoadPkcs12FromFile(Certificate!, Password);
        return Password is { } password
            ? X509Certificate2.CreateFromEncryptedPemFile(Certificate!, password, Key)
            : X509Certificate2.CreateFromPemFile(Certificate!, Key);
    }
}
