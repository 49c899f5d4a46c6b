using System.Reflection;

namespace CallCenter.Server.Settings;

/// <summary>What the options of settings are made of: texts, lists, dictionaries by name, and records of these.</summary>
internal static class SettingTypes
{
    public static bool IsText(Type type) => type == typeof(string);

    public static bool IsList(Type type) => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(List<>);

    public static bool IsDictionary(Type type) => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Dictionary<,>);

    /// <summary>Of a list, or of the values of a dictionary; null: the type is neither.</summary>
    public static Type? ItemOf(Type type) => type.IsGenericType ? type.GetGenericArguments()[^1] : null;

    /// <summary>What can be set of a record.</summary>
    public static IEnumerable<PropertyInfo> PropertiesOf(Type type)
        => type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p.SetMethod is { IsPublic: true });
}
