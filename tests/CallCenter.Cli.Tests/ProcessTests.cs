using System.Diagnostics;
using CallCenter.ScriptedServer;

namespace CallCenter.Cli.Tests;

/// <summary>The program as a process: its output, its standard error and its exit codes.</summary>
public sealed class ProcessTests : IAsyncLifetime
{
    private static readonly string[] All = ["connect", "replay", "send", "snapshot", "watch", "kpis"];

    private ScriptedPeer _server = null!;

    public async Task InitializeAsync() => _server = await ScriptedPeer.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task A_command_that_is_done_exits_with_zero()
    {
        _server.Kpis.Snapshot = _ => Answers.Of();

        Ended ended = await RunAsync(["snapshot", "-g", "queue", "-o", "csv"]);

        Assert.Equal((0, ""), (ended.Code, ended.Error));
        Assert.StartsWith("queue,contacts_offered,", ended.Out);
    }

    [Fact]
    public async Task The_environment_names_the_server_when_no_option_does()
    {
        _server.Kpis.Snapshot = _ => Answers.Of();

        Ended ended = await RunAsync(["snapshot", "-o", "csv"], environment: ("CCG_SERVER", _server.Address), addServer: false);

        Assert.Equal((0, ""), (ended.Code, ended.Error));
    }

    [Theory]
    [InlineData("snapshot")]
    [InlineData("kpis")]
    [InlineData("watch")]
    [InlineData("send", "-")]
    public async Task A_server_that_is_not_there_is_named_with_what_to_do(params string[] args)
    {
        await _server.StopAsync();

        Ended ended = await RunAsync(args, input: Given.Lines(Given.Queued("v1", Given.Nine)));

        Assert.Equal((1, ""), (ended.Code, ended.Out));
        Assert.StartsWith($"ccg: no server answers at {_server.Address} (Connection refused", ended.Error);
        Assert.EndsWith("; start one with 'ccg serve', or name another with --server\n", ended.Error);
        Assert.Equal(1, ended.Error.Count(c => c == '\n'));
    }

    [Theory]
    [InlineData("", "ccg: Required command was not provided; see 'ccg --help'")]
    [InlineData("snapshots", "see 'ccg --help'")]
    [InlineData("snapshot --kpi x@20", "ccg: KPI 'x@20' cannot be read: '20' is not a time such as 20s or 2m; see 'ccg snapshot --help'")]
    [InlineData("snapshot --where sales", "write it as DIMENSION=VALUE or DIMENSION=VALUE,VALUE; see 'ccg snapshot --help'")]
    [InlineData("snapshot --window soon", "see 'ccg snapshot --help'")]
    [InlineData("snapshot -o xml", "see 'ccg snapshot --help'")]
    [InlineData("kpis --server nowhere", "ccg: 'nowhere' is not a server's address such as http://127.0.0.1:50051; see 'ccg kpis --help'")]
    [InlineData("watch --min-interval often", "ccg: 'often' is not a time such as 5s; see 'ccg watch --help'")]
    [InlineData("replay jsonl x --speed fast", "ccg: 'fast' is not a speed: write 1, 10, 0.5 or max; see 'ccg replay jsonl --help'")]
    [InlineData("send", "see 'ccg send --help'")]
    [InlineData("connect asterisk", "ccg: Option '--user' is required; see 'ccg connect asterisk --help'")]
    [InlineData("connect asterisk --user metrics",
        "ccg: no secret: name a file with --secret-file, or set CCG_AMI_SECRET; see 'ccg connect asterisk --help'")]
    [InlineData("connect asterisk pbx:sip --user metrics",
        "ccg: 'pbx:sip' is not where an AMI can be: write HOST or HOST:PORT; see 'ccg connect asterisk --help'")]
    [InlineData("connect asterisk --user metrics --wrap-up sales=soon",
        "ccg: 'sales=soon' is not a wrap-up time: write 20s, or QUEUE=20s for one queue; see 'ccg connect asterisk --help'")]
    public async Task A_wrong_command_line_exits_with_two_and_one_line(string line, string error)
    {
        Ended ended = await RunAsync(line.Split(' ', StringSplitOptions.RemoveEmptyEntries), addServer: false);

        Assert.Equal((2, ""), (ended.Code, ended.Out));
        Assert.StartsWith("ccg: ", ended.Error);
        Assert.EndsWith($"{error}\n", ended.Error);
        Assert.Equal(1, ended.Error.Count(c => c == '\n'));
    }

    [Fact]
    public async Task A_file_that_is_not_there_is_named()
    {
        Ended ended = await RunAsync(["replay", "jsonl", "nowhere.jsonl"]);

        Assert.Equal((1, ""), (ended.Code, ended.Out));
        Assert.Matches("^ccg: Could not find file '.*nowhere.jsonl'; check the path\n$", ended.Error);
    }

    [Theory]
    [InlineData("snapshot")]
    [InlineData("watch")]
    [InlineData("kpis")]
    [InlineData("send")]
    [InlineData("replay", "jsonl")]
    [InlineData("connect", "asterisk")]
    public async Task The_help_of_a_command_has_examples(params string[] command)
    {
        Ended ended = await RunAsync([.. command, "--help"], addServer: false);

        Assert.Equal((0, ""), (ended.Code, ended.Error));
        string shown = ended.Out.Replace("echo '", "ccg send '").Replace("CCG_AMI_SECRET=… ", "");
        Assert.Contains($"\nExamples:\n  ccg {string.Join(' ', command)}", shown);
        Assert.DoesNotContain("CallCenter.V1", ended.Out);
    }

    [Fact]
    public async Task The_help_names_all_commands_and_the_exit_codes()
    {
        Ended ended = await RunAsync(["--help"], addServer: false);

        Assert.All(All, command => Assert.Contains($"  {command} ", ended.Out));
        Assert.Contains("Exit codes: 0 done, 1 failed, 2 wrong command line.", ended.Out);
    }

    [Fact]
    public async Task The_version_is_a_number()
    {
        Ended ended = await RunAsync(["--version"], addServer: false);

        Assert.Matches(@"^\d+\.\d+\.\d+\n$", ended.Out);
    }

    [Fact]
    public async Task An_interrupted_watch_ends_well()
    {
        _server.Kpis.Next(talk => talk.UntilGoneAsync(first: new V1.SubscribeResponse { Snapshot = new V1.Snapshot() }));
        using Process process = Ccg.Start(["watch", "--server", _server.Address]);

        string? line = await process.StandardOutput.ReadLineAsync().WaitAsync(Waits.Limit);
        await Ccg.InterruptAsync(process);
        await process.WaitForExitAsync().WaitAsync(Waits.Limit);

        Assert.Equal("{ \"snapshot\": { } }", line);
        Assert.Equal((0, ""), (process.ExitCode, await process.StandardError.ReadToEndAsync()));
    }

    private async Task<Ended> RunAsync(
        string[] args, string input = "", (string Name, string Value)? environment = null, bool addServer = true)
    {
        using Process process = Ccg.Start(addServer ? [.. args, "--server", _server.Address] : args, environment: environment);
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> error = process.StandardError.ReadToEndAsync();
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        await process.WaitForExitAsync().WaitAsync(Waits.Limit);
        return new Ended(process.ExitCode, (await output).ReplaceLineEndings("\n"), (await error).ReplaceLineEndings("\n"));
    }
}
