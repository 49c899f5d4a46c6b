namespace CallCenter.Tidy;

/// <summary>Three rings with arrows in one direction: Core, Engine and stores, Server; all others talk over the contract.</summary>
public sealed class ArrowTests
{
    private const string Product = "CallCenter.";

    // Which projects a project may refer to; projects not listed are at the rim and are ruled by the tests below.
    private static readonly (string Project, string[] MayReferTo)[] Inner =
    [
        ("Core", []),
        ("Contracts", []),
        ("Engine", ["Core"]),
        ("Storage.", ["Core"]),
        ("Notation", ["Core", "Contracts"]),
        ("Server", ["Core", "Engine", "Storage.", "Contracts", "Notation"]),
        ("Client", ["Contracts"]),
    ];

    private static readonly string[] MayUseClients = ["Cli", "Asterisk", "Simulator"];
    private static readonly string[] MayUseServer = ["Cli"];

    [Fact]
    public void Inner_projects_refer_inward_only()
        => (from project in ProjectFile.All.Where(p => p.Folder is "src" or "clients")
            from rule in Inner.Where(r => Matches(project.Name, r.Project))
            from reference in project.Projects
            where !rule.MayReferTo.Any(allowed => Matches(reference, allowed))
            select $"{project.Path}: {reference}")
            .AssertNone("Engine -> Core; Storage.* -> Core; Server -> Core, Engine, Storage.*, Contracts, Notation; Client -> Contracts.");

    [Fact]
    public void Only_outer_projects_use_the_clients()
        => (from project in ProjectFile.All
            where project.Folder == "src" && !MayUseClients.Any(name => Matches(project.Name, name))
            from reference in project.Projects
            where ProjectFile.All.Any(p => p.Folder == "clients" && p.Name == reference)
            select $"{project.Path}: {reference}")
            .AssertNone($"In src/ only {string.Join(", ", MayUseClients)} refer to a client.");

    [Fact]
    public void Server_is_used_by_the_command_line_and_tests_only()
        => (from project in ProjectFile.All
            where project.Folder != "tests" && !MayUseServer.Any(name => Matches(project.Name, name))
            from reference in project.Projects
            where Matches(reference, "Server")
            select $"{project.Path}: {reference}")
            .AssertNone("Only Cli and tests refer to Server; all others talk to it over the contract.");

    // "Storage." stands for all stores, a name without a dot for itself.
    private static bool Matches(string project, string name)
        => name.EndsWith('.') ? project.StartsWith(Product + name, StringComparison.Ordinal) : project == Product + name;
}
