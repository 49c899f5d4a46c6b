using System.Reflection;
using System.Runtime.InteropServices;
using CallCenter.Core.Encoding;
using CallCenter.Server.Definitions;
using CallCenter.Server.Hosting;

namespace CallCenter.Server.Checkup;

/// <summary>Finds out whether a server with these options would start and be safe, without starting it or changing any data.</summary>
public static class ServerCheckup
{
    public static async Task<IReadOnlyList<Finding>> RunAsync(
        ServerOptions options, TimeProvider time, CancellationToken cancellationToken)
    {
        var findings = new List<Finding> { Versions() };
        findings.AddRange(options.Errors().Select(Finding.Problem));
        findings.AddRange(Definitions(options, time));
        findings.AddRange(AddressCheck.Run(options));
        findings.AddRange(CertificateCheck.Run(options, time));
        findings.AddRange(options.Redis is null
            ? DataFolderCheck.Run(options.Store)
            : await RedisCheck.RunAsync(options.Redis, time, cancellationToken));
        return findings;
    }

    private static IEnumerable<Finding> Definitions(ServerOptions options, TimeProvider time)
    {
        var errors = DefinitionSet.ReadOf(options, time).Errors;
        return errors.Count == 0 && options.Definitions is { } path
            ? [Finding.Ok($"the definitions file '{path}' is right")]
            : errors.Select(Finding.Problem);
    }

    private static Finding Versions()
    {
        var version = typeof(ServerCheckup).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;
        return Finding.Ok(
            $"version {version}, stored formats {StoredFormat.Oldest} to {StoredFormat.Newest}, {RuntimeInformation.FrameworkDescription}, "
                + $"{RuntimeInformation.OSDescription}, {Environment.ProcessorCount} processors");
    }
}
