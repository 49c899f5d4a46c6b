using CallCenter.Client;
using CallCenter.V1;
using Grpc.Core;

namespace CallCenter.Server.Tests;

/// <summary>Publish, sentence by sentence of its contract.</summary>
public sealed class PublishTests : IAsyncLifetime
{
    private LiveServer _server = null!;

    public async Task InitializeAsync() => _server = await LiveServer.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task Published_events_are_counted_when_the_answer_comes()
    {
        var response = await _server.PublishAsync(Given.Queued("a"), Given.Queued("b"));

        Assert.Equal(new PublishResponse(), response);
        await _server.AssertCountAsync([2], "contacts_offered");
    }

    [Fact]
    public async Task Events_of_one_call_are_applied_in_order()
    {
        var response = await _server.PublishAsync(
            Given.Queued("a"), Given.Answered("a", "ann"), Given.Ended("a", VisitOutcome.CompletedByAgent), Given.Queued("a"));

        Assert.Empty(response.Rejections);
        await _server.AssertCountAsync([2, 1, 1], "contacts_offered", "contacts_handled", "contacts_waiting");
    }

    [Fact]
    public async Task A_retry_with_the_same_event_ids_counts_nothing_again()
    {
        Event[] Events() => [Given.Named("e1", Given.Queued("a")), Given.Named("e2", Given.Queued("b"))];
        await _server.PublishAsync(Events());

        var response = await _server.PublishAsync([.. Events(), Given.Named("e3", Given.Queued("c"))]);

        Assert.Equal(new PublishResponse { DuplicateCount = 2 }, response);
        await _server.AssertCountAsync([3, 2], "contacts_offered", "events_duplicate");
    }

    [Fact]
    public async Task Event_ids_are_of_one_source()
    {
        await _server.PublishAsync(Given.Named("e1", Given.Queued("a")));

        var response = await _server.Ingest.PublishAsync(
            new PublishRequest { Source = "other", Events = { Given.Named("e1", Given.Queued("a")) } });

        Assert.Equal(0, response.DuplicateCount);
    }

    [Fact]
    public async Task A_rejected_event_may_be_sent_again_under_its_id()
    {
        await _server.PublishAsync(Given.Named("e1", Given.Held("a")), Given.Queued("a"), Given.Answered("a", "ann"));

        var response = await _server.PublishAsync(Given.Named("e1", Given.Held("a")));

        Assert.Equal(new PublishResponse(), response);
    }

    [Fact]
    public async Task Bad_events_are_named_by_their_position_and_the_others_count()
    {
        var response = await _server.PublishAsync(Given.Queued(""), Given.Queued("a"), Given.Held("nobody"), Given.Queued("b"));

        Assert.Equal(
            [(1, ErrorReason.EventInvalid), (3, ErrorReason.TransitionRefused)], response.Rejections.Select(r => (r.Sequence, r.Reason)));
        await _server.AssertCountAsync([2], "contacts_offered");
    }

    [Fact]
    public async Task Positions_start_anew_with_each_call()
    {
        await _server.PublishAsync(Given.Queued("a"), Given.Queued("b"));

        var response = await _server.PublishAsync(Given.Held("nobody"), Given.Queued("c"));

        Assert.Equal(1, Assert.Single(response.Rejections).Sequence);
    }

    [Fact]
    public async Task Concurrent_calls_are_each_answered_for_their_own_events()
    {
        var calls = Enumerable.Range(0, 50)
            .Select(i => _server.PublishAsync(Given.Queued($"v{i}"), Given.Held($"nobody{i}"), Given.Queued($"w{i}")));

        var responses = await Task.WhenAll(calls);

        Assert.All(responses.Index(), r =>
        {
            var rejection = Assert.Single(r.Item.Rejections);
            Assert.Equal((2, $"nobody{r.Index}"), (rejection.Sequence, rejection.Metadata["visit"]));
        });
        await _server.AssertCountAsync([100, 50], "contacts_offered", "events_rejected");
    }

    [Fact]
    public async Task A_source_that_a_stream_owns_is_SOURCE_STREAMING()
    {
        await using var adapter = await _server.HelloAsync("web");

        var failure = await FailureAsync("web", Given.Queued(1));

        Failures.AssertIs(failure, StatusCode.FailedPrecondition, "SOURCE_STREAMING", ("source", "web"));
    }

