using System.Text.RegularExpressions;

namespace CallCenter.Tidy;

/// <summary>One part of a project uses another: a folder, or a file that lies in none.</summary>
/// <param name="By">A use, as "File.cs uses Type".</param>
internal readonly record struct FolderArrow(string Project, string From, string To, string By)
{
    public override string ToString() => $"{Project}: {From} -> {To}";
}

/// <summary>
/// The arrows between the folders of each project, read from the source: a file uses a type when it names it and sees the type's
/// namespace. Types that several folders declare under one name, and names behind a dot, are left out.
/// </summary>
internal sealed partial class FolderArrows
{
    private readonly List<SourceFile> _files = [];
    private readonly ILookup<(string Project, string Name), SourceFile> _declarations;

    public FolderArrows(IEnumerable<(string Path, string Text)> files)
    {
        foreach (var (path, text) in files)
        {
            if (SourceFile.Of(path, CSharpCode.Blank(text)) is { } file) _files.Add(file);
        }
        _declarations = _files
            .SelectMany(file => Declaration().Matches(file.Code).Select(m => (Name: m.Groups[1].Value, File: file)))
            .ToLookup(d => (d.File.Project, d.Name), d => d.File);
    }

    public static FolderArrows OfRepository
        => new(Repository.In(["src", "clients"], ".cs").Select(file => (file, Repository.Read(file))));

    public IEnumerable<(string Project, string Folder)> Folders
        => _files.Where(f => !f.IsInRoot).Select(f => (f.Project, f.Part)).Distinct();

    /// <summary>One arrow for each pair of parts.</summary>
    public IReadOnlyList<FolderArrow> All =>
    [
        .. from file in _files
           from name in Name().Matches(file.Code).Select(m => m.Value).Except(Member().Matches(file.Code).Select(m => m.Groups[1].Value))
           let declarers = _declarations[(file.Project, name)].Where(d => file.Sees(d.Namespace)).ToList()
           where declarers.Count > 0 && declarers.TrueForAll(d => d.Part == declarers[0].Part) && declarers[0].Part != file.Part
           group $"{file.Name} uses {name}" by (file.Project, file.Part, To: declarers[0].Part) into uses
           select new FolderArrow(uses.Key.Project, uses.Key.Part, uses.Key.To, uses.First()),
    ];

    /// <summary>The arrows from whose end a way leads back to their start. Files of a project's root may need each other.</summary>
    public static IEnumerable<FolderArrow> InCircles(IReadOnlyList<FolderArrow> arrows)
        => arrows.Where(arrow => !(IsFile(arrow.From) && IsFile(arrow.To)) && Reachable(arrows, arrow).Contains(arrow.From));

    private static bool IsFile(string part) => part.EndsWith(".cs", StringComparison.Ordinal);

    private static HashSet<string> Reachable(IReadOnlyList<FolderArrow> arrows, FolderArrow start)
    {
        var reached = new HashSet<string>();
        var open = new Stack<string>([start.To]);
        while (open.TryPop(out var part))
        {
            if (!reached.Add(part)) continue;
            foreach (var next in arrows.Where(a => a.Project == start.Project && a.From == part)) open.Push(next.To);
        }
        return reached;
    }

    private sealed record SourceFile(string Project, string Part, bool IsInRoot, string Name, string Code, string Namespace)
    {
        private readonly HashSet<string> _usings = [.. Using().Matches(Code).Select(m => m.Groups[1].Value)];

        public static SourceFile? Of(string path, string code)
        {
            var parts = path.Split('/');
            var project = Array.FindIndex(parts, p => p.StartsWith("CallCenter.", StringComparison.Ordinal));
            if (project < 0) return null;
            var isInRoot = parts.Length == project + 2;
            return new SourceFile(
                parts[project]["CallCenter.".Length..], parts[project + 1], isInRoot, parts[^1], code,
                InNamespace().Match(code).Groups[1].Value);
        }

        public bool Sees(string ns)
            => Namespace == ns || Namespace.StartsWith(ns + ".", StringComparison.Ordinal) || _usings.Contains(ns);
    }

    [GeneratedRegex(@"^(?:(?:public|internal|abstract|sealed|static|partial|readonly|ref|file) )*" +
        @"(?:class|record struct|record|struct|enum|interface) (\w+)", RegexOptions.Multiline)]
    private static partial Regex Declaration();

    // Not what is assigned to: that is a member.
    [GeneratedRegex(@"(?<![.\w])[A-Z]\w*\b(?!\s*=[^=>])")]
    private static partial Regex Name();

    // A member of an enum.
    [GeneratedRegex(@"^ +(\w+)(?: = [^;\n]*)?,\r?$", RegexOptions.Multiline)]
    private static partial Regex Member();

    [GeneratedRegex(@"^using (?:static )?([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex Using();

    [GeneratedRegex(@"^namespace ([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex InNamespace();
}
