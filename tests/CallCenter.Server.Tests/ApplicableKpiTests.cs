using CallCenter.Client;
using CallCenter.V1;
using Grpc.Core;

namespace CallCenter.Server.Tests;

/// <summary>What does not apply is not 0, and what may be added up is said.</summary>
public sealed class ApplicableKpiTests : IAsyncLifetime
{
    private LiveServer _server = null!;

    public async Task InitializeAsync()
    {
        _server = await LiveServer.StartAsync();
        await _server.PublishAsync(
            Given.Present("ann"), Given.Member("ann", "sales"), Given.Queued("a"), Given.Answered("a", "ann"), Given.Queued("b"),
            Given.Ended("b", VisitOutcome.Abandoned));
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task A_KPI_by_a_dimension_that_it_does_not_have_has_no_value_beside_one_that_has()
    {
        var board = await _server.BoardAsync(Given.SelectBy(["agent"], ["contacts_answered", "answer_rate", "reconciliation_residual"]));

        var row = board.Find("ann")!;
        Assert.Equal(1, row.Values[0].Count);
        Assert.All(row.Values.Skip(1), value => Assert.Equal(new KpiValue { NoValueReason = NoValueReason.NotApplicable }, value));
    }

    [Fact]
    public async Task Agents_have_no_channel_and_a_filter_counts_like_a_dimension()
    {
        var byChannel = await _server.BoardAsync(Given.SelectBy(["channel"], ["contacts_offered", "agents_logged_in"]));
        var filtered = Given.Select("contacts_waiting", "contacts_answered");
        filtered.Where.Add(new Filter { Dimension = "agent", Values = { "ann" } });
        var ofAnn = await _server.BoardAsync(filtered);

        Assert.Equal(NoValueReason.NotApplicable, Assert.Single(byChannel.Rows).Values[1].NoValueReason);
        Assert.Equal((NoValueReason.NotApplicable, 1), (ofAnn.Rows[0].Values[0].NoValueReason, ofAnn.Rows[0].Values[1].Count));
    }

    [Theory]
    [InlineData("answer_rate", "agent")]
    [InlineData("agents_available", "channel")]
    [InlineData("events_counted", "queue")]
    [InlineData("contacts_waiting", "tag.x", "team")]
    public async Task A_selector_without_any_KPI_that_applies_is_SELECTOR_INVALID(string kpi, params string[] dimensions)
    {
        var failure = await Assert.ThrowsAsync<CallCenterException>(() => _server.BoardAsync(Given.SelectBy(dimensions, [kpi])));

        Failures.AssertIs(
            failure, StatusCode.InvalidArgument, "SELECTOR_INVALID",
            ("field", $"selector.group_by[{dimensions.Length - 1}]"), ("value", dimensions[^1]));
        Assert.Contains("it has ", failure.Message);
    }

    [Fact]
    public async Task Definitions_say_by_what_they_make_sense_and_whether_they_add_up()
    {
        var kpis = (await _server.Watcher.ListKpisAsync()).ToDictionary(k => k.Id);

        Assert.DoesNotContain("agent", kpis["answer_rate"].Dimensions);
        Assert.Contains("tag.NAME", kpis["answer_rate"].Dimensions);
        Assert.Equal(["source"], kpis["events_counted"].Dimensions);
        Assert.Equal(
            [true, true, false, false, false],
            new[] { "contacts_offered", "talk_time", "agents_available", "longest_wait", "occupancy" }.Select(id => kpis[id].Additive));
    }
}
