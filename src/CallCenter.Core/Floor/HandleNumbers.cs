namespace CallCenter.Core.Floor;

/// <summary>
/// Numbers the things of one kind within a source. A number is stored in four bytes, and 2^31 of them last 60 hours at 10,000 things a
/// second; then those of things long gone are given again, the longest free span first. Used by one thread at a time.
/// </summary>
/// <param name="used">Numbers in use: those of live things, and of ended things whose end is not committed yet, since a commit holds one
/// item for each number.</param>
internal sealed class HandleNumbers(Func<IEnumerable<int>> used)
{
    /// <summary>The last number given, and how many may follow it.</summary>
    public (int Last, int Left) Position { get; set; }

    /// <summary>Finds the numbers to give next.</summary>
    public void Start() => Position = LongestFree(used());

    public int Next()
    {
        if (Position.Left == 0) Start();
        var (last, left) = Position;
        Position = (last + 1, left - 1);
        return last + 1;
    }

    /// <summary>Things in the order in which their numbers were given, oldest first, if things of one kind end in that order.</summary>
    public static IEnumerable<T> OldestFirst<T>(IReadOnlyCollection<T> things, Func<T, int> numberOf)
    {
        var newest = LongestFree(things.Select(numberOf)).Before;
        return things.OrderBy(thing => numberOf(thing) <= newest).ThenBy(numberOf);
    }

    private static (int Before, int Length) LongestFree(IEnumerable<int> used)
    {
        var (longest, before) = ((Before: 0, Length: 0), 0);
        foreach (var number in used.Order())
        {
            if (number - before - 1 > longest.Length) longest = (before, number - before - 1);
            before = number;
        }
        return int.MaxValue - before > longest.Length ? (before, int.MaxValue - before) : longest;
    }
}
