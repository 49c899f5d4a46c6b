using System.Text.RegularExpressions;

namespace CallCenter.Tidy;

public sealed partial class TextTests
{
    private static readonly string[] NotText = [".snk", ".png", ".ico", ".gz", ".rdb", ".db", ".pcap", ".woff2"];

    // Put together here, so that this file does not hold what it looks for.
    private static readonly string[] MachinePaths = ["/" + "work/", "/tmp/" + "w-", "/" + "root/", @"C:\" + "Users"];

    [Fact]
    public void No_unfinished_work_is_marked()
        => (from file in Repository.In(["src", "clients", "protos"], "")
            where !NotText.Any(ending => file.EndsWith(ending, StringComparison.Ordinal))
            from line in Lines(file)
            where Unfinished().IsMatch(line.Text)
            select $"{file}:{line.Number}: {line.Text.Trim()}")
            .AssertNone("What is not done is not in the code: no TODO, FIXME, HACK or NotImplementedException.");

    [Fact]
    public void No_file_holds_the_marks_of_a_merge()
        => (from file in Repository.Files
            where !NotText.Any(ending => file.EndsWith(ending, StringComparison.Ordinal))
            from line in Lines(file)
            where MergeMark().IsMatch(line.Text)
            select $"{file}:{line.Number}: {line.Text.Trim()}")
            .AssertNone("A merge has left both versions of a place: keep what holds and delete the marks.");

    [Fact]
    public void No_file_names_a_path_of_one_machine()
        => (from file in Repository.Files
            where !NotText.Any(ending => file.EndsWith(ending, StringComparison.Ordinal))
            from line in Lines(file)
            where MachinePaths.Any(path => line.Text.Contains(path, StringComparison.Ordinal))
            select $"{file}:{line.Number}: {line.Text.Trim()}")
            .AssertNone("Paths are relative to the repository, or options.");

    [Fact]
    public void Members_are_not_qualified_by_this()
        => (from file in Repository.In(["src", "clients", "tests"], ".cs")
            where QualifiedByThis().IsMatch(CSharpCode.Blank(Repository.Read(file)))
            select file)
            .AssertNone("No member needs 'this.' before it; the build does not check this rule of .editorconfig.");

    [Fact]
    public void Lock_files_name_the_public_registry_only()
        => (from file in Repository.Files
            where file.EndsWith("package-lock.json", StringComparison.Ordinal)
            from line in Lines(file)
            where line.Text.Contains("\"resolved\"", StringComparison.Ordinal)
            where !line.Text.Contains("https://registry.npmjs.org/", StringComparison.Ordinal)
            // A folder of the same repository.
            where line.Text.Contains("://", StringComparison.Ordinal)
            select $"{file}:{line.Number}: {line.Text.Trim()}")
            .AssertNone("A lock file made through a mirror does not work elsewhere.");

    [Fact]
    public void Lock_files_of_packages_name_no_registry()
        => (from file in Repository.Files
            where IsPackagesLock(file)
            from line in Lines(file)
            where line.Text.Contains("://", StringComparison.Ordinal)
            select $"{file}:{line.Number}: {line.Text.Trim()}")
            .AssertNone("The hash of a package holds wherever it comes from.");

    private static bool IsPackagesLock(string file)
        => Path.GetFileName(file) is var name && name.StartsWith("packages.", StringComparison.Ordinal)
            && name.EndsWith("lock.json", StringComparison.Ordinal);

    private static IEnumerable<(string Text, int Number)> Lines(string file)
        => File.ReadLines(Repository.Absolute(file)).Select((text, i) => (text, i + 1));

    [GeneratedRegex(@"\b(TODO|FIXME|HACK|XXX)\b|NotImplementedException")]
    private static partial Regex Unfinished();

    [GeneratedRegex("^(<{7}|>{7}|[|]{7}) ")]
    private static partial Regex MergeMark();

    [GeneratedRegex(@"\bthis\.")]
    private static partial Regex QualifiedByThis();
}
