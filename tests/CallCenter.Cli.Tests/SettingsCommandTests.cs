using CallCenter.ScriptedServer;
using CallCenter.V1;
using Google.Protobuf.WellKnownTypes;

namespace CallCenter.Cli.Tests;

/// <summary>ccg settings against a scripted server.</summary>
public sealed class SettingsCommandTests : IAsyncLifetime
{
    private ScriptedPeer _server = null!;

    public async Task InitializeAsync() => _server = await ScriptedPeer.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task Settings_are_shown_as_a_table_and_as_JSON()
    {
        _server.Kpis.Settings = new GetSettingsResponse
        {
            TimeZone = "Europe/London",
            WeekStart = Weekday.Monday,
            Limits = Limits(20, 5),
            Channels = { new ChannelSettings { Channel = "chat", Limits = Limits(45, 10) } },
            Queues = { new QueueSettings { Queue = "sales", Limits = Limits(12.5, 3), Calendar = "shop", Department = "North" } },
            Calendars =
            {
                new Calendar
                {
                    Name = "shop",
                    TimeZone = "Europe/London",
                    Week = { new WeekdayHours { Day = Weekday.Monday, Spans = { Span(480, 720), Span(1320, 1800) } } },
                    Holidays = { new HolidayHours { Date = "2026-12-25" } },
                    Bands = { new CalendarBand { Name = "peak", Spans = { Span(600, 720) } } },
                },
            },
        };

        Ended table = await CcgAsync("settings");
        Ended json = await CcgAsync("settings", "-o", "json");

        string[] lines = [.. table.Out.Split('\n').Select(OneSpaceBetween)];
        Assert.Contains("all 20s 5s", lines);
        Assert.Contains("channel chat 45s 10s", lines);
        Assert.Contains("queue sales 12s500ms 3s shop North", lines);
        Assert.Contains("time zone Europe/London, weeks from Monday", lines);
        Assert.Contains(
            "calendar shop, Europe/London: Monday 08:00-12:00, 22:00-06:00; 2026-12-25 closed; peak 10:00-12:00",
            string.Join(' ', lines), StringComparison.Ordinal);
        Assert.Equal(_server.Kpis.Settings, GetSettingsResponse.Parser.ParseJson(json.Out));
    }

    private static string OneSpaceBetween(string line) => string.Join(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries));

    private static WaitLimits Limits(double threshold, double shortAbandon) => new()
    {
        ServiceLevelThreshold = Duration.FromTimeSpan(TimeSpan.FromSeconds(threshold)),
        ShortAbandonLimit = Duration.FromTimeSpan(TimeSpan.FromSeconds(shortAbandon)),
    };

    private static HoursSpan Span(int from, int to) => new() { StartMinute = from, EndMinute = to };

    private Task<Ended> CcgAsync(params string[] args) => CommandRun.ToEndAsync([.. args, "--server", _server.Address]);
}
