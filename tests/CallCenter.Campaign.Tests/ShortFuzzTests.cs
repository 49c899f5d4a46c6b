using CallCenter.Campaign.Fuzz;

namespace CallCenter.Campaign.Tests;

/// <summary>The fuzzer's short form: some seconds for each door, always the same cases; its long form is a command: see results/ beside the
/// campaign.</summary>
public sealed class ShortFuzzTests
{
    [Fact]
    public async Task Whatever_is_sent_to_a_door_the_server_lives_explains_itself_and_serves_others()
    {
        var folder = Directory.CreateTempSubdirectory("ccg-fuzz-");
        var options = new FuzzOptions { Seed = 11, Duration = TimeSpan.FromSeconds(2), DoorsAtOnce = 3, Folder = folder.FullName };

        var findings = await FuzzRuns.FindingsAsync(options).WaitAsync(TimeSpan.FromMinutes(5));

        Assert.Empty(findings);
        folder.Delete(recursive: true);
    }
}
