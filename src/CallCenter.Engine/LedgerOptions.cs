namespace CallCenter.Engine;

/// <summary>How long the records of finished visits are kept: for as long a visit can be excluded after its end.</summary>
public sealed record LedgerOptions
{
    private const long Mebibyte = 1024 * 1024;

    /// <value>How long after its end a visit is kept. Default 9 days, 0 to 400 days; 0 keeps it until the next fold. Visits are excluded
    /// within a window and an eighth, 9 days at most.</value>
    public TimeSpan Kept { get; init; } = TimeSpan.FromDays(9);

    /// <value>Most MiB of records of a shard; the oldest go first. Default 1,024, 1 to 1,048,576. A visit has about 60 bytes.</value>
    public int MebibytesMax { get; init; } = 1_024;

    internal long BytesMax => MebibytesMax * Mebibyte;

    /// <summary>Everything that is wrong, each with what to do; empty when all is well.</summary>
    public IEnumerable<string> Errors()
    {
        if (Kept < TimeSpan.Zero || Kept > TimeSpan.FromDays(400)) yield return Say(nameof(Kept), Kept, "0 to 400 days");
        if (MebibytesMax is < 1 or > 1_048_576) yield return Say(nameof(MebibytesMax), MebibytesMax, "1 to 1048576");
    }

    private static string Say(string name, object value, string range)
        => $"Engine:Ledger:{name} is {value}; set it to {range}, or leave it out for the default.";
}
