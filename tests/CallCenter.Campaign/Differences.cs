using CallCenter.V1;

namespace CallCenter.Campaign;

/// <summary>The differences of a node from the model.</summary>
/// <param name="Lost">Sum of missing counts.</param>
/// <param name="Doubled">Sum of excess counts.</param>
/// <param name="Lines">Each difference as text.</param>
public sealed record Differences(long Lost, long Doubled, IReadOnlyList<string> Lines)
{
    public static Differences None { get; } = new(0, 0, []);

    public bool Any => Lines.Count > 0;

    public Differences And(Differences other) => new(Lost + other.Lost, Doubled + other.Doubled, [.. Lines, .. other.Lines]);

    /// <summary>Compares all values of two boards.</summary>
    public static Differences Between(
        string who, IReadOnlyDictionary<string, KpiValue> expected, IReadOnlyDictionary<string, KpiValue> actual)
    {
        var lines = new List<string>();
        long lost = 0, doubled = 0;
        foreach (var name in expected.Keys.Union(actual.Keys))
        {
            var (wanted, got) = (expected.GetValueOrDefault(name), actual.GetValueOrDefault(name));
            if (Boards.Text(wanted) == Boards.Text(got)) continue;
            lines.Add($"{who}: {name} is {Boards.Text(got)}, must be {Boards.Text(wanted)}");
            if ((wanted ?? got)!.ValueCase != KpiValue.ValueOneofCase.Count) continue;
            var surplus = (got?.Count ?? 0) - (wanted?.Count ?? 0);
            lost += Math.Max(0, -surplus);
            doubled += Math.Max(0, surplus);
        }
        return new Differences(lost, doubled, lines);
    }
}
