namespace CallCenter.Server.Settings;

/// <summary>Finds keys that nothing reads: a misspelt one would leave a number at its default without a word.</summary>
internal static class UnknownSettings
{
    public static IEnumerable<string> Errors(IConfigurationSection section, Type type)
    {
        if (SettingTypes.ItemOf(type) is { } item) return section.GetChildren().SelectMany(child => Errors(child, item));
        if (SettingTypes.IsText(type)) return [];
        var known = SettingTypes.PropertiesOf(type).ToDictionary(p => p.Name, p => p.PropertyType, StringComparer.OrdinalIgnoreCase);
        return section.GetChildren().SelectMany(child => known.TryGetValue(child.Key, out var ofChild)
            ? Errors(child, ofChild)
            : [$"{child.Path} is no setting; there are {string.Join(", ", known.Keys.Order(StringComparer.Ordinal))}."]);
    }
}
