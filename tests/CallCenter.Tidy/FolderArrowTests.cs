namespace CallCenter.Tidy;

/// <summary>Folders inside a project are layers, too: their order is in src/README.md, and no part needs one that needs it.</summary>
public sealed class FolderArrowTests
{
    private static readonly FolderArrows Arrows = FolderArrows.OfRepository;

    [Fact]
    public void Folders_use_only_the_folders_before_them()
        => Arrows.All.Where(IsUpward).Select(a => $"{a} ({a.By})")
            .AssertNone("A folder uses those before it in its line of src/README.md, Folders.");

    [Fact]
    public void Parts_of_a_project_form_no_circle()
        => FolderArrows.InCircles(Arrows.All).Select(a => $"{a} ({a.By})")
            .AssertNone("Two folders that need each other are one, or the common part is a third.");

    [Fact]
    public void Every_folder_has_its_place_in_the_order()
        => Arrows.Folders.Where(f => !Order(f.Project).Contains(f.Folder)).Select(f => $"{f.Project}: {f.Folder}")
            .AssertNone("Name the folder in its project's line of src/README.md, Folders.");

    [Fact]
    public void Circle_through_a_third_folder_is_found() => Assert.Equal(
        ["Core: A -> B", "Core: B -> C", "Core: C -> A"],
        FolderArrows.InCircles(ArrowsOf(("A", "Bee"), ("B", "Sea"), ("C", "Ay"), ("D", "Bee"))).Select(a => a.ToString()).Order());

    [Fact]
    public void Type_in_a_comment_or_an_unseen_namespace_makes_no_arrow() => Assert.Empty(new FolderArrows(
        [
            ("src/CallCenter.Core/A/Ay.cs", "namespace CallCenter.Core.A;\n// Bee\npublic class Ay { Bee x; }"),
            ("src/CallCenter.Core/B/Bee.cs", "namespace CallCenter.Core.B;\npublic class Bee;"),
        ]).All);

    private static readonly Dictionary<string, string> TypeOf = new() { ["A"] = "Ay", ["B"] = "Bee", ["C"] = "Sea", ["D"] = "Dee" };

    private static IReadOnlyList<FolderArrow> ArrowsOf(params (string Folder, string Uses)[] files) => new FolderArrows(files.Select(f =>
        ($"src/CallCenter.Core/{f.Folder}/File.cs", $"namespace CallCenter.Core;\npublic class {TypeOf[f.Folder]} {{ {f.Uses} x; }}"))).All;

    private static bool IsUpward(FolderArrow arrow)
    {
        var order = Order(arrow.Project);
        var (from, to) = (Array.IndexOf(order, arrow.From), Array.IndexOf(order, arrow.To));
        return from >= 0 && to > from;
    }

    // "| `Core` | Identity · Events |", first the folders that need no other.
    private static string[] Order(string project) => Repository.Read("src/README.md").Split('\n')
        .Where(line => line.StartsWith($"| `{project}` | ", StringComparison.Ordinal))
        .SelectMany(line => line.Split('|')[2].Split('·', StringSplitOptions.TrimEntries))
        .ToArray();
}
