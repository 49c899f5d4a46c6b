using System.Collections.Concurrent;

namespace CallCenter.Campaign.Fuzz;

/// <summary>What became of the cases of one door. Safe for several threads.</summary>
internal sealed class FuzzCounts
{
    private const int FindingsMax = 50;

    private readonly ConcurrentDictionary<string, long> _outcomes = new();
    private readonly ConcurrentQueue<string> _findings = new();
    private long _findingCount;

    public long Cases => _outcomes.Values.Sum();
    public long FindingCount => Interlocked.Read(ref _findingCount);

    /// <summary>The first findings.</summary>
    public IReadOnlyList<string> Findings => [.. _findings];

    /// <summary>Outcomes by kind, the most frequent first.</summary>
    public IReadOnlyList<(string Outcome, long Count)> Outcomes
        => [.. _outcomes.Select(o => (o.Key, o.Value)).OrderByDescending(o => o.Value).ThenBy(o => o.Key, StringComparer.Ordinal)];

    public void Add(string outcome) => _outcomes.AddOrUpdate(outcome, 1, (_, count) => count + 1);

    public void Find(string finding)
    {
        if (Interlocked.Increment(ref _findingCount) <= FindingsMax) _findings.Enqueue(finding);
    }
}
