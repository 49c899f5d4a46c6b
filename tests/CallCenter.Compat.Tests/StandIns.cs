using System.Reflection;

namespace CallCenter.Compat.Tests;

/// <summary>The assemblies that stand in, as loaded in this process.</summary>
internal static class StandIns
{
    public static readonly string[] Names =
        ["Grpc.Core.Api", "Grpc.Net.Common", "Pipelines.Sockets.Unofficial", "System.IO.Hashing"];

    /// <summary>The packages that run on them.</summary>
    public static readonly string[] Callers = ["Grpc.AspNetCore.Server", "Grpc.Net.Client", "StackExchange.Redis"];

    public static Assembly Load(string name) => Assembly.Load(new AssemblyName(name));
}