    [Fact]
    public async Task A_stream_takes_a_published_source_over_with_its_floor_and_its_own_numbers()
    {
        await _server.PublishAsync(Given.Queued("a"), Given.Queued("b"));

        await using var adapter = await _server.HelloAsync("web");
        var acked = await adapter.SendAndAckAsync(1, Given.Answered("a", "ann"));
        var failure = await FailureAsync("web", Given.Queued(1));

        Assert.Equal((0, FloorKnowledge.Known), (adapter.Welcome.CommittedSequence, adapter.Welcome.Floor));
        Assert.Empty(acked.Rejections);
        Assert.Equal("SOURCE_STREAMING", failure.Reason);
    }

    [Fact]
    public async Task A_source_is_published_to_again_when_its_stream_has_ended()
    {
        await using (var adapter = await _server.HelloAsync("web"))
        {
            await adapter.SendAndAckAsync(1, Given.Queued("a"));
            await adapter.CloseAsync();
        }

        var response = await _server.PublishAsync(Given.Answered("a", "ann"));

        Assert.Empty(response.Rejections);
    }

    [Fact]
    public async Task Published_events_use_up_no_sequence_of_a_stream()
    {
        await using (var first = await _server.HelloAsync("web"))
        {
            await first.SendAndAckAsync(1, Given.Many(2));
            await first.CloseAsync();
        }
        await _server.PublishAsync(Given.Many(3, from: 11));

        await using var second = await _server.HelloAsync("web");
        var acked = await second.SendAndAckAsync(3, Given.Many(3, from: 21));

        Assert.Equal((2, 0), (second.Welcome.CommittedSequence, acked.DuplicateCount));
        await _server.AssertCountAsync([8, 0], "contacts_offered", "events_duplicate");
    }

    [Fact]
    public async Task A_call_whose_events_are_all_rejected_is_EVENTS_REJECTED_with_each_of_them()
    {
        var failure = await FailureAsync("web", Given.Held("nobody"), Given.Queued(""));

        Failures.AssertIs(
            failure, StatusCode.FailedPrecondition, "EVENTS_REJECTED", ("eventCount", "2"), ("firstReason", "TRANSITION_REFUSED"));
        var rejections = Assert.IsType<RpcException>(failure.InnerException).GetRpcStatus()!.GetDetail<PublishResponse>()!.Rejections;
        Assert.Equal([(1, ErrorReason.TransitionRefused), (2, ErrorReason.EventInvalid)], rejections.Select(r => (r.Sequence, r.Reason)));
        await _server.AssertCountAsync([2], "events_rejected");
    }

    [Fact]
    public async Task A_thousand_rejections_fit_into_the_trailers_of_every_client()
    {
        var failure = await FailureAsync("web", Enumerable.Range(0, 1000).Select(i => Given.Held($"nobody{i}")));

        Assert.Equal(("EVENTS_REJECTED", "1000"), (failure.Reason, failure.Metadata["eventCount"]));
        var trailers = Assert.IsType<RpcException>(failure.InnerException).Trailers;
        Assert.InRange(trailers.Sum(t => t.Key.Length + (t.IsBinary ? t.ValueBytes.Length * 4 / 3 : t.Value.Length)), 0, 6000);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1001)]
    public async Task A_call_of_a_wrong_size_is_BATCH_TOO_LARGE_and_counts_nothing(int count)
    {
        var failure = await FailureAsync("web", Given.Many(count));

        Failures.AssertIs(failure, StatusCode.InvalidArgument, "BATCH_TOO_LARGE", ("eventCount", $"{count}"), ("eventCountMax", "1000"));
        await _server.AssertCountAsync([0], "contacts_offered");
    }

    [Fact]
    public async Task A_thousand_events_are_not_too_many()
    {
        Assert.Equal(new PublishResponse(), await _server.PublishAsync(Given.Many(1000)));
        await _server.AssertCountAsync([1000], "contacts_offered");
    }

    [Theory]
    [InlineData("")]
    [InlineData("tab\there")]
    public async Task A_bad_source_is_EVENT_INVALID(string source)
    {
        var failure = await FailureAsync(source, Given.Queued(1));

        Failures.AssertIs(failure, StatusCode.InvalidArgument, "EVENT_INVALID", ("field", "source"));
        Assert.Equal(["source"], Failures.FieldsOf(failure));
    }

    private Task<CallCenterException> FailureAsync(string source, params IEnumerable<Event> events)
        => Failures.OfAsync(_server.Ingest.PublishAsync(new PublishRequest { Source = source, Events = { events } }));
}
