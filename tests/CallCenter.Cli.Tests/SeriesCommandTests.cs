using CallCenter.ScriptedServer;
using CallCenter.V1;
using Google.Protobuf.WellKnownTypes;

namespace CallCenter.Cli.Tests;

/// <summary>ccg series against a server.</summary>
public sealed class SeriesCommandTests : IAsyncLifetime
{
    private ScriptedPeer _server = null!;

    public async Task InitializeAsync() => _server = await ScriptedPeer.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Theory]
    [InlineData("hour", 3600, 0)]
    [InlineData("15m", 900, 0)]
    [InlineData("day", 0, (int)PeriodUnit.Day)]
    [InlineData("quarter", 0, (int)PeriodUnit.Quarter)]
    public async Task A_request_is_what_the_options_say(string every, int clock, int period)
    {
        QuerySeriesRequest? asked = null;
        _server.Kpis.Series = request => Answer(asked = request);

        Ended ended = await CcgAsync("--every", every, "--range", "2026-03-01T00:00Z..2026-03-02T09:00+01:00", "-k", "contacts_offered",
            "-g", "queue", "-w", "queue=sales");

        Assert.Equal((0, ""), (ended.Code, ended.Error));
        Assert.Equal((clock, period), ((int)(asked!.Clock?.Seconds ?? 0), (int)asked.Period));
        Assert.Equal(Given.Nine.AddHours(-1), asked.Range.EndTime.ToDateTimeOffset());
        Assert.Equal((null, "sales"), (asked.Selector.Window, asked.Selector.Where[0].Values[0]));
    }

    [Fact]
    public async Task A_table_has_a_line_for_each_interval_in_the_zone_of_the_server()
    {
        _server.Kpis.Series = Answer;

        Ended ended = await CcgAsync("-k", "contacts_offered", "-g", "queue");

        string[] lines = [.. ended.Out.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0)];
        Assert.Equal(["sales 2026-03-01 Sun 12", "sales 2026-03-02 Mon (so far) –"], lines[2..4].Select(Words));
        Assert.Equal("as of 2026-03-02 10:00:00, Europe/Berlin", lines[4]);
    }

    [Fact]
    public async Task Csv_has_plain_numbers_and_the_intervals_in_UTC()
    {
        _server.Kpis.Series = Answer;

        Ended ended = await CcgAsync("-k", "contacts_offered", "-g", "queue", "-o", "csv");

        Assert.Equal(
            ["queue,start,end,contacts_offered,contacts_offered text", "sales,2026-02-28T23:00:00Z,2026-03-01T23:00:00Z,12,12"],
            ended.Out.ReplaceLineEndings("\n").Split('\n')[..2]);
    }

    [Theory]
    [InlineData("--every", "20m", "15m, 30m, hour, day")]
    [InlineData("--range", "yesterday", "a time until now such as 30d")]
    public async Task A_wrong_option_says_what_would_be_right(string option, string value, string says)
    {
        Ended ended = await CcgAsync(option, value);

        Assert.Equal(2, ended.Code);
        Assert.Contains(says, ended.Error, StringComparison.Ordinal);
    }

    private static string Words(string line) => string.Join(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries));

    private static QuerySeriesResponse Answer(QuerySeriesRequest request) => new()
    {
        AsOfTime = Timestamp.FromDateTimeOffset(Given.Nine),
        TimeZone = "Europe/Berlin",
        Intervals =
        {
            new SeriesInterval { StartTime = Stamp(-34), EndTime = Stamp(-10) },
            new SeriesInterval { StartTime = Stamp(-10), EndTime = Stamp(14) },
        },
        Rows =
        {
            new SeriesRow
            {
                Labels = { "sales" },
                Columns = { new SeriesValues { Values = { new KpiValue { Count = 12 }, new KpiValue() } } },
            },
        },
    };

    private static Timestamp Stamp(int hours) => Timestamp.FromDateTimeOffset(Given.Nine.AddHours(hours));

    private Task<Ended> CcgAsync(params string[] args) => CommandRun.ToEndAsync(["series", .. args, "--server", _server.Address]);
}
