using CallCenter.Client;

namespace CallCenter.Cli;

/// <summary>Rejected events by reason. Filled by the sender's loop, read after it.</summary>
internal sealed class RejectionCounts
{
    private readonly SortedDictionary<string, long> _counts = new(StringComparer.Ordinal);

    /// <returns>How many were rejected for this reason so far.</returns>
    public long Add(RejectedEvent rejected) => _counts[rejected.Reason] = _counts.GetValueOrDefault(rejected.Reason) + 1;

    public void Write(TextWriter output)
    {
        foreach ((string reason, long count) in _counts)
            output.WriteLine($"rejected {reason}: {count}");
    }
}
