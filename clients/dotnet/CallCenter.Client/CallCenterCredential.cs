using System.Security.Cryptography.X509Certificates;

namespace CallCenter.Client;

/// <summary>What this client shows to a server that asks for credentials, and the authority that it trusts.</summary>
public sealed record CallCenterCredential
{
    /// <summary>Returns the key or bearer token for the next call or stream. Default null: none is sent.</summary>
    public Func<CancellationToken, ValueTask<string>>? Token { get; init; }

    /// <summary>
    /// Path of the certificates (PEM) of the authority that signed the server's certificate. Default null: those of this machine.
    /// </summary>
    public string? AuthorityFile { get; init; }

    /// <summary>Path of a client certificate (PEM). Default null: none is shown.</summary>
    public string? CertificateFile { get; init; }

    /// <summary>Path of the client certificate's key (PEM). Default null: it is in <see cref="CertificateFile"/>.</summary>
    public string? CertificateKeyFile { get; init; }

    /// <summary>
    /// Send the token also to another machine without TLS, where everybody on the way can read it. Default false: such an address is
    /// refused.
    /// </summary>
    public bool AllowPlainText { get; init; }

    /// <summary>A credential of one key or token.</summary>
    /// <param name="key">The key, as "ccg keys create" prints it, or a bearer token.</param>
    /// <returns>The credential.</returns>
    public static CallCenterCredential FromKey(string key) => new() { Token = _ => ValueTask.FromResult(key) };

    /// <summary>A credential of a key or token in a file, read for each call or stream, so that a replaced file is used.</summary>
    /// <param name="path">The file; white space around the key does not count.</param>
    /// <returns>The credential.</returns>
    public static CallCenterCredential FromKeyFile(string path)
        => new() { Token = async token => (await File.ReadAllTextAsync(path, token).ConfigureAwait(false)).Trim() };

    internal HttpMessageHandler Over(SocketsHttpHandler connections, Uri address)
    {
        if (AuthorityFile is not null)
            connections.SslOptions.CertificateChainPolicy = TrustOf(AuthorityFile);
        if (CertificateFile is not null)
            connections.SslOptions.ClientCertificates = [X509Certificate2.CreateFromPemFile(CertificateFile, CertificateKeyFile)];
        if (Token is null)
            return connections;
        bool isSafe = address.Scheme == Uri.UriSchemeHttps || address.IsLoopback || AllowPlainText;
        return isSafe ? new TokenHandler(Token, connections) : throw new ArgumentException(
            $"'{address}' is without TLS, so that everybody on the way could read the key; use https://, or set AllowPlainText.",
            nameof(address));
    }

    private static X509ChainPolicy TrustOf(string path)
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.ImportFromPemFile(path);
        return policy;
    }

    private sealed class TokenHandler(Func<CancellationToken, ValueTask<string>> read, HttpMessageHandler inner) : DelegatingHandler(inner)
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            string token = await read(cancellationToken).ConfigureAwait(false);
            request.Headers.TryAddWithoutValidation("authorization", $"Bearer {token}");
            return await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        }
    }
}
