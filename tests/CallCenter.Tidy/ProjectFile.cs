using System.Xml.Linq;

namespace CallCenter.Tidy;

/// <summary>The references of a project file.</summary>
internal sealed record ProjectFile(string Path, IReadOnlyList<string> Projects, IReadOnlyList<string> Packages)
{
    public string Name => System.IO.Path.GetFileNameWithoutExtension(Path);

    public string Folder => Path.Split('/')[0];

    public static IReadOnlyList<ProjectFile> All { get; } = [.. Repository.Projects.Select(Load)];

    private static ProjectFile Load(string path)
    {
        var items = XDocument.Parse(Repository.Read(path)).Descendants()
            .ToLookup(item => item.Name.LocalName, item => (string?)item.Attribute("Include"));
        var projects = items["ProjectReference"].OfType<string>().Select(NameOf);
        return new ProjectFile(path, [.. projects], [.. items["PackageReference"].OfType<string>()]);
    }

    private static string NameOf(string reference) => System.IO.Path.GetFileNameWithoutExtension(reference.Replace('\\', '/'));
}
