namespace CallCenter.Core.Identity;

/// <summary>Finds what somebody may have meant.</summary>
public static class SimilarText
{
    /// <summary>The known texts, the closest to a text first.</summary>
    public static IEnumerable<string> Nearest(string text, IEnumerable<string> known) => known.OrderBy(other => Distance(other, text));

    // Levenshtein, one row at a time.
    private static int Distance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var replaced = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replaced, Math.Min(row[j], row[j - 1]) + 1);
            }
        }
        return row[^1];
    }
}
