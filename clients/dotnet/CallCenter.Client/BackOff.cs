namespace CallCenter.Client;

/// <summary>
/// Exponential back-off with full jitter: after the n-th failure in a row a wait drawn evenly from 0 to min(longest, shortest x 2^n).
/// Spread so that clients of a restarted server do not come back all at once. Called by one loop only.
/// </summary>
internal sealed class BackOff(TimeSpan shortest, TimeSpan longest, Random random)
{
    private int _failureCount;

    /// <summary>The wait after one more failure. It comes on top of the server's retry delay, so that no client is early.</summary>
    public TimeSpan Next(TimeSpan? askedFor)
    {
        double ceiling = Math.Min(longest.TotalSeconds, shortest.TotalSeconds * Math.Pow(2, _failureCount));
        _failureCount = Math.Min(_failureCount + 1, 62);
        TimeSpan wait = TimeSpan.FromSeconds(ceiling * random.NextDouble());
        return askedFor is { } least && least > TimeSpan.Zero ? Min(least, longest) + wait : wait;
    }

    /// <summary>Success: the next failure counts as the first.</summary>
    public void Reset() => _failureCount = 0;

    private static TimeSpan Min(TimeSpan a, TimeSpan b) => a < b ? a : b;
}
