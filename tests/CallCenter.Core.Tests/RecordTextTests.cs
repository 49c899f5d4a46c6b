using System.Reflection;
using System.Runtime.CompilerServices;
using CallCenter.Core.Identity;

namespace CallCenter.Core.Tests;

/// <summary>The text of records, which logs and failing tests write.</summary>
public sealed class RecordTextTests
{
    private const BindingFlags Own = BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly;

    [Fact]
    public void A_record_that_computes_another_of_its_kind_writes_a_text_of_its_own()
        => Assert.Empty(typeof(Fence).Assembly.GetTypes().Where(IsEndless).Select(type => type.Name));

    // The compiler's text has all public properties, and so those of the other one.
    private static bool IsEndless(Type type)
        => type.GetMethod("PrintMembers", BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.DeclaredOnly) is not null
            && type.GetProperties(Own).Any(property => property.PropertyType == type && !property.CanWrite)
            && type.GetMethod("ToString", Own, [])!.IsDefined(typeof(CompilerGeneratedAttribute));
}
