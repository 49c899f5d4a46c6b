using System.Text.Json;

namespace CallCenter.Cli.Tests.Deploy;

/// <summary>The steps of the image fit the repository and the server.</summary>
public sealed class DockerfileTests
{
    private const string Source = "/source/";

    private static readonly List<Step> Steps = [.. DeployFiles.Read("Dockerfile").Split('\n')
        .Where(line => line.Length > 0 && !line.StartsWith('#'))
        .Select(line => line.Split(' ', 2))
        .Select(parts => new Step(parts[0], parts[1]))];

    private static List<Step> LastStage => Steps[Steps.FindLastIndex(step => step.Word == "FROM")..];

    [Fact]
    public void Copies_come_from_earlier_stages_and_from_files_of_the_repository()
    {
        var stages = new List<string>();
        foreach ((string word, string rest) in Steps)
        {
            string[] words = rest.Split(' ');
            if (word == "FROM" && words is [_, "AS", var name]) stages.Add(name);
            if (word != "COPY") continue;
            Assert.All(words.Where(w => w.StartsWith("--from=", StringComparison.Ordinal)), from => Assert.Contains(from[7..], stages));
            Assert.All(
                words.Where(w => w.StartsWith(Source, StringComparison.Ordinal)),
                path => Assert.True(Path.Exists(Path.Combine(DeployFiles.Root, path[Source.Length..])), path));
        }
        Assert.Equal(["build"], stages);
    }

    [Fact]
    public void The_published_project_exists()
    {
        string[] publish = Assert.Single(Steps, step => step.Rest.StartsWith("dotnet publish ", StringComparison.Ordinal)).Rest.Split(' ');

        Assert.NotEmpty(Directory.GetFiles(Path.Combine(DeployFiles.Root, publish[2]), "*.csproj"));
    }

    [Fact]
    public void The_image_runs_without_root_and_without_a_shell()
    {
        string user = Assert.Single(LastStage, step => step.Word == "USER").Rest;

        Assert.True(int.Parse(user) > 0);
        Assert.Contains("chiseled", LastStage[0].Rest);
        Assert.DoesNotContain(LastStage, step => step.Word == "RUN");
        Assert.Contains(
            LastStage, step => step.Word == "COPY" && step.Rest.Contains($"--chown={user}:{user} ") && step.Rest.EndsWith(" /data"));
    }

    [Fact]
    public void The_server_understands_its_command_and_exposes_its_ports()
    {
        var options = DeployFiles.OptionsOf(List("CMD"));

        Assert.Equal(DeployFiles.PortsOf(options), Rest("EXPOSE").Split(' ').Select(int.Parse));
        Assert.Equal(Rest("VOLUME"), options.Store.Directory);
    }

    [Fact]
    public async Task The_health_check_is_a_command_of_the_same_program()
    {
        string[] check = JsonSerializer.Deserialize<string[]>(Rest("HEALTHCHECK")[(Rest("HEALTHCHECK").IndexOf("CMD ") + 4)..])!;

        Assert.Equal(List("ENTRYPOINT"), check[..2]);
        Ended help = await CommandRun.ToEndAsync([.. check[2..], "--help"]);
        Assert.Equal(0, help.Code);
        Assert.Contains($"{check[2]} [options]", help.Out);
    }

    private static string Rest(string word) => Assert.Single(LastStage, step => step.Word == word).Rest;

    private static string[] List(string word) => JsonSerializer.Deserialize<string[]>(Rest(word))!;

    private sealed record Step(string Word, string Rest);
}
