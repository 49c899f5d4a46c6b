namespace CallCenter.Tidy;

public sealed class SizeTests
{
    private const int FileLinesMax = 300;
    private const int MethodLinesMax = 70;
    private const int LineLengthMax = 140;

    private static readonly string[] Product = ["src", "clients"];
    private static readonly string[] Source = [".cs", ".ts", ".js", ".mjs", ".py", ".proto"];

    [Fact]
    public void Files_fit_in_300_lines()
        => Repository.In(Product, Source)
            .Select(file => (file, lines: File.ReadLines(Repository.Absolute(file)).Count()))
            .Where(f => f.lines > FileLinesMax)
            .Select(f => $"{f.file}: {f.lines} lines")
            .AssertNone($"A file holds one idea, in at most {FileLinesMax} lines.");

    [Fact]
    public void Methods_fit_in_70_lines()
        => Repository.In(Product, ".cs")
            .SelectMany(file => MemberLengths.Of(Repository.Read(file)).Select(member => (file, member)))
            .Where(f => f.member.Length > MethodLinesMax)
            .Select(f => $"{f.file}:{f.member.Line}: {f.member.Length} lines: {f.member.Header}")
            .AssertNone($"A method fits on a screen: at most {MethodLinesMax} lines.");

    [Fact]
    public void Lines_fit_in_140_characters()
        => Repository.In([.. Product, "tests", "compat"], [.. Source, ".csproj", ".props", ".targets", ".proj"])
            .SelectMany(file => File.ReadLines(Repository.Absolute(file)).Select((text, i) => (file, text, line: i + 1)))
            .Where(l => l.text.Length > LineLengthMax && !l.text.Contains("://", StringComparison.Ordinal))
            .Select(l => $"{l.file}:{l.line}: {l.text.Length} characters")
            .AssertNone($"A line has at most {LineLengthMax} characters, unless it holds an address.");
}
