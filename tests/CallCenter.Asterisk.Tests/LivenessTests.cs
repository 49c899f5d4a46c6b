using CallCenter.V1;
using Microsoft.Extensions.Time.Testing;

namespace CallCenter.Asterisk.Tests;

/// <summary>A connection lives as long as Asterisk does: days of simulated time through the adapter's own code.</summary>
public sealed class LivenessTests
{
    private static readonly TimeSpan Day = TimeSpan.FromHours(24);

    private readonly FakeTimeProvider _time = new(DateTimeOffset.FromUnixTimeSeconds(1_790_000_000));
    private readonly Pump _pump = new();
    private readonly List<string> _losses = [];
    private readonly List<Event> _events = [];
    private int _connects;

    [Fact]
    public void Quiet_Asterisk_stays_connected_for_a_day()
    {
        Run(Ami(), Day, TimeSpan.FromSeconds(1));
        AssertOneConnection();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(14)]
    [InlineData(29)]
    public void Asterisk_that_sends_only_what_nobody_needs_stays_connected_for_a_day(int seconds)
    {
        var ami = Ami();
        Run(ami, Day, TimeSpan.FromSeconds(seconds),
            () => ami.Send("Event: VarSet\r\nPrivilege: dialplan,all\r\nVariable: X\r\nValue: 1\r\n\r\n"));
        AssertOneConnection();
    }

    [Fact]
    public void Any_byte_counts_as_life_also_where_no_ping_is_answered()
    {
        var ami = Ami();
        Run(ami, TimeSpan.FromMinutes(1), TimeSpan.FromSeconds(1));
        ami.AnswersPing = false;
        Go(TimeSpan.FromHours(1), TimeSpan.FromSeconds(5), () => ami.Send("E"));
        AssertOneConnection();
    }

    [Fact]
    public void Silent_Asterisk_that_answers_no_ping_is_left_after_two_intervals()
    {
        var ami = Ami();
        Run(ami, TimeSpan.FromMinutes(1), TimeSpan.FromSeconds(1));
        ami.AnswersPing = false;
        Go(TimeSpan.FromSeconds(25), TimeSpan.FromSeconds(1), () => { });
        Assert.Empty(_losses);
        Go(TimeSpan.FromSeconds(25), TimeSpan.FromSeconds(1), () => { });
        // Closing cancels on another thread.
        SpinWait.SpinUntil(() => { OnPump(() => { }); return _losses.Count > 0; }, TimeSpan.FromSeconds(30));
        Assert.Equal("Asterisk answers no Ping.", _losses[0]);
    }

    [Fact]
    public void Server_that_takes_no_event_for_minutes_is_no_reason_to_leave_Asterisk()
    {
        var ami = Ami();
        Run(ami, TimeSpan.FromMinutes(1), TimeSpan.FromSeconds(1));
        // The whole loop stands still while an event waits for the server; Asterisk's answers wait unread meanwhile.
        _time.Advance(TimeSpan.FromMinutes(5));
        _pump.Drain();
        Go(TimeSpan.FromMinutes(5), TimeSpan.FromSeconds(1), () => { });
        AssertOneConnection();
    }

    private MemoryAmi Ami() => new() { Clock = _time.GetUtcNow };

    private void AssertOneConnection()
    {
        Assert.Empty(_losses);
        Assert.Equal(1, _connects);
        Assert.Single(_events, each => each.KindCase == Event.KindOneofCase.FloorReport);
    }

    private void Run(MemoryAmi ami, TimeSpan length, TimeSpan step, Action? each = null)
    {
        var options = new AsteriskOptions
        {
            Dial = _ => ami.Dial(),
            OnConnected = () => _connects++,
            OnDisconnected = loss => _losses.Add(loss.Message),
        };
        var adapter = new AsteriskAdapter(options, _time, new Random(1));
        OnPump(() => _ = adapter.RunAsync((told, _) =>
        {
            _events.Add(told);
            return ValueTask.CompletedTask;
        }, CancellationToken.None));
        Go(length, step, each ?? (() => { }));
    }

    private void Go(TimeSpan length, TimeSpan step, Action each) => OnPump(() =>
    {
        for (var end = _time.GetUtcNow() + length; _time.GetUtcNow() < end;)
        {
            _time.Advance(step);
            _pump.Drain();
            each();
            _pump.Drain();
        }
    });

    private void OnPump(Action run)
    {
        var before = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(_pump);
        try
        {
            run();
            _pump.Drain();
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(before);
        }
    }
}
