using System.Reflection;

namespace CallCenter.Compat.Tests;

/// <summary>Lists the public and protected members of an assembly, one a line, so that two assemblies can be compared.</summary>
internal static class PublicApi
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    public static IEnumerable<string> Of(Assembly assembly)
        => assembly.GetExportedTypes().SelectMany(Of).Order(StringComparer.Ordinal);

    private static IEnumerable<string> Of(Type type)
    {
        yield return type.FullName!;
        foreach (var implemented in type.GetInterfaces()) yield return $"{type.FullName} : {implemented.Namespace}.{implemented.Name}";
        foreach (var method in type.GetMembers(Declared).OfType<MethodBase>().Where(m => m.IsPublic || m.IsFamily || m.IsFamilyOrAssembly))
            yield return $"{type.FullName} {Text(method)}";
        foreach (var field in type.GetFields(Declared).Where(f => f.IsPublic || f.IsFamily))
            yield return $"{type.FullName} {field.FieldType} {field.Name}{(field.IsLiteral ? $" = {field.GetRawConstantValue()}" : "")}";
    }

    private static string Text(MethodBase method)
    {
        var access = method.IsPublic ? "public" : "protected";
        var kind = method switch
        {
            { IsStatic: true } => " static",
            { IsAbstract: true } => " abstract",
            { IsVirtual: true, IsFinal: false } => " virtual",
            _ => "",
        };
        var parameters = method.GetParameters().Select(p => $"{p.ParameterType} {p.Name}{(p.HasDefaultValue ? "?" : "")}");
        return $"{access}{kind} {(method as MethodInfo)?.ReturnType} {method.Name}({string.Join(", ", parameters)})";
    }
}
