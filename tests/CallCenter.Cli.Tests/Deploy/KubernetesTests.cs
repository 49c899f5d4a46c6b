using System.Text.Json.Nodes;
using CallCenter.Server.Hosting;
using k8s;
using k8s.Models;
using Microsoft.Extensions.Configuration;

namespace CallCenter.Cli.Tests.Deploy;

/// <summary>The manifests are of Kubernetes' own types, and fit each other and the server.</summary>
public sealed class KubernetesTests
{
    private const string Name = "kubernetes/callcenter.yaml";

    private static readonly List<JsonNode> Manifests = DeployFiles.Yaml(Name);

    private static JsonNode Pod => Of("Deployment")["spec"]!["template"]!;

    private static JsonNode Container => Assert.Single(Pod["spec"]!["containers"]!.AsArray())!;

    [Fact]
    public void Every_field_is_one_of_its_kind()
    {
        List<IKubernetesObject<V1ObjectMeta>> read = [.. KubernetesYaml.LoadAllFromString(DeployFiles.Read(Name), strict: true)
            .Cast<IKubernetesObject<V1ObjectMeta>>()];

        Assert.Equal(["ConfigMap", "Service", "Deployment", "PodDisruptionBudget"], read.Select(manifest => manifest.Kind));
        Assert.All(read, manifest => Assert.NotEmpty(manifest.Metadata.Name));
    }

    [Theory]
    [InlineData("Service", "")]
    [InlineData("Deployment", "matchLabels")]
    [InlineData("PodDisruptionBudget", "matchLabels")]
    public void Selectors_find_the_pods(string kind, string below)
    {
        JsonNode selector = Of(kind)["spec"]!["selector"]!;
        JsonObject labels = (below.Length > 0 ? selector[below] : selector)!.AsObject();

        Assert.NotEmpty(labels);
        Assert.All(labels, label => Assert.Equal(label.Value!.ToString(), Pod["metadata"]!["labels"]![label.Key]?.ToString()));
    }

    [Fact]
    public void Every_setting_is_one_of_the_server_and_right()
    {
        using var folder = new DataFolder();
        string keys = Path.Combine(folder.Path, "keys.json");
        File.WriteAllText(keys, """{"keys": []}""");

        ServerOptions options = Options();
        options.Access = options.Access with { KeysFile = keys };

        Assert.Empty(options.Errors());
    }

    [Fact]
    public void Ports_are_those_that_the_server_listens_on()
    {
        int[] listening = DeployFiles.PortsOf(Options());

        Assert.Equal(listening, Container["ports"]!.AsArray().Select(port => (int)port!["containerPort"]!));
        Assert.Equal(listening, Of("Service")["spec"]!["ports"]!.AsArray().Select(port => (int)port!["port"]!));
        Assert.Equal($"{listening[1]}", Pod["metadata"]!["annotations"]!["prometheus.io/port"]!.ToString());
    }

    [Fact]
    public void Probes_ask_the_web_port_whether_the_server_is_ready_and_whether_it_lives()
    {
        Assert.Equal(
            ["startupProbe /readyz web", "readinessProbe /readyz web", "livenessProbe /healthz web"],
            new[] { "startupProbe", "readinessProbe", "livenessProbe" }
                .Select(probe => $"{probe} {Container[probe]?["httpGet"]?["path"]} {Container[probe]?["httpGet"]?["port"]}"));
        Assert.Contains(Container["ports"]!.AsArray(), port => port!["name"]!.ToString() == "web");
    }

    [Fact]
    public void Files_of_the_settings_are_mounted_and_every_mount_has_its_volume()
    {
        JsonArray mounts = Container["volumeMounts"]!.AsArray();
        string keys = Path.GetDirectoryName(Options().Access.KeysFile)!;

        Assert.Contains(mounts, mount => mount!["mountPath"]!.ToString() == keys);
        Assert.Equal(
            mounts.Select(mount => mount!["name"]!.ToString()),
            Pod["spec"]!["volumes"]!.AsArray().Select(volume => volume!["name"]!.ToString()));
    }

    [Fact]
    public void One_pod_may_be_evicted_while_others_serve()
        => Assert.True((int)Of("Deployment")["spec"]!["replicas"]! > (int)Of("PodDisruptionBudget")["spec"]!["maxUnavailable"]!);

    private static JsonNode Of(string kind) => Assert.Single(Manifests, manifest => manifest["kind"]!.ToString() == kind);

    // As the server reads its environment; a setting that it does not know is an error here.
    private static ServerOptions Options()
    {
        const string Prefix = "CallCenter__";
        string source = Container["envFrom"]![0]!["configMapRef"]!["name"]!.ToString();
        JsonNode map = Assert.Single(Manifests, m => m["kind"]!.ToString() == "ConfigMap" && m["metadata"]!["name"]!.ToString() == source);
        IConfigurationRoot settings = new ConfigurationBuilder().AddInMemoryCollection(map["data"]!.AsObject().Select(setting =>
        {
            Assert.StartsWith(Prefix, setting.Key);
            return KeyValuePair.Create(setting.Key[Prefix.Length..].Replace("__", ":"), (string?)setting.Value!.ToString());
        })).Build();
        var options = new ServerOptions();
        settings.Bind(options, binder => binder.ErrorOnUnknownConfiguration = true);
        return options;
    }
}
