using System.Diagnostics;
using System.Reflection;

namespace CallCenter.Testing;

/// <summary>The built command line, as a process of its own.</summary>
public static class Ccg
{
    private static readonly string File = typeof(Ccg).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(metadata => metadata.Key == "Ccg").Value!;

    /// <param name="folder">Its working folder; this process's by default.</param>
    public static Process Start(string[] args, string? folder = null, (string Name, string Value)? environment = null)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!, ["exec", File, .. args])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder ?? "",
        };
        start.Environment.Remove("CCG_SERVER");
        start.Environment.Remove("CCG_AMI_SECRET");
        if (environment is { } variable) start.Environment[variable.Name] = variable.Value;
        return Process.Start(start)!;
    }

    /// <summary>Sends the signal of Ctrl-C.</summary>
    public static Task InterruptAsync(Process process) => Programs.RunAsync("kill", "-INT", $"{process.Id}");

    /// <summary>Sends the signal of a service manager's stop.</summary>
    public static Task TerminateAsync(Process process) => Programs.RunAsync("kill", "-TERM", $"{process.Id}");
}
