using System.Diagnostics;

namespace CallCenter.Tidy;

/// <summary>The tracked files of this repository. A file that a run left behind is no part of it.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    public static IReadOnlyList<string> Files { get; } = [.. Tracked().Order(StringComparer.Ordinal)];

    /// <summary>Files below a folder, which need not exist yet, with one of the endings.</summary>
    public static IEnumerable<string> In(string folder, params string[] endings)
        => Files.Where(f => f.StartsWith(folder + "/", StringComparison.Ordinal))
            .Where(f => endings.Any(ending => f.EndsWith(ending, StringComparison.Ordinal)));

    public static IEnumerable<string> In(IEnumerable<string> folders, params string[] endings)
        => folders.SelectMany(folder => In(folder, endings));

    public static IEnumerable<string> Projects => Files.Where(f => f.EndsWith(".csproj", StringComparison.Ordinal));

    public static string Read(string file) => File.ReadAllText(Absolute(file));

    public static string Absolute(string file) => Path.Combine(Root, file);

    private static IEnumerable<string> Tracked() => Git("ls-files", "-z").Where(file => File.Exists(Absolute(file)));

    private static string[] Git(params string[] arguments)
    {
        using var git = Process.Start(new ProcessStartInfo("git", arguments) { WorkingDirectory = Root, RedirectStandardOutput = true })!;
        var output = git.StandardOutput.ReadToEnd();
        git.WaitForExit();
        return git.ExitCode == 0
            ? output.Split('\0', StringSplitOptions.RemoveEmptyEntries)
            : throw new InvalidOperationException($"git {string.Join(' ', arguments)} failed; these tests need a clone of the repository.");
    }

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "CallCenterGrpc.sln"))) return folder.FullName;
        }
        throw new InvalidOperationException("CallCenterGrpc.sln is in no folder above the tests.");
    }
}
