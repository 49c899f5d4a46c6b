using System.Globalization;

namespace CallCenter.Tidy;

/// <summary>
/// What broke a rule of size before there was the rule: <c>Approved/sizes.txt</c>, a line each of rule, file and number.
/// A number may not grow, nor a line be added; APPROVE=1 writes what is there today, to be done when numbers have fallen.
/// </summary>
internal static class Ratchet
{
    private const string ListFile = "tests/CallCenter.Tidy/Approved/sizes.txt";
    private static readonly Lock Gate = new();

    /// <summary>The findings that are new or have grown.</summary>
    public static IEnumerable<string> Check(string rule, IReadOnlyDictionary<string, int> found)
    {
        lock (Gate)
        {
            if (Approval.IsAsked) Write(rule, found);
            var allowed = Read().ToDictionary(entry => (entry.Rule, entry.File), entry => entry.Number);
            return [.. found.Where(f => f.Value > allowed.GetValueOrDefault((rule, f.Key))).Select(f => $"{f.Key}: {f.Value}")];
        }
    }

    private static void Write(string rule, IReadOnlyDictionary<string, int> found)
    {
        var entries = Read().Where(entry => entry.Rule != rule).Concat(found.Select(f => new Entry(rule, f.Key, f.Value)));
        File.WriteAllLines(
            Repository.Absolute(ListFile), entries.Select(e => $"{e.Rule} {e.File} {e.Number}").Order(StringComparer.Ordinal));
    }

    private static List<Entry> Read() => [.. File.Exists(Repository.Absolute(ListFile))
        ? File.ReadLines(Repository.Absolute(ListFile)).Select(line => line.Split(' ')).Select(Parse)
        : []];

    private static Entry Parse(string[] fields) => new(fields[0], fields[1], int.Parse(fields[2], CultureInfo.InvariantCulture));

    private sealed record Entry(string Rule, string File, int Number);
}

/// <summary>Whether this run records its findings instead of failing.</summary>
internal static class Approval
{
    public static bool IsAsked => Environment.GetEnvironmentVariable("APPROVE") == "1";
}
