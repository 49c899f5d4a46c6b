namespace CallCenter.Asterisk;

/// <summary>Whether Asterisk is still there: it answers each Ping, or sends anything else.</summary>
internal sealed class PingWatch(TimeSpan interval, TimeProvider time)
{
    private readonly HashSet<string> _open = [];
    private long? _sent;
    private long? _unansweredSince;

    /// <summary>It is time for the next Ping.</summary>
    public bool IsDue => _sent is not { } sent || time.GetElapsedTime(sent) >= interval;

    public void Sent(string actionId)
    {
        _sent = time.GetTimestamp();
        _unansweredSince ??= _sent;
        _open.Add(actionId);
    }

    /// <summary>Whether this answers a Ping.</summary>
    public bool Accept(AmiMessage message)
    {
        if (message.ActionId is not { } actionId || !_open.Contains(actionId))
            return false;
        _open.Clear();
        _unansweredSince = null;
        return true;
    }

    /// <summary>A Ping has had no answer for two intervals, and nothing else came in that time.</summary>
    public bool IsLost(TimeSpan silence) =>
        _unansweredSince is { } since && time.GetElapsedTime(since) >= 2 * interval && silence >= 2 * interval;
}
