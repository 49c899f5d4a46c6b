using CallCenter.Server.Hosting;
using CallCenter.Server.Settings;

namespace CallCenter.Cli;

/// <summary>The definitions file of the demonstration, unless the server has definitions or settings of its own.</summary>
internal sealed class DemoDefinitions(string folder)
{
    private const string Targets = "kpi_targets:"; // The last entry of the file.

    private string? _file;

    /// <summary>Lets the server read the file, which has no targets yet: waits of the simulated past would miss them for days.</summary>
    public void Use(ServerOptions options)
    {
        if (options.Definitions is not null || !options.Settings.IsSame(new SettingOptions())) return;
        options.Definitions = _file = Path.Combine(folder, "definitions.yaml");
        string whole = Read();
        File.WriteAllText(_file, whole[..whole.IndexOf(Targets, StringComparison.Ordinal)]);
    }

    /// <summary>Writes the targets, which the server uses within seconds.</summary>
    public void AddTargets()
    {
        if (_file is null) return;
        string added = _file + ".new";
        File.WriteAllText(added, Read());
        File.Move(added, _file, overwrite: true);
    }

    private static string Read()
    {
        using var reader = new StreamReader(typeof(DemoDefinitions).Assembly.GetManifestResourceStream("demo.definitions.yaml")!);
        return reader.ReadToEnd();
    }
}
