using CallCenter.V1;
using Google.Protobuf.WellKnownTypes;
using Kind = CallCenter.V1.SubscribeResponse.MessageOneofCase;

namespace CallCenter.Server.Tests;

/// <summary>What subscribers see of rows that retire, and what can be asked of a server that keeps rows for a short time.</summary>
public sealed class RetiredRowTests : IAsyncLifetime
{
    private LiveServer _server = null!;

    public async Task InitializeAsync()
        => _server = await LiveServer.StartAsync(o => o.Engine = new() { Floor = new() { WindowMax = TimeSpan.FromHours(1) } });

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task Update_names_the_group_that_is_gone()
    {
        await _server.PublishAsync(
            Given.At(Given.Now.AddHours(-3), Given.Queued("a", "old")),
            Given.At(Given.Now.AddHours(-3), Given.Ended("a", VisitOutcome.Abandoned)));
        using var subscriber = _server.Subscribe(LastHour("queue"));
        Assert.Equal(["old"], (await subscriber.ReadAsync()).Snapshot.Rows.Select(r => r.Labels[0]));

        await _server.PublishAsync(Given.Queued("b", "new"));
        var update = (await subscriber.ReadAsync(Kind.Update)).Update;

        Assert.Equal(["old"], update.RemovedGroups.Select(g => g.Labels[0]));
        Assert.Equal(["new"], update.Rows.Select(r => r.Labels[0]));
    }

    [Fact]
    public async Task Total_of_all_rows_is_the_same_before_and_after()
    {
        await _server.PublishAsync(
            Given.At(Given.Now.AddHours(-3), Given.Queued("a", "old")), Given.At(Given.Now.AddHours(-3), Given.Queued("live", "old")),
            Given.At(Given.Now.AddHours(-3), Given.Ended("a", VisitOutcome.Abandoned)));
        Assert.Equal(1, await WaitingAsync());
        await _server.PublishAsync(Given.Queued("b", "new"));
        Assert.Equal(2, await WaitingAsync());
        await _server.PublishAsync(Given.Ended("live", VisitOutcome.Abandoned));
        Assert.Equal(1, await WaitingAsync());
    }

    [Theory]
    [InlineData("3601s")]
    [InlineData("691200s")]
    public async Task Window_that_reaches_back_further_than_rows_are_kept_is_refused(string length)
    {
        var selector = LastHour();
        selector.Window.Sliding = Duration.Parser.ParseJson($"\"{length}\"");
        using var subscriber = _server.Subscribe(selector);
        Assert.Contains("Engine:Floor:WindowMax", (await subscriber.FailureAsync()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Day_that_began_before_the_oldest_kept_counts_is_partial()
    {
        var selector = LastHour();
        selector.Window = new Window { Period = new CalendarPeriod { Unit = PeriodUnit.Day, TimeZone = ZoneAtNoon } };
        await _server.PublishAsync(Given.Queued("b", "new"));

        var board = await _server.BoardAsync(selector);

        Assert.Equal(1, board.Rows[0].Values[0].Count);
        var kept = board.Completeness!.KeptFromTime.ToDateTimeOffset();
        Assert.InRange(board.AsOfTime - kept, TimeSpan.FromMinutes(74), TimeSpan.FromMinutes(75));
        Assert.True(board.WindowStartTime < kept);
    }

    [Fact]
    public async Task Period_of_which_nothing_is_kept_has_no_value()
    {
        var selector = LastHour();
        selector.Kpis.Add(new KpiRef { Id = "contacts_waiting" });
        selector.Window = new Window
        {
            Period = new CalendarPeriod { Unit = PeriodUnit.Day, Position = IntervalPosition.Previous, TimeZone = ZoneAtNoon },
        };
        await _server.PublishAsync(Given.Queued("b", "new"));

        var board = await _server.BoardAsync(selector);

        Assert.Equal(new KpiValue { NoValueReason = NoValueReason.NotKept }, board.Rows[0].Values[0]);
        Assert.Equal(1, board.Rows[0].Values[1].Count);
        Assert.NotNull(board.Completeness!.KeptFromTime);
    }

    [Fact]
    public async Task Window_of_which_all_is_kept_is_not_partial()
    {
        using var subscriber = _server.Subscribe(LastHour());
        Assert.Null((await subscriber.ReadAsync()).Completeness.KeptFromTime);
    }

    // Far from the borders of a day, whenever this runs. The names have the sign the other way round: Etc/GMT-5 is five hours ahead.
    private static string ZoneAtNoon => $"Etc/GMT{Given.Now.UtcDateTime.Hour - 12:+0;-0;+0}";

    private async Task<long> WaitingAsync()
    {
        var selector = LastHour();
        selector.Kpis[0].Id = "contacts_waiting";
        return (await _server.BoardAsync(selector)).Rows[0].Values[0].Count;
    }

    private static Selector LastHour(params string[] dimensions)
    {
        var selector = Given.SelectBy(dimensions, ["contacts_offered"]);
        selector.Window = new Window { Sliding = Duration.FromTimeSpan(TimeSpan.FromHours(1)) };
        return selector;
    }
}
