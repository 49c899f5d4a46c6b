using System.CommandLine;

namespace CallCenter.Cli;

/// <summary>The address of the server: --server, else CCG_SERVER, else this machine.</summary>
internal static class ServerOption
{
    public const string Default = "http://127.0.0.1:50051";
    private const string Name = "--server";

    public static Option<string> Create(CliContext cli)
    {
        string assumed = cli.Variable("CCG_SERVER") is { Length: > 0 } told ? told : Default;
        return new Option<string>(Name)
        {
            Description = "Where the server listens, as http://HOST:PORT or https://HOST:PORT. Environment: CCG_SERVER.",
            HelpName = "URL",
            Recursive = true,
            DefaultValueFactory = _ => assumed,
        };
    }

    /// <summary>The address; a usage error when it is invalid.</summary>
    public static string Require(ParseResult parsed)
    {
        string address = Of(parsed);
        bool isAddress = Uri.TryCreate(address, UriKind.Absolute, out Uri? uri) && uri.Scheme is "http" or "https";
        return isAddress ? address : throw new UsageException($"'{address}' is not a server's address such as {Default}");
    }

    public static string Of(ParseResult parsed) => parsed.GetValue<string>(Name) ?? Default;
}
