using System.CommandLine;
using CallCenter.Core.Identity;
using CallCenter.Server.Checkup;
using CallCenter.Server.Hosting;

namespace CallCenter.Cli.Commands;

/// <summary>ccg doctor: says whether a server with these settings would start and be safe.</summary>
internal static class DoctorCommand
{
    /// <summary>Makes the command.</summary>
    /// <param name="cli">The world it runs in.</param>
    /// <returns>The command.</returns>
    public static Command Create(CliContext cli)
    {
        var server = new ServerSettings();
        var command = new ExampleCommand("doctor",
            "Checks the settings of a server without starting it: addresses, certificate, definitions, store, disk, clocks and versions. "
                + "Takes the options of 'ccg serve', appsettings.json and the environment; changes no data. "
                + "Exit code 1 when the server would not start.",
            "ccg doctor",
            "ccg doctor --listen https://0.0.0.0:50051 --tls-cert server.crt --tls-key server.key",
            "ccg doctor --redis redis://127.0.0.1:6379");
        server.AddTo(command);
        command.SetAction((parsed, token) => RunAsync(cli, server.Read(parsed), token));
        return command;
    }

    private static async Task<int> RunAsync(CliContext cli, Action<ServerOptions> adjust, CancellationToken token)
    {
        IReadOnlyList<Finding> findings = await ServerCheckup.RunAsync(ServerSettings.ReadUnchecked(adjust), cli.TimeProvider, token);
        foreach (Finding finding in findings)
            await cli.Out.WriteLineAsync($"{Word(finding.State),-9}{SafeText.Escape(finding.Text)}");
        return findings.Any(finding => finding.State == FindingState.Problem) ? ExitCode.Failed : ExitCode.Ok;
    }

    private static string Word(FindingState state) => state switch
    {
        FindingState.Ok => "ok",
        FindingState.Warning => "warning",
        _ => "PROBLEM",
    };
}
