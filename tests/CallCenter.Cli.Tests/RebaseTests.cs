using CallCenter.V1;
using Google.Protobuf.WellKnownTypes;

namespace CallCenter.Cli.Tests;

public sealed class RebaseTests
{
    private static readonly DateTimeOffset Now = Given.Nine.AddDays(3);

    [Fact]
    public void Every_time_in_an_event_is_moved_alike()
    {
        Event report = At(Given.Nine, new Event
        {
            FloorReport = new FloorReport
            {
                Visits =
                {
                    new LiveVisit
                    {
                        QueuedTime = Stamp(Given.Nine.AddMinutes(-3)),
                        AnsweredTime = Stamp(Given.Nine.AddMinutes(-2)),
                        HeldTime = Stamp(Given.Nine.AddMinutes(-1)),
                    },
                },
            },
        });
        Event shift = At(Given.Nine, new Event
        {
            AgentScheduled = new AgentScheduled
            {
                Agent = "ann",
                StartTime = Stamp(Given.Nine),
                EndTime = Stamp(Given.Nine.AddHours(8)),
                Segments = { new ShiftSegment { StartTime = Stamp(Given.Nine.AddHours(3)), EndTime = Stamp(Given.Nine.AddHours(4)) } },
            },
        });
        Event absence = At(Given.Nine, new Event
        {
            AbsenceReported = new AbsenceReported { StartTime = Stamp(Given.Nine), EndTime = Stamp(Given.Nine.AddHours(8)) },
        });
        var hour = TimeSpan.FromHours(1);

        LiveVisit visit = Rebase.Move(report, hour).FloorReport.Visits[0];
        Event moved = Rebase.Move(shift, hour);
        ShiftSegment segment = moved.AgentScheduled.Segments[0];
        AbsenceReported away = Rebase.Move(absence, hour).AbsenceReported;

        Assert.Equal(
            (Stamp(Given.Nine.AddMinutes(57)), Stamp(Given.Nine.AddMinutes(58)), Stamp(Given.Nine.AddMinutes(59))),
            (visit.QueuedTime, visit.AnsweredTime, visit.HeldTime));
        Assert.Equal(Stamp(Given.Nine.AddHours(1)), moved.OccurredTime);
        Assert.Equal(Stamp(Given.Nine.AddHours(1)), moved.AgentScheduled.StartTime);
        Assert.Equal(Stamp(Given.Nine.AddHours(9)), moved.AgentScheduled.EndTime);
        Assert.Equal((Stamp(Given.Nine.AddHours(4)), Stamp(Given.Nine.AddHours(5))), (segment.StartTime, segment.EndTime));
        Assert.Equal((Stamp(Given.Nine.AddHours(1)), Stamp(Given.Nine.AddHours(9))), (away.StartTime, away.EndTime));
        Assert.Equal(Stamp(Given.Nine), report.OccurredTime);
    }

    [Fact]
    public void A_visit_that_still_waits_has_no_answer_after_it_was_moved()
    {
        var waiting = new LiveVisit { QueuedTime = Stamp(Given.Nine) };
        Event report = At(Given.Nine, new Event { FloorReport = new FloorReport { Visits = { waiting } } });

        Assert.Null(Rebase.Move(report, TimeSpan.FromHours(1)).FloorReport.Visits[0].AnsweredTime);
    }

    [Fact]
    public async Task A_recording_that_is_sent_at_once_ends_now()
    {
        List<DateTimeOffset> sent = await PlayAsync(Speed.Max, Times.Rebased, new StandingClock(Now));

        Assert.Equal([Now.AddMinutes(-10), Now.AddMinutes(-4), Now], sent);
    }

    [Fact]
    public async Task A_recording_without_rebasing_keeps_its_times()
    {
        List<DateTimeOffset> sent = await PlayAsync(Speed.Max, Times.Recorded, new StandingClock(Now));

        Assert.Equal([Given.Nine, Given.Nine.AddMinutes(6), Given.Nine.AddMinutes(10)], sent);
    }

    [Fact]
    public async Task At_real_speed_each_event_is_sent_at_its_own_time()
    {
        var clock = new LeapingClock(Now);
        List<(DateTimeOffset Sent, DateTimeOffset Occurred)> seen = [];
        var playback = new Playback(Three, "three", new Speed(1), clock);
        playback.Measure();

        await playback.PlayAsync((item, _) => Note(item), Times.Rebased, CancellationToken.None).WaitAsync(Waits.Limit);

        Assert.Equal([Now, Now.AddMinutes(6), Now.AddMinutes(10)], seen.Select(s => s.Occurred));
        Assert.Equal(seen.Select(s => s.Occurred), seen.Select(s => s.Sent));

        ValueTask Note(Event item)
        {
            seen.Add((clock.GetUtcNow(), item.OccurredTime.ToDateTimeOffset()));
            return ValueTask.CompletedTask;
        }
    }

    [Fact]
    public async Task At_a_higher_speed_no_event_is_ever_ahead_of_the_clock_and_the_last_one_is_now()
    {
        var clock = new LeapingClock(Now);
        List<TimeSpan> ages = [];
        var playback = new Playback(Three, "three", new Speed(10), clock);
        playback.Measure();

        await playback.PlayAsync((item, _) => Note(item), Times.Rebased, CancellationToken.None).WaitAsync(Waits.Limit);

        Assert.Equal([9 * 60, 9 * 24, 0], ages.Select(age => age.TotalSeconds));
        Assert.Equal(Now.AddMinutes(1), clock.GetUtcNow());

        ValueTask Note(Event item)
        {
            ages.Add(clock.GetUtcNow() - item.OccurredTime.ToDateTimeOffset());
            return ValueTask.CompletedTask;
        }
    }

    [Theory]
    [InlineData("1", 1.0)]
    [InlineData("0.5", 0.5)]
    [InlineData("10", 10.0)]
    [InlineData("max", null)]
    public void A_speed_is_a_factor_or_max(string text, double? factor) => Assert.Equal(new Speed(factor), Speed.Parse(text));

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("fast")]
    [InlineData("NaN")]
    [InlineData("")]
    public void An_invalid_speed_is_refused(string text) => Assert.Throws<FormatException>(() => Speed.Parse(text));

    private static readonly Recording Three = new("test", "a test", _ =>
        new[] { 0, 6, 10 }.Select(minute => Given.Queued($"v{minute}", Given.Nine.AddMinutes(minute))));

    private static async Task<List<DateTimeOffset>> PlayAsync(Speed speed, Times times, TimeProvider clock)
    {
        List<DateTimeOffset> sent = [];
        var playback = new Playback(Three, "three", speed, clock);
        playback.Measure();
        await playback.PlayAsync(Note, times, CancellationToken.None).WaitAsync(Waits.Limit);
        return sent;

        ValueTask Note(Event item, CancellationToken token)
        {
            sent.Add(item.OccurredTime.ToDateTimeOffset());
            return ValueTask.CompletedTask;
        }
    }

    private static Event At(DateTimeOffset time, Event item)
    {
        item.OccurredTime = Stamp(time);
        return item;
    }

    private static Timestamp Stamp(DateTimeOffset time) => Timestamp.FromDateTimeOffset(time);
}
