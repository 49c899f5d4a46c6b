using System.Text.RegularExpressions;

namespace CallCenter.Tidy;

/// <summary>Core is pure functions and values: no clock, thread, I/O or package.</summary>
public sealed partial class CoreTests
{
    // The interface of the stores is Core's, and its callers wait.
    private const string Seam = "src/CallCenter.Core/Storage/";
    private static readonly string[] InPromises = ["Task", "ValueTask", "CancellationToken"];

    [Fact]
    public void Core_needs_no_package()
        => ProjectFile.All.Where(p => p.Path.StartsWith("src/CallCenter.Core/", StringComparison.Ordinal))
            .SelectMany(p => p.Packages.Select(package => $"{p.Path}: {package}"))
            .AssertNone("Core refers to no package.");

    [Fact]
    public void Core_names_no_thread_clock_or_io()
        => (from file in Repository.In("src/CallCenter.Core", ".cs")
            from line in CSharpCode.Blank(Repository.Read(file)).Split('\n').Select((text, i) => (text, number: i + 1))
            from Match match in Impure().Matches(line.text)
            where !(file.StartsWith(Seam, StringComparison.Ordinal) && InPromises.Contains(match.Value))
            select $"{file}:{line.number}: {match.Value}")
            .AssertNone("Core takes instants as values, and waits for and talks to nobody.");

    [Theory]
    [InlineData("using System.Threading.Channels;", true)]
    [InlineData("System.IO.File.Delete(x);", true)]
    [InlineData("using Grpc.Core;", true)]
    [InlineData("public async Task X()", true)]
    [InlineData("lock (gate) n++;", true)]
    [InlineData("public Instant TaskEnd => Clocked;", false)]
    public void Impure_names_are_recognised(string code, bool impure) => Assert.Equal(impure, Impure().IsMatch(code));

    [GeneratedRegex(@"\bSystem\.(Threading|IO|Net)\b|\bGrpc\b|\b(Task|ValueTask|Thread|CancellationToken|Interlocked|Monitor|" +
        @"SemaphoreSlim|TimeProvider|Stopwatch|File|FileStream|Directory|Socket|Console|async|await|lock|volatile)\b")]
    private static partial Regex Impure();
}
