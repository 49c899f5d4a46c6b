using System.Diagnostics;
using System.Reflection;

namespace CallCenter.Testing;

/// <summary>The built command line, as a process of its own.</summary>
public static class Ccg
{
    private static readonly string File = typeof(Ccg).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(metadata => metadata.Key == "Ccg").Value!;

    /// <summary>A program and its arguments that run it.</summary>
    public static string[] Command(params string[] args) => [Environment.ProcessPath!, "exec", File, .. args];

    /// <param name="folder">Its working folder; this process's by default.</param>
    public static Process Start(string[] args, string? folder = null, (string Name, string Value)? environment = null)
    {
        string[] command = Command(args);
        var start = new ProcessStartInfo(command[0], command[1..])
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
    /// <summary>SIGHUP: read what has changed.</summary>
    public static Task HangUpAsync(Process process) => Programs.RunAsync("kill", "-HUP", $"{process.Id}");

    public static Task TerminateAsync(Process process) => Programs.RunAsync("kill", "-TERM", $"{process.Id}");
}
