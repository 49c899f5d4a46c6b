using CallCenter.V1;
using Google.Protobuf;
using Grpc.Core;
using Kind = CallCenter.V1.SubscribeResponse.MessageOneofCase;

namespace CallCenter.Server.Tests;

/// <summary>Subscribe with a resume token: what changed since, or a snapshot, and never a difference to something else.</summary>
public sealed class ResumeTests : IAsyncLifetime
{
    private static readonly Selector ByQueue = Given.SelectBy(["queue"], ["contacts_offered", "contacts_abandoned"]);

    private LiveServer _server = null!;

    public async Task InitializeAsync() => _server = await LiveServer.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task A_subscriber_that_comes_back_gets_what_changed_since()
    {
        await _server.PublishAsync(Given.Queued("a", "sales"), Given.Queued("b", "help"));
        using var keeper = _server.Subscribe(ByQueue);
        await keeper.ReadAsync(); // Or the view could be gone with the other one before this one has come.
        ByteString token;
        using (var first = _server.Subscribe(ByQueue)) token = (await first.ReadAsync()).ResumeToken;
        await _server.PublishAsync(Given.Ended("a", VisitOutcome.Abandoned));
        await keeper.ReadAsync(Kind.Update);

        using var again = _server.Subscribe(ByQueue, resumeToken: token);
        var response = await again.ReadAsync();

        Assert.Equal(Changed(2, "sales", (1, 1)), Assert.Single(response.Update.Rows));
    }

    [Fact]
    public async Task A_subscriber_that_missed_nothing_gets_an_update_without_rows()
    {
        await _server.PublishAsync(Given.Queued("a"));
        using var keeper = _server.Subscribe(ByQueue);
        var token = (await keeper.ReadAsync()).ResumeToken;

        using var again = _server.Subscribe(ByQueue, resumeToken: token);

        Assert.Empty((await again.ReadAsync()).Update.Rows);
    }

    [Fact]
    public async Task A_token_of_a_view_that_nobody_watched_meanwhile_misses_nothing()
    {
        await _server.PublishAsync(Given.Queued("a"));
        ByteString token;
        using (var only = _server.Subscribe(ByQueue)) token = (await only.ReadAsync()).ResumeToken;
        await _server.PublishAsync(Given.Queued("b"));
        using var other = _server.Subscribe(ByQueue);
        await other.ReadAsync();

        using var again = _server.Subscribe(ByQueue, resumeToken: token);
        var response = await again.ReadAsync();

        // The view is a new one, unless the server has not noticed the reader's end yet.
        Assert.Equal(2, response.Snapshot?.Rows[0].Values[0].Count ?? response.Update.Rows[0].Values[0].Value.Count);
    }

    [Fact]
    public async Task A_token_of_another_selector_gets_a_snapshot()
    {
        await _server.PublishAsync(Given.Queued("a"));
        using var total = _server.Subscribe(Given.Select("contacts_offered"));
        var token = (await total.ReadAsync()).ResumeToken;

        using var subscriber = _server.Subscribe(ByQueue, resumeToken: token);

        Assert.Equal(Kind.Snapshot, (await subscriber.ReadAsync()).MessageCase);
    }

    [Fact]
    public async Task A_token_of_another_server_gets_a_snapshot()
    {
        await using var other = await LiveServer.StartAsync();
        using var there = other.Subscribe(ByQueue);
        var token = (await there.ReadAsync()).ResumeToken;

        using var subscriber = _server.Subscribe(ByQueue, resumeToken: token);

        Assert.Equal(Kind.Snapshot, (await subscriber.ReadAsync()).MessageCase);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(25)]
    [InlineData(33)]
    [InlineData(64)]
    public async Task A_token_of_garbage_gets_a_snapshot(int length)
    {
        using var subscriber = _server.Subscribe(ByQueue, resumeToken: ByteString.CopyFrom(new byte[length]));

        Assert.Equal(Kind.Snapshot, (await subscriber.ReadAsync()).MessageCase);
    }

    [Fact]
    public async Task Tokens_fit_into_the_accepted_size()
    {
        using var subscriber = _server.Subscribe(ByQueue);

        Assert.InRange((await subscriber.ReadAsync()).ResumeToken.Length, 1, 64);
    }

    [Fact]
    public async Task A_token_longer_than_64_bytes_is_SELECTOR_INVALID()
    {
        using var subscriber = _server.Subscribe(ByQueue, resumeToken: ByteString.CopyFrom(new byte[65]));

        Failures.AssertIs(
            await subscriber.FailureAsync(), StatusCode.InvalidArgument, "SELECTOR_INVALID", ("field", "resume_token"),
                ("value", "65 bytes"));
    }

    private static RowUpdate Changed(long number, string queue, params IEnumerable<(int Column, long Count)> values) => new()
    {
        Row = number,
        Labels = { queue },
        Values = { values.Select(v => new ColumnValue { Column = v.Column, Value = new KpiValue { Count = v.Count, Number = v.Count } }) },
    };
}
