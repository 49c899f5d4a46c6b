using System.CommandLine;
using CallCenter.Server;
using CallCenter.Server.Hosting;
using CallCenter.Storage.Embedded;

namespace CallCenter.Cli.Commands;

/// <summary>ccg serve: runs the server in this process.</summary>
internal static class ServeCommand
{
    /// <summary>Makes the command.</summary>
    /// <param name="cli">The world it runs in.</param>
    /// <returns>The command.</returns>
    public static Command Create(CliContext cli)
    {
        var server = new ServerSettings();
        var command = new ExampleCommand("serve", "Runs the server on its embedded store, or on Redis, until Ctrl-C.",
            "ccg serve",
            "ccg serve --data /var/lib/callcenter --durability always",
            "ccg serve --redis redis://127.0.0.1:6379",
            "ccg serve --web http://127.0.0.1:50052",
            "ccg serve --definitions definitions.yaml",
            "ccg serve --listen https://0.0.0.0:50051 --tls-cert server.crt --tls-key server.key --keys keys.json");
        server.AddTo(command);
        command.SetAction((parsed, token) => RunAsync(cli, server.Read(parsed), token));
        return command;
    }

    private static async Task<int> RunAsync(CliContext cli, Action<ServerOptions> adjust, CancellationToken token)
    {
        await using var app = ServerSettings.Build(adjust, quiet: false);
        await ServerStart.StartAsync(app, token);
        await cli.Error.WriteLineAsync($"ccg: serving on {string.Join(" and ", app.Urls)}; stop with Ctrl-C");
        await Task.WhenAny(Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, token), Stopped(app));
        await app.StopAsync(CancellationToken.None);
        return Environment.ExitCode;
    }

    private static Task Stopped(Microsoft.AspNetCore.Builder.WebApplication app)
    {
        var stopped = new TaskCompletionSource();
        app.Lifetime.ApplicationStopping.Register(() => stopped.TrySetResult());
        return stopped.Task;
    }
}

/// <summary>The server's settings on the command line; all others come from appsettings.json and the environment.</summary>
/// <param name="webDefault">Default of --web, for its help.</param>
/// <param name="dataDefault">Default of --data, for its help.</param>
internal sealed class ServerSettings(string webDefault = "none", string dataDefault = "data")
{
    private readonly Option<string> _listen = new("--listen")
    {
        Description = "Address of the gRPC door, several separated by semicolons: http://, https:// (all doors, needs --tls-cert) "
            + "or http://unix:/PATH. Default: http://127.0.0.1:50051.",
        HelpName = "URL",
    };

    private readonly Option<string> _web = new("--web")
    {
        Description = "Address for JSON, CSV, event streams, metrics and gRPC-Web without TLS, such as http://127.0.0.1:50052. "
            + $"Default: {webDefault}.",
        HelpName = "URL",
    };

    private readonly Option<string> _certificate = new("--tls-cert")
    {
        Description = "Certificate of https addresses: PEM, or PFX with its key.",
        HelpName = "FILE",
    };

    private readonly Option<string> _key = new("--tls-key")
    {
        Description = "Private key of the certificate in PEM.",
        HelpName = "FILE",
    };

    private readonly Option<string> _keys = new("--keys")
    {
        Description = "Ask every call for a credential of this file, which 'ccg keys create' makes.",
        HelpName = "FILE",
    };

    private readonly Option<string> _definitions = new("--definitions")
    {
        Description = "Thresholds, targets, calendars and so on of all tenants in YAML; 'ccg check' checks it. A changed file is used "
            + "within seconds.",
        HelpName = "FILE",
    };

    private readonly Option<bool> _allowPlainText = new("--allow-plain-text")
    {
        Description = "Listen without TLS on addresses that others can reach.",
    };

    private readonly Option<bool> _allowAnonymous = new("--allow-anonymous")
    {
        Description = "Listen without credentials on addresses that others can reach.",
    };

    private readonly Option<string> _data = new("--data")
    {
        Description = $"Folder of the embedded store. Default: {dataDefault}.",
        HelpName = "DIR",
    };

    private readonly Option<Durability?> _durability = new("--durability")
    {
        CustomParser = Parsing.Of<Durability?>(text => text switch
        {
            "memory" => Durability.Memory,
            "interval" => Durability.Interval,
            "always" => Durability.Always,
            _ => throw new FormatException($"'{text}' is not a durability: write memory, interval or always"),
        }),
        Description = "memory, interval (default: at most 100 ms lost when the operating system dies) or always (nothing lost).",
        HelpName = "LEVEL",
    };

    private readonly Option<string> _redis = new("--redis")
    {
        Description = "Keep everything in this Redis instead, shared with other servers: redis://[user:password@]host:port[,host:port...].",
        HelpName = "URL",
    };

    public void AddTo(Command command)
    {
        command.Options.Add(_listen);
        command.Options.Add(_web);
        command.Options.Add(_certificate);
        command.Options.Add(_key);
        command.Options.Add(_keys);
        command.Options.Add(_definitions);
        command.Options.Add(_allowPlainText);
        command.Options.Add(_allowAnonymous);
        command.Options.Add(_data);
        command.Options.Add(_durability);
        command.Options.Add(_redis);
    }

    /// <summary>The settings of a server whose store nobody keeps: in a folder of its own, unless the command line names another.</summary>
    /// <remarks>A configured store is left alone: it may hold real numbers.</remarks>
    public Action<ServerOptions> ReadPassing(ParseResult parsed, string folder) => options =>
    {
        options.Redis = null;
        options.Store = options.Store with { Directory = folder };
        Read(parsed)(options);
    };

    public Action<ServerOptions> Read(ParseResult parsed) => options =>
    {
        options.Listen = parsed.GetValue(_listen) ?? options.Listen;
        options.Web = parsed.GetValue(_web) ?? options.Web;
        options.Tls = options.Tls with
        {
            Certificate = parsed.GetValue(_certificate) ?? options.Tls.Certificate,
            Key = parsed.GetValue(_key) ?? options.Tls.Key,
        };
        options.Access = options.Access with { KeysFile = parsed.GetValue(_keys) ?? options.Access.KeysFile };
        options.Definitions = parsed.GetValue(_definitions) ?? options.Definitions;
        options.AllowPlainText |= parsed.GetValue(_allowPlainText);
        options.AllowAnonymous |= parsed.GetValue(_allowAnonymous);
        options.Redis = parsed.GetValue(_redis) ?? options.Redis;
        options.Store = options.Store with
        {
            Directory = parsed.GetValue(_data) ?? options.Store.Directory,
            Durability = parsed.GetValue(_durability) ?? options.Store.Durability,
        };
    };

    /// <summary>The settings of all places together, right or wrong.</summary>
    public static ServerOptions ReadUnchecked(Action<ServerOptions> adjust)
    {
        try
        {
            return ServerApp.ReadUnchecked([], adjust);
        }
        catch (ServerOptionsException e)
        {
            throw new UsageException(string.Join(" ", e.Errors));
        }
    }

    public static Microsoft.AspNetCore.Builder.WebApplication Build(Action<ServerOptions> adjust, bool quiet)
    {
        try
        {
            return ServerApp.Build(
                quiet ? ["--Logging:LogLevel:Default=Warning", "--Logging:LogLevel:Microsoft.Hosting.Lifetime=Warning"] : [], adjust);
        }
        catch (ServerOptionsException e)
        {
            throw new UsageException(string.Join(" ", e.Errors));
        }
    }
}
