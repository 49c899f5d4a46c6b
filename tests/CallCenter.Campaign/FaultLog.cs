using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;

namespace CallCenter.Campaign;

/// <summary>The injected faults and the observations, in order. Safe for several threads.</summary>
public sealed class FaultLog
{
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly ConcurrentQueue<string> _lines = new();
    private readonly ConcurrentDictionary<string, int> _counts = new();
    private readonly ConcurrentQueue<string> _broken = new();

    public IReadOnlyList<string> Lines => [.. _lines];

    /// <summary>Faults by kind.</summary>
    public IReadOnlyDictionary<string, int> Counts => new SortedDictionary<string, int>(_counts);

    /// <summary>Guarantees that did not hold.</summary>
    public IReadOnlyList<string> Broken => [.. _broken];

    public void Fault(string kind, string detail)
    {
        _counts.AddOrUpdate(kind, 1, (_, count) => count + 1);
        Say($"fault {kind}: {detail}");
    }

    public void Say(string what)
        => _lines.Enqueue(string.Create(CultureInfo.InvariantCulture, $"{_clock.Elapsed.TotalSeconds,8:0.000} {what}"));

    public void Break(string guarantee, string how)
    {
        _broken.Enqueue($"{guarantee}: {how}");
        Say($"BROKEN {guarantee}: {how}");
    }
}
