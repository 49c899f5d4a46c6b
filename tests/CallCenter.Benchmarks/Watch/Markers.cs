using System.Diagnostics;

namespace CallCenter.Benchmarks.Watch;

/// <summary>When each marker was sent: by queue under its number, by agent under its time in milliseconds. Keys only grow.</summary>
internal sealed class Markers
{
    private readonly List<(long Key, long SentAt)> _sent = [];
    private readonly Lock _lock = new();

    public void Add(long key)
    {
        lock (_lock) _sent.Add((key, Stopwatch.GetTimestamp()));
    }

    /// <summary>The markers after one key up to another, oldest first.</summary>
    public IReadOnlyList<long> SentAt(long after, long upTo)
    {
        lock (_lock) return [.. Between(after, upTo)];
    }

    private IEnumerable<long> Between(long after, long upTo)
    {
        var (low, high) = (0, _sent.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (_sent[middle].Key <= after) low = middle + 1;
            else high = middle;
        }
        for (; low < _sent.Count && _sent[low].Key <= upTo; low++) yield return _sent[low].SentAt;
    }
}
