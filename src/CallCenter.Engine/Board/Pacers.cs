namespace CallCenter.Engine.Board;

/// <summary>The paces of a view's readers. Safe for several threads.</summary>
internal sealed class Pacers(ViewFeed feed)
{
    private readonly Dictionary<Pace, Pacer> _byPace = [];

    public Pacer Join(BoardReader reader, Pace pace, TimeProvider time)
    {
        lock (_byPace)
        {
            if (!_byPace.TryGetValue(pace, out var pacer)) _byPace.Add(pace, pacer = new Pacer(feed, pace, time));
            pacer.Add(reader);
            return pacer;
        }
    }

    public void Leave(BoardReader reader, Pace pace)
    {
        lock (_byPace)
        {
            if (!_byPace[pace].Remove(reader)) return;
            _byPace.Remove(pace, out var pacer);
            pacer!.Dispose();
        }
    }

    /// <summary>There is a newer state, or a failure.</summary>
    public void Look()
    {
        lock (_byPace)
        {
            foreach (var pacer in _byPace.Values) pacer.Look();
        }
    }
}
