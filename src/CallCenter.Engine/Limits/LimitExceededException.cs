namespace CallCenter.Engine.Limits;

/// <summary>A tenant has as many of something as it may have.</summary>
/// <param name="limited">Plural noun of the things that are too many.</param>
/// <param name="count">How many there are.</param>
/// <param name="option">The setting that raises the limit.</param>
public sealed class LimitExceededException(string limited, int count, int max, string option)
    : Exception($"The tenant has {count} {limited}, and {max} are allowed; end some, or raise {option} of the server.")
{
    public string Limited { get; } = limited;
    public int Count { get; } = count;
    public int Max { get; } = max;
    public string Option { get; } = option;
}
