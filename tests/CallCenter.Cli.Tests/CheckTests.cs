using CallCenter.Client;
using Grpc.Health.V1;
using Grpc.Net.Client;

namespace CallCenter.Cli.Tests;

/// <summary>ccg check and ccg doctor on a definitions file.</summary>
public sealed class CheckTests : IDisposable
{
    private readonly DataFolder _folder = new();

    private string File => Path.Combine(_folder.Path, "definitions.yaml");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_right_file_is_summed_up()
    {
        await WriteAsync("""
            time_zone: Europe/London
            queues: [{ name: sales }, { name: help }]
            costs: { currency: EUR, agent_hour: 30 }
            tenants: { acme: { calendars: { shop: {} } }, other: {} }
            """);

        Ended ended = await CheckAsync();

        Assert.Equal(
            (0, "all tenants: time_zone Europe/London, week_start Monday, service_level_threshold 20s, short_abandon_limit 5s, queues (2), "
                + "costs\ntenant acme: calendars (1)\ntenant other: nothing\n", ""),
            (ended.Code, ended.Out, ended.Error));
    }

    [Fact]
    public async Task All_errors_are_printed_and_the_exit_code_is_1()
    {
        await WriteAsync("time_zone: Mars\nqueue: []\n");

        Ended ended = await CheckAsync();

        Assert.Equal((1, ""), (ended.Code, ended.Out));
        string[] errors = ended.Error.TrimEnd('\n').Split('\n');
        Assert.Equal(2, errors.Length);
        Assert.Equal($"{File}:1:12: time_zone is 'Mars'; set it to an IANA time zone such as Europe/London.", errors[0]);
        Assert.StartsWith($"{File}:2:1: queue is no setting; did you mean queues? There are ", errors[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_file_is_an_error()
        => Assert.Equal(
            (1, $"The definitions file '{File}' does not exist; name one that does, as in 'ccg check FILE'.\n"),
            await CheckAsync() is var ended ? (ended.Code, ended.Error) : default);

    [Theory]
    [InlineData("week_start: Sunday", 0, "ok       the definitions file '")]
    [InlineData("week_start: Sonntag", 1, "PROBLEM  ")]
    public async Task The_doctor_checks_the_file(string text, int code, string finding)
    {
        await WriteAsync(text);

        Ended ended = await CommandRun.ToEndAsync(
            ["doctor", "--listen", "http://127.0.0.1:0", "--data", Path.Combine(_folder.Path, "data"), "--definitions", File]);

        Assert.Equal(code, ended.Code);
        Assert.Contains($"{finding}{File}", ended.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_lives_through_a_hang_up_and_logs_what_it_refuses()
    {
        await WriteAsync("week_start: Sunday");
        using ServeProcess server = await ServeProcess.StartAsync(["--durability", "memory", "--definitions", File]);

        await WriteAsync("week_start: Sonntag");
        await server.HangUpAsync();
        await Waits.UntilAsync(async () => await StateAsync(server, "definitions") == "NotServing", "the refused file");
        await server.TerminateAsync();

        Assert.Equal(0, await server.ExitedAsync(Waits.Limit));
        Assert.Contains($"DefinitionsRefused: those from before stay in force. {File}:1:13: week_start is 'Sonntag'",
            await server.OutputAsync(), StringComparison.Ordinal);
    }

    private static async Task<string> StateAsync(ServeProcess server, string service)
    {
        using GrpcChannel channel = CallCenterChannel.Open(server.Address);
        return $"{(await new Health.HealthClient(channel).CheckAsync(new HealthCheckRequest { Service = service })).Status}";
    }

    private Task WriteAsync(string text) => System.IO.File.WriteAllTextAsync(File, text);

    private Task<Ended> CheckAsync() => CommandRun.ToEndAsync(["check", File]);
}
