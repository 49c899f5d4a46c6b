namespace CallCenter.Tidy;

/// <summary>The files of this repository as they lie on disk, without what a build or a tool makes.</summary>
internal static class Repository
{
    private static readonly HashSet<string> Made = ["bin", "obj", "artifacts", "TestResults", "node_modules", ".git", ".vs", ".idea"];

    public static string Root { get; } = FindRoot();

    public static IReadOnlyList<string> Files { get; } = [.. Walk(Root).Select(Relative).Order(StringComparer.Ordinal)];

    /// <summary>Files below a folder, which need not exist yet, with one of the endings.</summary>
    public static IEnumerable<string> In(string folder, params string[] endings)
        => Files.Where(f => f.StartsWith(folder + "/", StringComparison.Ordinal))
            .Where(f => endings.Any(ending => f.EndsWith(ending, StringComparison.Ordinal)));

    public static IEnumerable<string> In(IEnumerable<string> folders, params string[] endings)
        => folders.SelectMany(folder => In(folder, endings));

    public static IEnumerable<string> Projects => Files.Where(f => f.EndsWith(".csproj", StringComparison.Ordinal));

    public static string Read(string file) => File.ReadAllText(Absolute(file));

    public static string Absolute(string file) => Path.Combine(Root, file);

    public static bool IsMade(string name) => Made.Contains(name);

    private static IEnumerable<string> Walk(string folder) => Directory.EnumerateFiles(folder).Where(f => !IsMade(Path.GetFileName(f)))
        .Concat(Directory.EnumerateDirectories(folder).Where(d => !IsMade(Path.GetFileName(d))).SelectMany(Walk));

    private static string Relative(string file) => Path.GetRelativePath(Root, file).Replace('\\', '/');

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "CallCenterGrpc.sln"))) return folder.FullName;
        }
        throw new InvalidOperationException("CallCenterGrpc.sln is in no folder above the tests.");
    }
}
