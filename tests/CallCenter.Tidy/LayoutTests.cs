namespace CallCenter.Tidy;

public sealed class LayoutTests
{
    private static readonly string[] Parts = ["protos", "src", "clients", "tests", "CallCenterGrpc.sln", "README.md"];

    // Files that readers of any repository look for at the top.
    private static readonly string[] ForReaders = ["LICENSE", "CHANGELOG.md", "SECURITY.md", "CONTRIBUTING.md"];

    // Files that tools look for at the top and nowhere else.
    private static readonly string[] ForTools =
    [
        ".ci", ".editorconfig", ".gitignore", "Directory.Build.props",
        "Directory.Build.targets", "Directory.Packages.props", "global.json",
    ];

    [Fact]
    public void Top_level_holds_the_parts_and_nothing_else()
        => Repository.Files.Select(file => file.Split('/')[0]).Distinct()
            .Where(name => !Parts.Contains(name) && !ForReaders.Contains(name) && !ForTools.Contains(name))
            .AssertNone($"The top level is {string.Join(", ", Parts)} and what readers and tools expect there.");

    [Fact]
    public void Every_project_is_in_the_solution()
    {
        var solution = Repository.Read("CallCenterGrpc.sln").Replace('\\', '/');
        Repository.Projects
            .Where(p => !solution.Contains($"\"{p}\"", StringComparison.OrdinalIgnoreCase))
            .AssertNone("dotnet sln CallCenterGrpc.sln add ...");
    }

    [Fact]
    public void Every_project_has_a_lock_file_of_its_packages()
        => Repository.Projects.Select(project => $"{project[..project.LastIndexOf('/')]}/packages.lock.json").Except(Repository.Files)
            .AssertNone("dotnet restore makes it; add it to the commit.");
}
