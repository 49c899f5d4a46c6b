using CallCenter.Server.Access;

namespace CallCenter.Cli.Tests;

/// <summary>ccg keys: the file of credentials.</summary>
public sealed class KeysTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("ccg-");

    private string File => Path.Combine(_folder.FullName, "keys.json");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task A_key_is_printed_once_and_kept_as_a_hash()
    {
        Ended made = await CommandRun.ToEndAsync(
            ["keys", "create", "--file", File, "--tenant", "acme", "--role", "ingest:pbx-*", "--name", "PBX", "--days", "90"]);

        Assert.Matches("^ccg_[a-z0-9]{8}_[A-Za-z0-9_-]{43}\n$", made.Out);
        AccessKey key = Assert.Single(KeysFile.Read(File));
        Assert.Equal(
            ("PBX", "acme", "ingest:pbx-*", 90.0),
            (key.Name, key.Tenant, Assert.Single(key.Roles), (key.ExpiresAt - key.CreatedAt)!.Value.TotalDays));
        Assert.DoesNotContain(made.Out[^20..^1], await System.IO.File.ReadAllTextAsync(File));
        Assert.StartsWith($"ccg_{key.Id}_", made.Out);
    }

    [Fact]
    public async Task The_list_shows_each_key_without_its_hash()
    {
        await CommandRun.ToEndAsync(["keys", "create", "--file", File, "--role", "read:queue=a|b", "--name", "wall [1]"]);
        AccessKey key = Assert.Single(KeysFile.Read(File));

        Ended listed = await CommandRun.ToEndAsync(["keys", "list", "--file", File]);

        Assert.Matches($@"(?m)^\s*{key.Id}\s+wall \[1\]\s+default\s+read:queue=a\|b\s", listed.Out);
        Assert.DoesNotContain(key.Sha256!, listed.Out);
    }

    [Fact]
    public async Task A_revoked_key_is_gone_and_the_others_stay()
    {
        await CommandRun.ToEndAsync(["keys", "create", "--file", File, "--role", "read"]);
        await CommandRun.ToEndAsync(["keys", "create", "--file", File, "--role", "read"]);
        IReadOnlyList<AccessKey> both = KeysFile.Read(File);

        Ended revoked = await CommandRun.ToEndAsync(["keys", "revoke", "--file", File, both[0].Id]);
        Ended again = await CommandRun.ToEndAsync(["keys", "revoke", "--file", File, both[0].Id]);

        Assert.Equal(both[1].Id, Assert.Single(KeysFile.Read(File)).Id);
        Assert.Equal((ExitCode.Ok, ExitCode.Failed), (revoked.Code, again.Code));
        Assert.Equal($"ccg: there is no key {both[0].Id} in {File}; 'ccg keys list' shows all\n", again.Error);
    }

    [Theory]
    [InlineData("--role", "reed", "'reed' is not a role; there are ingest, ")]
    [InlineData("--role", "read:quue=a", "'read:quue=a' is not a role; there are ingest, ")]
    [InlineData("--role", "read:queue=", "'read:queue=' is not a role; there are ingest, ")]
    [InlineData("--tenant", "Acme", "tenant 'Acme' is not 1 to 63 of a-z, 0-9 and -")]
    public async Task What_no_server_would_accept_is_not_written(string option, string value, string says)
    {
        string[] roles = option == "--role" ? [] : ["--role", "read"];

        Ended ended = await CommandRun.ToEndAsync(["keys", "create", "--file", File, option, value, .. roles]);

        Assert.StartsWith($"ccg: {says}", ended.Error);
        Assert.Equal(ExitCode.Usage, ended.Code);
        Assert.False(System.IO.File.Exists(File));
    }

    [Fact]
    public async Task A_certificate_needs_no_key()
    {
        Ended made = await CommandRun.ToEndAsync(
            ["keys", "create", "--file", File, "--role", "read", "--certificate", "wall.acme.example"]);

        Assert.Equal("", made.Out);
        Assert.Equal("wall.acme.example", Assert.Single(KeysFile.Read(File)).Certificate);
    }
}
