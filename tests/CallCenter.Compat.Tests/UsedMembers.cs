using System.Collections;
using System.Reflection;
using System.Reflection.Metadata;

namespace CallCenter.Compat.Tests;

/// <summary>A member of a stand-in that a compiled package refers to: its type, name and, for a method, number of parameters.</summary>
internal sealed record UsedMember(string AssemblyName, string TypeName, string Name, int? ParameterCount)
{
    private const BindingFlags Any = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static;

    public bool Exists() => StandIns.Load(AssemblyName).GetType(TypeName) is { } type
        && type.GetMembers(Any).Any(m => m.Name == Name && (m as MethodBase)?.GetParameters().Length == ParameterCount);
}

/// <summary>Reads which members of the stand-ins a compiled package refers to.</summary>
internal sealed class UsedMembers(MetadataReader reader) : IEnumerable<UsedMember>
{
    private const byte GenericInstance = 0x15;
    private const byte Field = 0x06;
    private const byte GenericMethod = 0x10;

    public IEnumerator<UsedMember> GetEnumerator()
    {
        foreach (var handle in reader.MemberReferences)
        {
            var member = reader.GetMemberReference(handle);
            if (Owner(member.Parent) is not var (assembly, type) || !StandIns.Names.Contains(assembly)) continue;
            var parameters = ParameterCount(reader.GetBlobReader(member.Signature));
            yield return new UsedMember(assembly, type, reader.GetString(member.Name), parameters);
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private static int? ParameterCount(BlobReader signature)
    {
        var kind = signature.ReadByte();
        if (kind == Field) return null;
        if ((kind & GenericMethod) != 0) signature.ReadCompressedInteger();
        return signature.ReadCompressedInteger();
    }

    private (string Assembly, string Type)? Owner(EntityHandle parent) => parent.Kind switch
    {
        HandleKind.TypeReference => Owner(reader.GetTypeReference((TypeReferenceHandle)parent)),
        HandleKind.TypeSpecification => Generic(reader.GetTypeSpecification((TypeSpecificationHandle)parent)),
        _ => null,
    };

    private (string Assembly, string Type)? Generic(TypeSpecification specification)
    {
        var signature = reader.GetBlobReader(specification.Signature);
        if (signature.ReadByte() != GenericInstance) return null;
        signature.ReadByte();
        return Owner(signature.ReadTypeHandle());
    }

    private (string Assembly, string Type)? Owner(TypeReference type)
    {
        var name = reader.GetString(type.Name);
        return type.ResolutionScope.Kind switch
        {
            HandleKind.AssemblyReference => (
                reader.GetString(reader.GetAssemblyReference((AssemblyReferenceHandle)type.ResolutionScope).Name),
                $"{reader.GetString(type.Namespace)}.{name}"),
            HandleKind.TypeReference when Owner(type.ResolutionScope) is var (assembly, outer) => (assembly, $"{outer}+{name}"),
            _ => null,
        };
    }
}
