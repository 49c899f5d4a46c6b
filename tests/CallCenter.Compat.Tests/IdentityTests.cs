using System.Reflection;

namespace CallCenter.Compat.Tests;

public sealed class IdentityTests
{
    public static TheoryData<string> Names => new(StandIns.Names);

    [Theory]
    [MemberData(nameof(Names))]
    public void Loaded_assembly_is_the_stand_in(string name)
        => Assert.Equal("stand-in", StandIns.Load(name).GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion);

    [Theory]
    [InlineData("Grpc.Core.Api", "2.0.0.0", "d754f35622e28bad")]
    [InlineData("Grpc.Net.Common", "2.0.0.0", "d754f35622e28bad")]
    [InlineData("Pipelines.Sockets.Unofficial", "1.0.0.0", "")]
    [InlineData("System.IO.Hashing", "10.0.0.2", "cc7b13ffcd2ddd51")]
    public void Identity_is_the_one_that_callers_were_compiled_against(string name, string version, string token)
    {
        var identity = StandIns.Load(name).GetName();
        Assert.Equal(version, identity.Version?.ToString());
        Assert.Equal(token, Convert.ToHexStringLower(identity.GetPublicKeyToken() ?? []));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Version_that_callers_ask_for_is_not_above_the_stand_in(string name)
    {
        var have = StandIns.Load(name).GetName().Version;
        var wanted = StandIns.Callers.SelectMany(c => StandIns.Load(c).GetReferencedAssemblies()).Where(r => r.Name == name).ToList();
        Assert.NotEmpty(wanted);
        Assert.All(wanted, reference => Assert.True(reference.Version <= have, $"{reference} asked for, {have} here"));
    }
}
