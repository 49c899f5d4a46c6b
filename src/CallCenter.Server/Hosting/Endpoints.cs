using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace CallCenter.Server.Hosting;

/// <summary>Where the server listens, as Kestrel's own configuration: Kestrel loads the certificate and watches its files.</summary>
internal static class Endpoints
{
    private static readonly (HttpProtocols Protocol, string Name)[] Names =
        [(HttpProtocols.Http1, "HTTP/1.1"), (HttpProtocols.Http2, "HTTP/2"), (HttpProtocols.Http3, "HTTP/3")];

    public static void Listen(WebApplicationBuilder builder, ServerOptions options)
    {
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
            kestrel.Limits.MaxConcurrentConnections = options.Limits.ConnectionsMax;
            kestrel.Limits.MaxRequestHeadersTotalSize = options.Limits.HeaderBytesMax;
            // JSON takes more bytes than the same message of gRPC, whose own limit is exact.
            kestrel.Limits.MaxRequestBodySize = 4L * options.MessageBytesMax;
            kestrel.Limits.Http2.MaxStreamsPerConnection = options.Limits.StreamsPerConnectionMax;
            kestrel.Limits.Http2.InitialConnectionWindowSize = 1024 * 1024;
            kestrel.Limits.Http2.KeepAlivePingDelay = TimeSpan.FromSeconds(30);
            kestrel.Limits.Http2.KeepAlivePingTimeout = TimeSpan.FromSeconds(10);
            // The chain is checked by authentication, against the configured authority and not this machine's.
            kestrel.ConfigureHttpsDefaults(https => https.AllowAnyClientCertificate());
            kestrel.Configure(ConfigurationOf(options), reloadOnChange: true);
        });
        // Kestrel warns about addresses in both places.
        builder.WebHost.UseSetting(WebHostDefaults.ServerUrlsKey, "");
    }

    /// <summary>What is wrong with the addresses, each with what to do.</summary>
    public static IEnumerable<string> Errors(ServerOptions options)
    {
        var listen = ListenAddress.ParseAll(options.Listen).ToList();
        if (listen.Count == 0) yield return Unreadable(nameof(options.Listen), options.Listen, "http://127.0.0.1:50051");
        foreach (var error in ErrorsOf(nameof(options.Listen), listen, "http://127.0.0.1:50051", options)) yield return error;
        var web = ListenAddress.ParseAll(options.Web).ToList();
        foreach (var error in ErrorsOf(nameof(options.Web), web, "http://127.0.0.1:50052", options)) yield return error;
        if (listen.Concat(web).Any(a => a.Address is { IsSecure: true }))
            foreach (var error in options.Tls.Errors()) yield return error;
        else if (options.Tls.Protocols.HasFlag(HttpProtocols.Http3))
            yield return "Tls:Protocols asks for HTTP/3, which needs an address with TLS, and Listen and Web have none; let one begin with "
                + "https://, or set Tls:Protocols to Http1AndHttp2.";
    }

    /// <summary>The protocols of each address, in the order of the settings, such as "HTTP/1.1, HTTP/2".</summary>
    public static IEnumerable<string> ProtocolNames(ServerOptions options) => WithProtocols(options).Select(one => string.Join(
        ", ", Names.Where(name => one.Protocols.HasFlag(name.Protocol)).Select(name => name.Name)));

    /// <summary>Addresses that others can reach without TLS.</summary>
    public static IEnumerable<string> InPlainText(ServerOptions options)
        => AllOf(options).Where(IsInPlainText).Select(address => address.Text);

    /// <summary>Addresses that others can reach without a credential.</summary>
    public static IEnumerable<string> ToAnybody(ServerOptions options)
        => AllOf(options).Where(address => IsToAnybody(address, options)).Select(address => address.Text);

    private static IEnumerable<ListenAddress> AllOf(ServerOptions options)
        => ListenAddress.ParseAll($"{options.Listen};{options.Web}").Select(listen => listen.Address!);

    private static bool IsInPlainText(ListenAddress address) => !address.IsLocal && !address.IsSecure;

    private static bool IsToAnybody(ListenAddress address, ServerOptions options) => !address.IsLocal && !options.Access.IsConfigured;

    private static IEnumerable<string> ErrorsOf(
        string name, List<(string Text, ListenAddress? Address)> addresses, string example, ServerOptions options)
    {
        foreach (var (text, address) in addresses)
        {
            if (address is null)
                yield return Unreadable(name, text, example);
            else if (IsInPlainText(address) && !options.AllowPlainText)
                yield return $"{name} is '{text}', which others can reach, without TLS; use https:// with Tls:Certificate and Tls:Key, "
                    + "or listen on 127.0.0.1, or set AllowPlainText where the network itself is trusted.";
            else if (IsToAnybody(address, options) && !options.AllowAnonymous)
                yield return $"{name} is '{text}', which others can reach, and no credentials are configured; set Access:KeysFile "
                    + "('ccg keys create' makes it), or listen on 127.0.0.1, "
                    + "or set AllowAnonymous where everybody who can connect may send and read.";
        }
    }

    private static string Unreadable(string name, string text, string example)
        => $"{name} is '{text}'; set it to an address such as {example} (https:// for TLS, http://unix:/PATH for a socket).";

    private static IConfiguration ConfigurationOf(ServerOptions options)
    {
        var settings = new Dictionary<string, string?>();
        foreach (var (address, protocols) in WithProtocols(options)) Add(settings, address, protocols, options);
        return new ConfigurationBuilder().AddInMemoryCollection(settings).Build();
    }

    // Without TLS nobody can negotiate, so a plain-text address has one protocol.
    private static IEnumerable<(ListenAddress Address, HttpProtocols Protocols)> WithProtocols(ServerOptions options)
    {
        return [.. Of(options.Listen, HttpProtocols.Http2), .. Of(options.Web, HttpProtocols.Http1)];

        IEnumerable<(ListenAddress, HttpProtocols)> Of(string setting, HttpProtocols plainText) => ListenAddress.ParseAll(setting).Select(
            listen => (listen.Address!, listen.Address!.IsSecure ? options.Tls.Protocols : plainText));
    }

    private static void Add(Dictionary<string, string?> settings, ListenAddress address, HttpProtocols protocols, ServerOptions options)
    {
        address.RemoveAbandonedSocket();
        var name = $"Endpoints:{settings.Keys.Count(key => key.EndsWith(":Url", StringComparison.Ordinal)):00}";
        settings[$"{name}:Url"] = address.Text;
        settings[$"{name}:Protocols"] = protocols.ToString();
        if (!address.IsSecure) return;
        if (options.Access.ClientAuthority is not null) settings[$"{name}:ClientCertificateMode"] = "AllowCertificate";
        settings[$"{name}:SslProtocols:0"] = "Tls12";
        settings[$"{name}:SslProtocols:1"] = "Tls13";
        settings[$"{name}:Certificate:Path"] = Path.GetFullPath(options.Tls.Certificate!);
        settings[$"{name}:Certificate:KeyPath"] = options.Tls.Key is { } key ? Path.GetFullPath(key) : null;
        settings[$"{name}:Certificate:Password"] = options.Tls.Password;
    }
}
