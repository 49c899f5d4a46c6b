using System.Reflection;

namespace CallCenter.Server.Settings;

/// <summary>Finds keys that nothing reads: a misspelt one would leave a number at its default without a word.</summary>
internal static class UnknownSettings
{
    public static IEnumerable<string> Errors(IConfigurationSection section, Type type)
    {
        if (ItemOf(type) is { } item) return section.GetChildren().SelectMany(child => Errors(child, item));
        if (type == typeof(string)) return [];
        var known = type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p.SetMethod is { IsPublic: true })
            .ToDictionary(p => p.Name, p => p.PropertyType, StringComparer.OrdinalIgnoreCase);
        return section.GetChildren().SelectMany(child => known.TryGetValue(child.Key, out var ofChild)
            ? Errors(child, ofChild)
            : [$"{child.Path} is no setting; there are {string.Join(", ", known.Keys.Order(StringComparer.Ordinal))}."]);
    }

    // Of a list, or of the values of a dictionary.
    private static Type? ItemOf(Type type) => type.IsGenericType ? type.GetGenericArguments()[^1] : null;
}
