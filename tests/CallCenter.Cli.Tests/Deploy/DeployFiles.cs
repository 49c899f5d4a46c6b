using System.CommandLine;
using System.Text.Json.Nodes;
using CallCenter.Cli.Commands;
using CallCenter.Server.Hosting;
using YamlDotNet.Serialization;

namespace CallCenter.Cli.Tests.Deploy;

/// <summary>The files of src/deploy, and the server that they would start.</summary>
internal static class DeployFiles
{
    public static string Root { get; } = FindRoot();

    public static string Folder { get; } = Path.Combine(Root, "src", "deploy");

    public static string Read(string name) => File.ReadAllText(Path.Combine(Folder, name));

    /// <summary>The documents of a YAML file.</summary>
    public static List<JsonNode> Yaml(string name)
    {
        IDeserializer reader =
            new DeserializerBuilder().WithAttemptingUnquotedStringTypeDeserialization().WithDuplicateKeyChecking().Build();
        ISerializer writer = new SerializerBuilder().JsonCompatible().Build();
        return [.. Read(name).Split("\n---\n").Select(text => JsonNode.Parse(writer.Serialize(reader.Deserialize(text)))!)];
    }

    /// <summary>The texts of a list, in no case null.</summary>
    public static string[] Texts(JsonNode? list) => [.. list!.AsArray().Select(item => item!.ToString())];

    /// <summary>The options of "ccg serve" with these arguments.</summary>
    public static ServerOptions OptionsOf(params string[] arguments)
    {
        var settings = new ServerSettings();
        var serve = new Command("serve");
        settings.AddTo(serve);
        ParseResult parsed = new RootCommand { serve }.Parse(arguments);
        Assert.Empty(parsed.Errors);
        var options = new ServerOptions();
        settings.Read(parsed)(options);
        return options;
    }

    /// <summary>The ports that a server of these options listens on: gRPC, then web.</summary>
    public static int[] PortsOf(ServerOptions options) => [new Uri(options.Listen).Port, new Uri(options.Web).Port];

    private static string FindRoot()
    {
        string folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "CallCenterGrpc.sln")))
            folder = Path.GetDirectoryName(folder) ?? throw new DirectoryNotFoundException("No folder above has CallCenterGrpc.sln.");
        return folder;
    }
}
