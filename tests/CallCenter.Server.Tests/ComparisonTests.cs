using CallCenter.V1;
using Google.Protobuf.WellKnownTypes;

namespace CallCenter.Server.Tests;

/// <summary>Columns that have the values of another time, and how much has changed since.</summary>
public sealed class ComparisonTests : IAsyncLifetime
{
    private LiveServer _server = null!;

    public async Task InitializeAsync() => _server = await LiveServer.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task A_column_has_the_value_of_then_the_change_and_its_percentage()
    {
        await _server.PublishAsync(
            Given.Queued("a", Given.Now.AddDays(-1).AddMinutes(-10)), Given.Queued("b", Given.Now.AddMinutes(-10)),
            Given.Queued("c", Given.Now.AddMinutes(-10)));

        var board = await _server.BoardAsync(Ask("contacts_offered~day", "contacts_offered", "contacts_offered~week"));

        var values = board.Rows[0].Values;
        Assert.Equal((1, 1, 100), (values[0].Count, values[0].Change, values[0].ChangePercent));
        Assert.Equal((2, false), (values[1].Count, values[1].HasChange));
        Assert.Equal((0, 2, false), (values[2].Count, values[2].Change, values[2].HasChangePercent));
        Assert.Equal(["contacts_offered~day", "contacts_offered", "contacts_offered~week"], board.Columns.Select(c => c.Spec));
    }

    [Fact]
    public async Task Without_a_value_then_there_is_no_change()
    {
        await _server.PublishAsync(Given.Queued("a"), Given.Answered("a", "ann"));

        var board = await _server.BoardAsync(Ask("answer_rate", "answer_rate~day"));

        Assert.Equal(
            (KpiValue.ValueOneofCase.None, false, false),
            (board.Rows[0].Values[1].ValueCase, board.Rows[0].Values[1].HasChange, board.Rows[0].Values[1].HasChangePercent));
    }

    [Fact]
    public async Task A_subscriber_is_sent_the_change_when_the_value_of_now_changes()
    {
        await _server.PublishAsync(Given.Queued("a", Given.Now.AddDays(-1).AddMinutes(-10)), Given.Queued("b"));
        using var subscriber = _server.Subscribe(Ask("contacts_offered", "contacts_offered~day"));
        Assert.Equal(0, (await subscriber.ReadAsync()).Snapshot.Rows[0].Values[1].Change);

        await _server.PublishAsync(Given.Queued("c"));

        var update = (await subscriber.ReadAsync(SubscribeResponse.MessageOneofCase.Update)).Update;
        Assert.Equal([0, 1], update.Rows[0].Values.Select(v => v.Column));
        Assert.Equal((1, 1, 100), (update.Rows[0].Values[1].Value.Count, update.Rows[0].Values[1].Value.Change,
            update.Rows[0].Values[1].Value.ChangePercent));
    }

    [Fact]
    public async Task A_place_among_the_groups_is_sent_again_when_another_group_overtakes()
    {
        await _server.PublishAsync(Given.Queued("a", "sales"), Given.Queued("b", "sales"), Given.Queued("c", "help"));
        var selector = Ask("contacts_offered", "contacts_offered~rank", "contacts_offered~percentile");
        selector.GroupBy.Add("queue");
        using var subscriber = _server.Subscribe(selector);
        var snapshot = (await subscriber.ReadAsync()).Snapshot;
        Assert.Equal(["help 1 2 1/4", "sales 2 1 3/4"], snapshot.Rows.Select(row => string.Join(
            ' ', row.Labels[0], row.Values[0].Count, row.Values[1].Count,
            $"{row.Values[2].Ratio.Numerator}/{row.Values[2].Ratio.Denominator}")));
        Assert.Equal(("rank", "Offered, rank"), (snapshot.Columns[1].Unit, snapshot.Columns[1].Titles["en"]));

        await _server.PublishAsync(Given.Queued("d", "help"), Given.Queued("e", "help"));

        var places = new Dictionary<int, long>();
        while (places.Count < 2)
        {
            var update = (await subscriber.ReadAsync(SubscribeResponse.MessageOneofCase.Update)).Update;
            foreach (var row in update.Rows)
            {
                foreach (var value in row.Values.Where(v => v.Column == 1)) places[(int)row.Row] = value.Value.Count;
            }
        }
        Assert.Equal([1, 2], places.Values.Order());
    }

    [Theory]
    [InlineData("contacts_offered~day", "does not have contacts_offered itself")]
    [InlineData("contacts_offered~year", "'year' is not previous, day, week, rank, percentile")]
    public async Task A_comparison_needs_the_kpi_itself_and_a_known_time(string spec, string says)
    {
        var failure = await Failures.OfAsync(_server.Kpis.GetSnapshotAsync(new GetSnapshotRequest { Selector = Ask(spec) }));

        Assert.Equal("SELECTOR_INVALID", failure.Reason);
        Assert.Contains(says, failure.Message);
    }

    [Fact]
    public async Task A_window_of_each_agent_has_nothing_to_compare_with()
    {
        var selector = Ask("contacts_handled", "contacts_handled~day");
        selector.GroupBy.Add("agent");
        selector.Window = new Window { SinceLogin = new SinceLogin() };

        var failure = await Failures.OfAsync(_server.Kpis.GetSnapshotAsync(new GetSnapshotRequest { Selector = selector }));

        Assert.Equal(["selector.kpis[1].comparison"], Failures.FieldsOf(failure));
    }

    private static Selector Ask(params string[] specs) => new()
    {
        Kpis = { specs.Select(spec => new KpiRef { Spec = spec }) },
        Window = new Window { Sliding = Duration.FromTimeSpan(TimeSpan.FromHours(1)) },
    };
}
