namespace CallCenter.Simulator;

/// <summary>The scheduled actions and the only clock of a run. Actions of one moment run in the order of their scheduling.</summary>
internal sealed class Timeline(DateTimeOffset start)
{
    private readonly PriorityQueue<Action, (DateTimeOffset Time, long Order)> _actions = new();
    private long _order;

    public DateTimeOffset Now { get; private set; } = start;

    public void After(TimeSpan delay, Action action) => At(Now + delay, action);

    public void At(DateTimeOffset time, Action action)
    {
        var whole = Milliseconds(time < Now ? Now : time);
        _actions.Enqueue(action, (whole, _order++));
    }

    public void RunTo(DateTimeOffset time)
    {
        while (_actions.TryPeek(out var action, out var moment) && moment.Time <= time)
        {
            _actions.Dequeue();
            Now = moment.Time;
            action();
        }

        if (time > Now)
            Now = time;
    }

    // Rounded up: rounded down it could lie before now.
    private static DateTimeOffset Milliseconds(DateTimeOffset time)
    {
        var over = time.Ticks % TimeSpan.TicksPerMillisecond;
        return over == 0 ? time : time.AddTicks(TimeSpan.TicksPerMillisecond - over);
    }
}
