using System.CommandLine;
using CallCenter.Server.Hosting;

namespace CallCenter.Cli.Commands;

/// <summary>ccg demo: a server, a simulated contact centre that streams into it, and its KPIs on the screen.</summary>
internal static class DemoCommand
{
    /// <summary>Makes the command.</summary>
    /// <param name="cli">The world it runs in.</param>
    /// <returns>The command.</returns>
    public static Command Create(CliContext cli)
    {
        var server = new ServerSettings(webDefault: "the port after that of --listen", dataDefault: "a temporary one");
        var length = new Option<TimeSpan?>("--for")
        {
            Description = "End after this time. Default: at Ctrl-C.",
            HelpName = "TIME",
            CustomParser = Parsing.Of<TimeSpan?>(
                text => DurationText.TryParse(text) ?? throw new FormatException($"'{text}' is not a length of time such as 30s or 2m")),
        };
        var command = new ExampleCommand("demo", "Runs a server with a simulated contact centre and shows its KPIs moving.",
            "ccg demo",
            "ccg demo --for 30s",
            "ccg watch --group-by queue   # in a second terminal");
        server.AddTo(command);
        command.Options.Add(length);
        command.SetAction((parsed, token) => RunAsync(cli, server, parsed, parsed.GetValue(length), token));
        return command;
    }

    private static async Task<int> RunAsync(
        CliContext cli, ServerSettings settings, ParseResult parsed, TimeSpan? length, CancellationToken token)
    {
        var folder = Directory.CreateTempSubdirectory("ccg-demo-");
        try
        {
            await ShowAsync(cli, settings.ReadPassing(parsed, folder.FullName), new DemoDefinitions(folder.FullName), length, token);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
        return ExitCode.Ok;
    }

    /// <summary>Browsers need an address for HTTP/1.1: the port beside that of gRPC, unless the command line names one.</summary>
    private static void ServePages(ServerOptions options)
    {
        if (options.Web.Length > 0 || !Uri.TryCreate(options.Listen, UriKind.Absolute, out Uri? listen)) return;
        if (listen is { Scheme: "http", IsLoopback: true }) options.Web = $"http://127.0.0.1:{(listen.Port == 0 ? 0 : listen.Port + 1)}";
    }

    private static async Task ShowAsync(
        CliContext cli, Action<ServerOptions> adjust, DemoDefinitions definitions, TimeSpan? length, CancellationToken token)
    {
        await using var app = ServerSettings.Build(adjust + ServePages + definitions.Use, quiet: true);
        await ServerStart.StartAsync(app, token);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(token);
        if (length is { } time) end.CancelAfter(time);
        try
        {
            await cli.Out.WriteLineAsync($"In a browser: {app.Urls.Last()}");
            await RunAsync(cli, app.Urls.First(), definitions, end);
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            // The demonstration is over.
        }
        finally
        {
            await app.StopAsync(CancellationToken.None);
        }
    }

    private static async Task RunAsync(CliContext cli, string address, DemoDefinitions definitions, CancellationTokenSource end)
    {
        await using var feed = new DemoFeed(address, cli.TimeProvider);
        await DemoScreen.ShowPastAsync(cli, show => feed.SendPastAsync(show, end.Token));
        definitions.AddTargets();
        Task[] parts = [feed.RunAsync(end.Token), DemoScreen.RunAsync(cli, address, end.Token)];
        await Task.WhenAny(parts);
        await end.CancelAsync();
        await Task.WhenAll(parts);
    }
}
