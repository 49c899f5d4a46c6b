using System.CommandLine;
using CallCenter.Client;

namespace CallCenter.Cli;

/// <summary>The credential for the server: a key or a client certificate. Never on the command line, which others can list.</summary>
internal static class CredentialOptions
{
    private static readonly Option<string> KeyFile = File("--key-file",
        "File with the key or token that the server asks for. Environment: CCG_KEY_FILE, or CCG_KEY with the key itself.");

    private static readonly Option<string> Authority = File("--ca",
        "Certificate (PEM) of the authority that signed the server's certificate. Environment: CCG_CA. Default: those of this machine.");

    private static readonly Option<string> Certificate = File("--cert", "Client certificate (PEM). Environment: CCG_CERT.");

    private static readonly Option<string> CertificateKey = File("--cert-key",
        "Key (PEM) of the client certificate, if it is in a file of its own. Environment: CCG_CERT_KEY.");

    public static IEnumerable<Option> All => [KeyFile, Authority, Certificate, CertificateKey];

    /// <summary>The credential for a server; null when there is none.</summary>
    public static CallCenterCredential? Read(ParseResult parsed, CliContext cli, string server)
    {
        string? key = Variable(cli, "CCG_KEY");
        string? keyFile = parsed.GetValue(KeyFile) ?? Variable(cli, "CCG_KEY_FILE");
        CallCenterCredential credential = keyFile is not null ? CallCenterCredential.FromKeyFile(Existing(keyFile))
            : key is not null ? CallCenterCredential.FromKey(key) : new CallCenterCredential();
        credential = credential with
        {
            AuthorityFile = Existing(parsed.GetValue(Authority) ?? Variable(cli, "CCG_CA")),
            CertificateFile = Existing(parsed.GetValue(Certificate) ?? Variable(cli, "CCG_CERT")),
            CertificateKeyFile = Existing(parsed.GetValue(CertificateKey) ?? Variable(cli, "CCG_CERT_KEY")),
        };
        if (credential == new CallCenterCredential())
            return null;
        var address = new Uri(server);
        if (credential.Token is not null && address.Scheme == Uri.UriSchemeHttp && !address.IsLoopback)
            throw new UsageException($"{server} is without TLS, so that everybody on the way could read the key; use https://");
        return credential;
    }

    private static Option<string> File(string name, string description)
        => new(name) { Description = description, HelpName = "FILE", Recursive = true };

    private static string? Variable(CliContext cli, string name) => cli.Variable(name) is { Length: > 0 } value ? value : null;

    [return: System.Diagnostics.CodeAnalysis.NotNullIfNotNull(nameof(path))]
    private static string? Existing(string? path)
        => path is null || System.IO.File.Exists(path) ? path : throw new FailedException($"there is no file '{path}'; check the path");
}
