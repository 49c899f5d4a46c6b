using CallCenter.V1;
using Google.Protobuf.WellKnownTypes;

namespace CallCenter.Server.Tests;

/// <summary>Completeness names each source whose events of now may be missing.</summary>
public sealed class CompletenessTests : IAsyncLifetime
{
    private LiveServer _server = null!;

    public async Task InitializeAsync() => _server = await LiveServer.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task A_connected_source_with_fresh_events_is_not_named()
    {
        await using var adapter = await _server.HelloAsync();
        await adapter.SendAndAckAsync(1, Given.Queued(1));

        Assert.Empty(await TroubledAsync());
    }

    [Fact]
    public async Task A_disconnected_adapter_is_named_with_its_last_event_and_last_word_beside_a_living_one()
    {
        await using var living = await _server.HelloAsync("living");
        var last = Given.Now.AddSeconds(-10);
        var before = Given.Now;
        await using (var dead = await _server.HelloAsync("dead"))
        {
            await dead.SendAndAckAsync(1, Given.At(last, Given.Queued(1)));
            await dead.CloseAsync();
        }
        await living.SendAndAckAsync(1, Given.Queued(2));

        var feed = Assert.Single(await TroubledAsync());
        Assert.Equal(("dead", FeedState.Disconnected, Timestamp.FromDateTimeOffset(last)), (feed.Source, feed.State, feed.NewestEventTime));
        Assert.InRange(feed.LastWordTime.ToDateTimeOffset(), before, Given.Now);
    }

    [Fact]
    public async Task An_adapter_that_catches_up_is_behind()
    {
        await using var adapter = await _server.HelloAsync();
        await adapter.SendAndAckAsync(1, Given.At(Given.Now.AddMinutes(-5), Given.Queued(1)));
        var behind = Assert.Single(await TroubledAsync()).State;

        await adapter.SendAndAckAsync(2, Given.Queued(2));

        Assert.Equal(FeedState.Behind, behind);
        Assert.Empty(await TroubledAsync());
    }

    [Fact]
    public async Task A_source_that_calls_Publish_is_never_missed()
    {
        await _server.PublishAsync(Given.At(Given.Now.AddMinutes(-5), Given.Queued(1)));

        Assert.Empty(await TroubledAsync());
    }

    private async Task<IReadOnlyList<SourceFeed>> TroubledAsync()
        => (await _server.BoardAsync(Given.Select("contacts_offered"))).Completeness!.TroubledSources;
}
