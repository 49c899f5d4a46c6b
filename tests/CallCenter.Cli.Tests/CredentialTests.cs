using CallCenter.ScriptedServer;

namespace CallCenter.Cli.Tests;

/// <summary>The key that ccg sends, and where it comes from.</summary>
public sealed class CredentialTests : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("ccg-");
    private ScriptedPeer _server = null!;
    private string? _received;

    public async Task InitializeAsync()
    {
        _server = await ScriptedPeer.StartAsync();
        _server.Kpis.Snapshot = _ => Answers.Of();
        _server.Kpis.OnHeaders = headers => _received = headers.GetValue("authorization");
    }

    public async Task DisposeAsync()
    {
        await _server.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Without_a_credential_none_is_sent()
    {
        await CcgAsync([]);

        Assert.Null(_received);
    }

    [Fact]
    public async Task A_key_comes_from_the_environment()
    {
        await CcgAsync([], ("CCG_KEY", "ccg_a_b"));

        Assert.Equal("Bearer ccg_a_b", _received);
    }

    [Fact]
    public async Task A_key_comes_from_a_file_without_its_line_end()
    {
        string file = Path.Combine(_folder.FullName, "key");
        await File.WriteAllTextAsync(file, "ccg_c_d\n");

        await CcgAsync(["--key-file", file], ("CCG_KEY", "ccg_a_b"));

        Assert.Equal("Bearer ccg_c_d", _received);
    }

    [Fact]
    public async Task A_key_file_that_is_not_there_is_named()
        => Assert.Equal("ccg: there is no file '/none'; check the path\n", (await CcgAsync(["--key-file", "/none"])).Error);

    [Fact]
    public async Task A_key_is_not_sent_to_another_machine_without_TLS()
    {
        Ended ended = await CommandRun.ToEndAsync(
            ["snapshot", "--server", "http://kpi.example:50051"], variables: new() { ["CCG_KEY"] = "ccg_a_b" });

        Assert.Equal(ExitCode.Usage, ended.Code);
        Assert.StartsWith("ccg: http://kpi.example:50051 is without TLS, so that everybody on the way could read the key", ended.Error);
    }

    private Task<Ended> CcgAsync(string[] args, params (string Name, string Value)[] variables) => CommandRun.ToEndAsync(
        ["snapshot", "--server", _server.Address, .. args], variables: variables.ToDictionary(v => v.Name, v => v.Value));
}
