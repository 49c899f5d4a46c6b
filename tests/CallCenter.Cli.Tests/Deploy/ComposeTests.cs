using System.Text.Json.Nodes;

namespace CallCenter.Cli.Tests.Deploy;

/// <summary>The parts of compose.yaml fit each other, the files that they name, and the server.</summary>
public sealed class ComposeTests
{
    private static readonly JsonNode Compose = Assert.Single(DeployFiles.Yaml("compose.yaml"));

    private static JsonObject Services => Compose["services"]!.AsObject();

    [Fact]
    public void The_server_understands_its_command_and_publishes_its_ports_to_this_machine_only()
    {
        JsonNode server = Services["callcenter"]!;
        int[] listening = DeployFiles.PortsOf(DeployFiles.OptionsOf(DeployFiles.Texts(server["command"])));

        Assert.Equal(listening.Select(port => $"127.0.0.1:{port}:{port}"), DeployFiles.Texts(server["ports"]));
    }

    [Fact]
    public void The_command_names_a_service_for_redis_and_a_secret_for_the_keys()
    {
        JsonNode server = Services["callcenter"]!;
        var options = DeployFiles.OptionsOf(DeployFiles.Texts(server["command"]));

        Assert.True(Services.ContainsKey(new Uri(options.Redis!).Host));
        Assert.Contains(Path.GetFileName(options.Access.KeysFile), DeployFiles.Texts(server["secrets"]));
    }

    [Fact]
    public void The_image_is_built_from_files_of_the_repository()
    {
        JsonNode build = Services["callcenter"]!["build"]!;
        string context = Path.GetFullPath(Path.Combine(DeployFiles.Folder, build["context"]!.ToString()));

        Assert.Equal(DeployFiles.Root, context);
        Assert.True(File.Exists(Path.Combine(context, build["dockerfile"]!.ToString())));
    }

    [Fact]
    public void Services_wait_for_services_that_there_are()
        => Assert.All(
            Services.SelectMany(service => service.Value!["depends_on"] switch
            {
                JsonObject conditions => conditions.Select(condition => condition.Key),
                JsonArray names => DeployFiles.Texts(names),
                _ => [],
            }),
            name => Assert.True(Services.ContainsKey(name), name));

    [Fact]
    public void Secrets_and_volumes_are_declared_and_mounted_files_exist()
    {
        string[] secrets = [.. Compose["secrets"]!.AsObject().Select(secret => secret.Key)];
        string[] volumes = [.. Compose["volumes"]!.AsObject().Select(volume => volume.Key)];
        foreach ((_, JsonNode? service) in Services)
        {
            Assert.Empty(DeployFiles.Texts(service!["secrets"] ?? new JsonArray()).Except(secrets));
            foreach (string source in DeployFiles.Texts(service["volumes"] ?? new JsonArray()).Select(mount => mount.Split(':')[0]))
            {
                if (source.StartsWith('.')) Assert.True(File.Exists(Path.Combine(DeployFiles.Folder, source)), source);
                else Assert.Contains(source, volumes);
            }
        }
    }

    [Fact]
    public void Prometheus_scrapes_the_server_with_the_key_that_it_is_given()
    {
        JsonNode scraping = Assert.Single(DeployFiles.Yaml("prometheus/prometheus.yml"));
        int web = DeployFiles.PortsOf(DeployFiles.OptionsOf(DeployFiles.Texts(Services["callcenter"]!["command"])))[1];
        string[] secrets = DeployFiles.Texts(Services["prometheus"]!["secrets"]);

        Assert.All(scraping["scrape_configs"]!.AsArray(), job =>
        {
            Assert.Equal([$"callcenter:{web}"], DeployFiles.Texts(job!["static_configs"]![0]!["targets"]));
            Assert.Contains(Path.GetFileName(job["authorization"]!["credentials_file"]!.ToString()), secrets);
        });
    }
}
