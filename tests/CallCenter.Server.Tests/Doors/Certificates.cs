using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace CallCenter.Server.Tests;

/// <summary>A certificate of this machine, in files as an operator has them.</summary>
internal sealed class Certificates(DataFolder folder)
{
    public string Pem => Path.Combine(folder.Path, "server.crt");
    public string Key => Path.Combine(folder.Path, "server.key");
    public string Pfx => Path.Combine(folder.Path, "server.pfx");
    public string PasswordFile => Path.Combine(folder.Path, "password");

    public static Certificates In(DataFolder folder)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        var files = new Certificates(folder);
        File.WriteAllText(files.Pem, certificate.ExportCertificatePem());
        File.WriteAllText(files.Key, key.ExportPkcs8PrivateKeyPem());
        File.WriteAllText(files.PasswordFile, "secret\n");
        File.WriteAllBytes(files.Pfx, certificate.Export(X509ContentType.Pfx, "secret"));
        return files;
    }

    /// <summary>A handler that trusts this certificate and no other.</summary>
    public SocketsHttpHandler Trusting()
    {
        using var own = X509CertificateLoader.LoadCertificateFromFile(Pem);
        var thumbprint = own.Thumbprint;
        var handler = new SocketsHttpHandler();
        handler.SslOptions.RemoteCertificateValidationCallback = (_, served, _, _) => ((X509Certificate2?)served)?.Thumbprint == thumbprint;
        return handler;
    }
}
