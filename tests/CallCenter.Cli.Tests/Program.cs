using System.Diagnostics;
using System.Reflection;

namespace CallCenter.Cli.Tests;

/// <summary>The built program, as a process of its own.</summary>
internal static class Program
{
    private static readonly string Ccg = typeof(Program).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(metadata => metadata.Key == "Ccg").Value!;

    public static Process Start(string[] args, string? folder = null, (string Name, string Value)? environment = null)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!, ["exec", Ccg, .. args])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder ?? "",
        };
        start.Environment.Remove("CCG_SERVER");
        start.Environment.Remove("CCG_AMI_SECRET");
        if (environment is { } variable)
            start.Environment[variable.Name] = variable.Value;
        return Process.Start(start)!;
    }

    /// <summary>Sends the signal of Ctrl-C.</summary>
    public static async Task InterruptAsync(Process process)
    {
        using Process kill = Process.Start("kill", ["-INT", $"{process.Id}"]);
        await kill.WaitForExitAsync().WaitAsync(Given.Limit);
    }
}
