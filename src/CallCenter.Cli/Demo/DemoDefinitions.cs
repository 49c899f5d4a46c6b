using CallCenter.Server.Hosting;
using CallCenter.Server.Settings;

namespace CallCenter.Cli;

/// <summary>The definitions file of the demonstration, unless the server has definitions or settings of its own.</summary>
internal sealed class DemoDefinitions(string folder)
{
    private string? _file;

    /// <summary>Lets the server read the file, which has no targets yet: waits of the simulated past would miss them for days.</summary>
    public void Use(ServerOptions options)
    {
        if (options.Definitions is not null || !options.Settings.IsSame(new SettingOptions())) return;
        options.Definitions = _file = Path.Combine(folder, "definitions.yaml");
        File.WriteAllText(_file, "kpi_targets: []\n");
    }

    /// <summary>Writes the targets, which the server uses within seconds.</summary>
    public void AddTargets()
    {
        if (_file is null) return;
        using Stream targets = typeof(DemoDefinitions).Assembly.GetManifestResourceStream("demo.definitions.yaml")!;
        string whole = _file + ".new";
        using (FileStream file = File.Create(whole)) targets.CopyTo(file);
        File.Move(whole, _file, overwrite: true);
    }
}
