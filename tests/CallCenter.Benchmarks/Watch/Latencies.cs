namespace CallCenter.Benchmarks.Watch;

/// <summary>Collects times of many threads, and gives their quantiles.</summary>
internal sealed class Latencies
{
    private readonly Lock _lock = new();
    private readonly List<double> _milliseconds = [];

    public void Add(TimeSpan time)
    {
        lock (_lock) _milliseconds.Add(time.TotalMilliseconds);
    }

    public void Clear()
    {
        lock (_lock) _milliseconds.Clear();
    }

    /// <summary>"p50 / p99 ms"; "none" without any.</summary>
    public string Quantiles()
    {
        lock (_lock)
        {
            if (_milliseconds.Count == 0) return "none";
            var sorted = _milliseconds.Order().ToList();
            return FormattableString.Invariant($"{At(sorted, 0.5):0.#} / {At(sorted, 0.99):0.#}");
        }
    }

    /// <returns>Milliseconds; NaN without any.</returns>
    public double Quantile(double share)
    {
        lock (_lock) return _milliseconds.Count == 0 ? double.NaN : At([.. _milliseconds.Order()], share);
    }

    public double Max => Quantile(1);

    public int Count
    {
        get
        {
            lock (_lock) return _milliseconds.Count;
        }
    }

    private static double At(List<double> sorted, double share) => sorted[(int)Math.Min(sorted.Count - 1, share * sorted.Count)];
}
