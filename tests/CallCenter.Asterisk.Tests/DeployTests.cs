using System.Diagnostics;

namespace CallCenter.Asterisk.Tests;

/// <summary>The script and the unit that come with the adapter.</summary>
public sealed class DeployTests : IDisposable
{
    private readonly DirectoryInfo _etc = Directory.CreateTempSubdirectory("ccg-deploy-");

    public void Dispose() => _etc.Delete(recursive: true);

    [Fact]
    public async Task Script_makes_a_user_with_the_classes_that_are_needed_and_does_it_once()
    {
        var main = Path.Combine(_etc.FullName, "manager.conf");
        await File.WriteAllTextAsync(main, "[general]\nenabled = yes\n#include manager_custom.conf\n");
        Assert.Contains("timestampevents = yes", await RunAsync("metrics"), StringComparison.Ordinal);
        var once = await File.ReadAllTextAsync(Custom);
        await RunAsync("metrics");
        Assert.Equal(once, await File.ReadAllTextAsync(Custom));
        var secret = await File.ReadAllTextAsync(Path.Combine(_etc.FullName, "secret", "ami"));
        Assert.Matches("^[0-9a-f]{48}$", secret);
        Assert.Contains($"[metrics]\nsecret = {secret}\n", once, StringComparison.Ordinal);
        Assert.Contains("\nread = agent,call,system,dialplan\nwrite = system,reporting\n", once, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Script_asks_for_nothing_where_all_is_set_up_and_never_shows_the_secret()
    {
        await File.WriteAllTextAsync(
            Path.Combine(_etc.FullName, "manager.conf"), "[general]\ntimestampevents=yes\n#include manager_custom.conf\n");
        var said = await RunAsync("metrics");
        Assert.DoesNotContain("add", said.Replace("added", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.DoesNotContain(await File.ReadAllTextAsync(Path.Combine(_etc.FullName, "secret", "ami")), said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a]b")]
    [InlineData("a b")]
    public async Task Script_refuses_a_name_that_would_break_the_configuration(string name) =>
        Assert.Contains("letters, digits", await RunAsync(name, exitCode: 1), StringComparison.Ordinal);

    [Fact]
    public async Task Script_says_where_it_found_no_Asterisk() =>
        Assert.Contains("manager.conf cannot be read", await RunAsync("metrics", exitCode: 1), StringComparison.Ordinal);

    [Fact]
    public void Unit_hands_the_secret_on_as_a_credential() => Assert.Contains(
        "ExecStart=/usr/local/bin/ccg connect asterisk localhost:5038 --user ccg --secret-file ${CREDENTIALS_DIRECTORY}/ami\n",
        File.ReadAllText(Path.Combine(Deploy(), "ccg-asterisk.service")), StringComparison.Ordinal);

    private string Custom => Path.Combine(_etc.FullName, "manager_custom.conf");

    private async Task<string> RunAsync(string user, int exitCode = 0)
    {
        var start = new ProcessStartInfo("sh", [Path.Combine(Deploy(), "freepbx-ami-user.sh"), user])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["ASTERISK_ETC"] = _etc.FullName;
        start.Environment["CCG_SECRET_FILE"] = Path.Combine(_etc.FullName, "secret", "ami");
        using var process = Process.Start(start)!;
        var said = process.StandardOutput.ReadToEndAsync();
        var failed = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.Equal(exitCode, process.ExitCode);
        return await said + await failed;
    }

    private static string Deploy()
    {
        var folder = AppContext.BaseDirectory;
        while (!Directory.Exists(Path.Combine(folder, "src", "CallCenter.Asterisk", "deploy")))
            folder = Path.GetDirectoryName(folder) ?? throw new DirectoryNotFoundException("deploy");
        return Path.Combine(folder, "src", "CallCenter.Asterisk", "deploy");
    }
}
