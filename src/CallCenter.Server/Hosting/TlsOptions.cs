using System.Net.Quic;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace CallCenter.Server.Hosting;

/// <summary>Certificate and protocols of addresses that begin with https. A changed file is used from the next connection on.</summary>
public sealed record TlsOptions
{
    /// <value>Path of the certificate: PEM with its chain, or PFX with its key. Default none.</value>
    public string? Certificate { get; init; }

    /// <value>Path of the private key in PEM. Default none: the certificate is a PFX, or a PEM file with both.</value>
    public string? Key { get; init; }

    /// <value>Path of a file that holds the password of the PFX or the key. Default none.</value>
    public string? PasswordFile { get; init; }

    /// <value>Versions of HTTP that clients can choose from: Http1AndHttp2, or Http1AndHttp2AndHttp3, which needs msquic and UDP on the
    /// same port. Default Http1AndHttp2.</value>
    public HttpProtocols Protocols { get; init; } = HttpProtocols.Http1AndHttp2;

    internal string? Password => PasswordFile is null ? null : File.ReadAllText(PasswordFile).TrimEnd('\r', '\n');

    private bool IsPfx => Path.GetExtension(Certificate) is ".pfx" or ".p12";

    /// <summary>What is wrong with protocols and certificate, with what to do; nothing when they can be used.</summary>
    public IEnumerable<string> Errors()
    {
        if (ProtocolError(QuicListener.IsSupported) is { } error) yield return error;
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

    /// <param name="isQuicSupported">Whether this machine can serve HTTP/3.</param>
    internal string? ProtocolError(bool isQuicSupported) => Protocols switch
    {
        HttpProtocols.Http1AndHttp2 => null,
        HttpProtocols.Http1AndHttp2AndHttp3 when isQuicSupported => null,
        HttpProtocols.Http1AndHttp2AndHttp3 => "Tls:Protocols asks for HTTP/3, which this machine cannot serve: the library msquic, or its "
            + "TLS 1.3, is missing; install libmsquic, or set Tls:Protocols to Http1AndHttp2.",
        _ => $"Tls:Protocols is {Protocols}; set it to Http1AndHttp2 or Http1AndHttp2AndHttp3.",
    };

    /// <summary>Reads the certificate with its key.</summary>
    internal X509Certificate2 Load()
    {
        if (IsPfx) return X509CertificateLoader.LoadPkcs12FromFile(Certificate!, Password);
        return Password is { } password
            ? X509Certificate2.CreateFromEncryptedPemFile(Certificate!, password, Key)
            : X509Certificate2.CreateFromPemFile(Certificate!, Key);
    }
}
