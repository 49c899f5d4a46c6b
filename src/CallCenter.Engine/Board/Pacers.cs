namespace CallCenter.Engine.Board;

/// <summary>The paces of a view's readers. Safe for several threads.</summary>
internal sealed class Pacers(ViewFeed feed)
{
    private readonly Dictionary<TimeSpan, Pacer> _byInterval = [];

    public Pacer Join(BoardReader reader, TimeSpan interval, TimeProvider time)
    {
        lock (_byInterval)
        {
            if (!_byInterval.TryGetValue(interval, out var pacer)) _byInterval.Add(interval, pacer = new Pacer(feed, interval, time));
            pacer.Add(reader);
            return pacer;
        }
    }

    public void Leave(BoardReader reader, TimeSpan interval)
    {
        lock (_byInterval)
        {
            if (!_byInterval[interval].Remove(reader)) return;
            _byInterval.Remove(interval, out var pacer);
            pacer!.Dispose();
        }
    }

    /// <summary>There is a newer state, or a failure.</summary>
    public void Look()
    {
        lock (_byInterval)
        {
            foreach (var pacer in _byInterval.Values) pacer.Look();
        }
    }
}
