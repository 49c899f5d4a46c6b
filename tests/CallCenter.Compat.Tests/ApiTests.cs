using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace CallCenter.Compat.Tests;

public sealed class ApiTests
{
    public static TheoryData<string> Names => new(StandIns.Names);

    public static TheoryData<string> Callers => new(StandIns.Callers);

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_public_member_exists_in_the_real_package(string name)
    {
        var real = File.ReadLines(Path.Combine(AppContext.BaseDirectory, "RealApi.txt")).ToHashSet();
        Assert.All(PublicApi.Of(StandIns.Load(name)), member => Assert.Contains(member, real));
    }

    [Theory]
    [MemberData(nameof(Callers))]
    public void Every_member_that_a_package_calls_exists(string caller)
    {
        using var file = new PEReader(File.OpenRead(StandIns.Load(caller).Location));
        var used = new UsedMembers(file.GetMetadataReader()).ToList();
        Assert.NotEmpty(used);
        Assert.All(used, member => Assert.True(member.Exists(), member.ToString()));
    }
}
