namespace CallCenter.Tidy;

public sealed class SizeTests
{
    private const int FileLinesMax = 300;
    private const int MethodLinesMax = 70;
    private const int LineLengthMax = 140;

    private static readonly string[] Product = ["src", "clients"];
    private static readonly string[] Source = [".cs", ".ts", ".js", ".mjs", ".py"];

    // Made by programs from the protos and from the pages; CI compares.
    private static readonly string[] Made = ["clients/typescript/src/generated/", "clients/dashboard/dist/"];

    [Fact]
    public void Files_fit_in_300_lines()
    {
        var found = Repository.In(Product, Source).Where(IsWritten)
            .Select(file => (file, lines: File.ReadLines(Repository.Absolute(file)).Count()))
            .Where(f => f.lines > FileLinesMax)
            .ToDictionary(f => f.file, f => f.lines);

        Ratchet.Check("file-lines", found).AssertNone($"A file holds one idea, in at most {FileLinesMax} lines.");
    }

    [Fact]
    public void Methods_fit_in_70_lines()
        => Repository.In(Product, ".cs")
            .SelectMany(file => MemberLengths.Of(Repository.Read(file)).Select(member => (file, member)))
            .Where(f => f.member.Length > MethodLinesMax)
            .Select(f => $"{f.file}:{f.member.Line}: {f.member.Length} lines: {f.member.Header}")
            .AssertNone($"A method fits on a screen: at most {MethodLinesMax} lines.");

    [Fact]
    public void Lines_fit_in_140_characters()
    {
        var found = Repository.In([.. Product, "tests"], [.. Source, ".csproj", ".props", ".targets", ".proj"]).Where(IsWritten)
            .Select(file => (file, count: File.ReadLines(Repository.Absolute(file)).Count(IsLong)))
            .Where(f => f.count > 0)
            .ToDictionary(f => f.file, f => f.count);

        Ratchet.Check("long-lines", found).AssertNone(
            $"A line has at most {LineLengthMax} characters, unless it holds an address. Number of longer lines:");
    }

    private static bool IsWritten(string file) => !Made.Any(folder => file.StartsWith(folder, StringComparison.Ordinal));

    private static bool IsLong(string line) => line.Length > LineLengthMax && !line.Contains("://", StringComparison.Ordinal);
}
