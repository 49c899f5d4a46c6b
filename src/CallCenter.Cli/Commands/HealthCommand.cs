using System.CommandLine;
using CallCenter.Client;
using Grpc.Core;
using Grpc.Health.V1;
using Grpc.Net.Client;

namespace CallCenter.Cli.Commands;

/// <summary>ccg health: whether a server serves, for probes of containers without a shell.</summary>
internal static class HealthCommand
{
    /// <summary>Makes the command.</summary>
    /// <param name="cli">The world it runs in.</param>
    /// <returns>The command.</returns>
    public static Command Create(CliContext cli)
    {
        var command = new ExampleCommand("health", "Asks a server whether it serves; exits with 0 when it does. Needs no credential.",
            "ccg health",
            "ccg health --server https://kpi.example.com:50051 --ca server.crt");
        command.SetAction((parsed, token) => RunAsync(cli, ServerOption.Require(parsed), token));
        return command;
    }

    private static async Task<int> RunAsync(CliContext cli, string server, CancellationToken token)
    {
        using GrpcChannel channel = CallCenterChannel.Open(server, cli.CredentialFor(server));
        var health = new Health.HealthClient(channel);
        HealthCheckResponse answer = await Answer.InTimeAsync(limit => CheckAsync(health, limit), cli, server, token);
        if (answer.Status != HealthCheckResponse.Types.ServingStatus.Serving)
            throw new FailedException($"{server} does not serve now; its log says why");
        await cli.Out.WriteLineAsync($"{server} serves");
        return ExitCode.Ok;
    }

    private static async Task<HealthCheckResponse> CheckAsync(Health.HealthClient health, CancellationToken token)
    {
        try
        {
            return await health.CheckAsync(new HealthCheckRequest(), cancellationToken: token);
        }
        catch (RpcException e)
        {
            token.ThrowIfCancellationRequested();
            throw CallCenterException.From(e);
        }
    }
}
