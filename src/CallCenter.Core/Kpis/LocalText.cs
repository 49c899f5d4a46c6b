namespace CallCenter.Core.Kpis;

/// <summary>A text in the languages of the catalogue.</summary>
/// <param name="En">English.</param>
/// <param name="Zh">Simplified Chinese.</param>
public sealed record LocalText(string En, string Zh)
{
    private const string AverageEn = "Average ", AverageZh = "平均";

    /// <summary>Of an average of times, the name of the times: "Talk time" of "Average talk time".</summary>
    public LocalText WithoutAverage => new(Capitalized(Without(En, AverageEn)), Without(Zh, AverageZh));

    // That of a record would write the other text too, and so on without end.
    public override string ToString() => En;

    private static string Without(string text, string start)
        => text.StartsWith(start, StringComparison.Ordinal) ? text[start.Length..] : text;

    private static string Capitalized(string text) => char.ToUpperInvariant(text[0]) + text[1..];
}
