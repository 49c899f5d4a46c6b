using System.Text.Json;

namespace CallCenter.Server.Settings;

/// <summary>Names of settings as the definitions file has them.</summary>
internal static class DefinitionNames
{
    /// <summary>The key of a property: ServiceLevelThreshold is service_level_threshold.</summary>
    public static string KeyOf(string property) => JsonNamingPolicy.SnakeCaseLower.ConvertName(property);

    /// <summary>A path of the configuration, or the name of a property: Settings:Queues:0:Name is queues[0].name.</summary>
    public static string Of(string path)
    {
        var parts = path.Split(':');
        if (parts[0] != SettingsReader.Root) return KeyOf(path);
        if (parts.Length == 1) return "The file";
        var (name, type) = ("", (Type?)typeof(SettingOptions));
        foreach (var part in parts[1..])
        {
            var property = type is null ? null : SettingTypes.PropertiesOf(type).FirstOrDefault(p => p.Name == part);
            if (type is not null && SettingTypes.IsList(type)) name += $"[{part}]";
            else name += $".{(property is null ? part : KeyOf(part))}";
            type = property?.PropertyType ?? (type is null ? null : SettingTypes.ItemOf(type));
        }
        return name.TrimStart('.');
    }
}
