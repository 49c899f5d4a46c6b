using CallCenter.Client;
using CallCenter.V1;

namespace CallCenter.Server.Tests;

/// <summary>Which groups are shown, in which order, under which numbers.</summary>
public sealed class GroupChoiceTests : IAsyncLifetime
{
    private LiveServer _server = null!;

    public async Task InitializeAsync()
    {
        _server = await LiveServer.StartAsync();
        await _server.PublishAsync(
            Given.At(Given.Now.AddHours(-2), Given.Queued("old", "idle")),
            Given.At(Given.Now.AddHours(-2), Given.Ended("old", VisitOutcome.Abandoned)),
            Given.Queued("a1", "a"), Given.Queued("b1", "b"), Given.Queued("b2", "b"), Given.Queued("c1", "c"), Given.Queued("c2", "c"),
            Given.Queued("c3", "c"));
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task Known_groups_are_shown_and_only_active_ones_on_request()
    {
        Assert.Equal(["a", "b", "c", "idle"], await QueuesAsync(new GroupChoice()));
        Assert.Equal(["a", "b", "c"], await QueuesAsync(new GroupChoice { OnlyActive = true }));
    }

    [Fact]
    public async Task Top_groups_are_those_with_the_largest_or_smallest_values_in_the_order_of_labels()
    {
        Assert.Equal(["b", "c"], await QueuesAsync(new GroupChoice { Top = new TopGroups { Count = 2 } }));
        Assert.Equal(["a"], await QueuesAsync(new GroupChoice { OnlyActive = true, Top = new TopGroups { Count = 1, Ascending = true } }));
    }

    [Fact]
    public async Task Idle_values_of_a_filter_are_shown_on_request()
    {
        var selector = Selector(new GroupChoice { IncludeIdle = true });
        selector.Where.Add(new Filter { Dimension = "queue", Values = { "a", "never-seen" } });

        var board = await _server.BoardAsync(selector);

        Assert.Equal([("a", 1.0), ("never-seen", 0.0)], board.Rows.Select(r => (r.Labels[0], r.Values[0].Number)));
    }

    [Theory]
    [InlineData(0, 0, "selector.groups.top.count")]
    [InlineData(1001, 0, "selector.groups.top.count")]
    [InlineData(1, 1, "selector.groups.top.column")]
    [InlineData(1, -1, "selector.groups.top.column")]
    public async Task A_wrong_choice_is_named(int count, int column, string field)
    {
        var top = new TopGroups { Count = count, Column = column };

        var failure = await Assert.ThrowsAsync<CallCenterException>(() => QueuesAsync(new GroupChoice { Top = top }));

        Assert.Equal(("SELECTOR_INVALID", field), (failure.Reason, failure.Metadata["field"]));
    }

    [Fact]
    public async Task Idle_values_without_a_filter_are_refused()
    {
        var failure = await Assert.ThrowsAsync<CallCenterException>(() => QueuesAsync(new GroupChoice { IncludeIdle = true }));

        Assert.Equal("selector.groups.include_idle", failure.Metadata["field"]);
    }

    [Fact]
    public async Task A_group_that_leaves_the_top_is_removed_by_the_number_of_its_row()
    {
        using var subscriber = _server.Subscribe(Selector(new GroupChoice { Top = new TopGroups { Count = 1 } }));
        var first = (await subscriber.ReadAsync()).Snapshot;
        await _server.PublishAsync(Given.Queued("d1", "d"), Given.Queued("d2", "d"), Given.Queued("d3", "d"), Given.Queued("d4", "d"));

        var update = (await subscriber.ReadAsync(SubscribeResponse.MessageOneofCase.Update)).Update;

        Assert.Equal((1, "c"), (Assert.Single(first.Rows).Row, first.Rows[0].Labels[0]));
        Assert.Equal((1, "c"), (Assert.Single(update.RemovedGroups).Row, update.RemovedGroups[0].Labels[0]));
        Assert.Equal((2, "d"), (Assert.Single(update.Rows).Row, update.Rows[0].Labels[0]));
    }

    [Fact]
    public async Task Groups_are_ordered_by_the_bytes_of_their_labels()
    {
        await _server.PublishAsync(Given.Queued("x1", "\uFF5E"), Given.Queued("x2", "\U0001F600"), Given.Queued("x3", "Z"));

        Assert.Equal(["Z", "a", "b", "c", "idle", "\uFF5E", "\U0001F600"], await QueuesAsync(new GroupChoice()));
    }

    private async Task<IEnumerable<string>> QueuesAsync(GroupChoice choice)
        => (await _server.BoardAsync(Selector(choice))).Rows.Select(r => r.Labels[0]);

    private static Selector Selector(GroupChoice choice)
    {
        var selector = Given.SelectBy(["queue"], ["contacts_offered"]);
        selector.Window = new Window { Sliding = new() { Seconds = 3600 } };
        selector.Groups = choice;
        return selector;
    }
}
