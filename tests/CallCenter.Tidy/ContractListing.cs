using CallCenter.V1;
using Google.Protobuf.Reflection;

namespace CallCenter.Tidy;

/// <summary>The contract, one promise per line: every field, enum value and method with its wire properties.</summary>
internal static class ContractListing
{
    public static IEnumerable<string> Lines => Files.SelectMany(Of);

    // One type of the contract is enough to find its assembly; each file has a class for its descriptor there.
    private static IEnumerable<FileDescriptor> Files => typeof(IngestService).Assembly.GetExportedTypes()
        .Select(type => type.GetProperty("Descriptor")?.GetMethod is { IsStatic: true } get && get.ReturnType == typeof(FileDescriptor)
            ? (FileDescriptor?)get.Invoke(null, null) : null)
        .OfType<FileDescriptor>()
        .Where(file => file.Package.StartsWith("callcenter.", StringComparison.Ordinal))
        .OrderBy(file => file.Name, StringComparer.Ordinal);

    private static IEnumerable<string> Of(FileDescriptor file)
        => file.Services.SelectMany(Of).Concat(file.MessageTypes.SelectMany(Of)).Concat(file.EnumTypes.SelectMany(Of));

    private static IEnumerable<string> Of(ServiceDescriptor service) => service.Methods.Select(method =>
        $"{method.FullName} ({Stream(method.IsClientStreaming)}{method.InputType.FullName}) -> "
        + $"({Stream(method.IsServerStreaming)}{method.OutputType.FullName})");

    private static IEnumerable<string> Of(MessageDescriptor message)
        => message.Fields.InFieldNumberOrder().Select(Of).DefaultIfEmpty($"{message.FullName} {{}}")
            .Concat(message.NestedTypes.Where(nested => !IsMapEntry(nested)).SelectMany(Of))
            .Concat(message.EnumTypes.SelectMany(Of));

    private static string Of(FieldDescriptor field) => $"{field.FullName} = {field.FieldNumber} {Label(field)}{Type(field)}";

    private static IEnumerable<string> Of(EnumDescriptor type)
        => type.Values.Select(value => $"{type.FullName}.{value.Name} = {value.Number}");

    private static string Stream(bool streams) => streams ? "stream " : "";

    private static string Label(FieldDescriptor field) => field switch
    {
        { IsMap: true } => "",
        { IsRepeated: true } => "repeated ",
        { RealContainingOneof: { } oneof } => $"oneof {oneof.Name} ",
        { ContainingOneof: not null } => "optional ",
        _ => "",
    };

    private static string Type(FieldDescriptor field) => field.FieldType switch
    {
        FieldType.Message when field.IsMap => $"map<{string.Join(", ", field.MessageType.Fields.InFieldNumberOrder().Select(Type))}>",
        FieldType.Message => field.MessageType.FullName,
        FieldType.Enum => field.EnumType.FullName,
        var scalar => scalar.ToString().ToLowerInvariant(),
    };

    private static bool IsMapEntry(MessageDescriptor message) => message.GetOptions()?.MapEntry == true;
}
