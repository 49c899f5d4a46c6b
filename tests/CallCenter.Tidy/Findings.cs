namespace CallCenter.Tidy;

internal static class Findings
{
    /// <summary>Fails with every finding at once, one a line, under the rule that they break.</summary>
    public static void AssertNone(this IEnumerable<string> findings, string rule)
    {
        var all = findings.ToList();
        Assert.True(all.Count == 0, $"{rule}\n{string.Join('\n', all)}");
    }
}
