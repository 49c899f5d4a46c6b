using CallCenter.Core.Settings;
using CallCenter.Engine.Settings;
using CallCenter.Server.Hosting;
using CallCenter.Server.Kpis;
using CallCenter.Server.Settings;

namespace CallCenter.Server.Definitions;

/// <summary>What the numbers of all tenants depend on, as read at one time.</summary>
/// <param name="Settings">To be used when there are no errors.</param>
/// <param name="Errors">One sentence for each; of a file with its name, the line and the column in front.</param>
internal sealed record DefinitionSet(SettingOptions Options, SettingsOfTenants Settings, IReadOnlyList<string> Errors)
{
    /// <summary>What a server with these options starts with: the definitions of the file, or the settings of the configuration.</summary>
    /// <exception cref="ServerOptionsException">They are wrong.</exception>
    public static DefinitionSet Load(ServerOptions options, TimeProvider time)
    {
        var read = ReadOf(options, time);
        return read.Errors.Count == 0 ? read : throw new ServerOptionsException(read.Errors);
    }

    /// <summary>The same, right or wrong.</summary>
    public static DefinitionSet ReadOf(ServerOptions options, TimeProvider time)
        => options.Definitions is { } path ? DefinitionsFile.Read(path, options, time) : OfConfiguration(options, time);

    private static DefinitionSet OfConfiguration(ServerOptions options, TimeProvider time)
    {
        var errors = new SettingErrors();
        // Everything but what targets are about is checked with the other options.
        var settings = SettingsReader.Read(options.Settings, errors.Apart());
        new SelectorMapper(new CurrentSettings(settings), options.Engine.Floor.WindowMax, time).Targets.Check(errors);
        return new DefinitionSet(options.Settings, settings, [.. errors.Texts]);
    }
}
