using CallCenter.V1;
using Grpc.Core;

namespace CallCenter.Server.Tests;

/// <summary>The ends of an ingest stream that the contract names: code, reason, metadata, and nothing lost before.</summary>
public sealed class IngestEndTests : IAsyncLifetime
{
    private LiveServer _server = null!;

    public async Task InitializeAsync()
        => _server = await LiveServer.StartAsync(o => o.Engine = o.Engine with { BatchEventsMax = 10, UnackedEventsMax = 20 });

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task Events_before_hello_are_HELLO_EXPECTED()
    {
        await using var adapter = Adapter.Open(_server.Ingest);
        await adapter.SendAsync(1, Given.Queued(1));

        Failures.AssertIs((await adapter.FailureAsync()).Failure, StatusCode.InvalidArgument, "HELLO_EXPECTED", ("received", "Events"));
    }

    [Fact]
    public async Task A_heartbeat_before_hello_is_HELLO_EXPECTED()
    {
        await using var adapter = Adapter.Open(_server.Ingest);
        await adapter.BeatAsync();

        Failures.AssertIs((await adapter.FailureAsync()).Failure, StatusCode.InvalidArgument, "HELLO_EXPECTED", ("received", "Heartbeat"));
    }

    [Fact]
    public async Task A_stream_closed_without_a_word_is_HELLO_EXPECTED()
    {
        using var call = _server.Ingest.Ingest();
        await call.RequestStream.CompleteAsync();
        await using var adapter = new Adapter(call);

        Failures.AssertIs((await adapter.FailureAsync()).Failure, StatusCode.InvalidArgument, "HELLO_EXPECTED",
            ("received", "the end of the stream"));
    }

    [Fact]
    public async Task A_second_hello_is_HELLO_EXPECTED_after_what_came_before_is_acked()
    {
        await using var adapter = await _server.HelloAsync();
        await adapter.SendAsync(1, Given.Many(3));
        await adapter.SendAsync(new IngestRequest { Hello = new Hello { Source = "pbx" } });

        var (committed, failure) = await adapter.FailureAsync();

        Failures.AssertIs(failure, StatusCode.InvalidArgument, "HELLO_EXPECTED", ("received", "a second hello"));
        Assert.Equal(3, committed);
    }

    [Fact]
    public async Task A_first_message_of_an_unknown_kind_is_HELLO_EXPECTED()
    {
        await using var adapter = Adapter.Open(_server.Ingest);
        await adapter.SendAsync(new IngestRequest());

        var (_, failure) = await adapter.FailureAsync();

        Assert.Equal((StatusCode.InvalidArgument, "HELLO_EXPECTED"), (failure.StatusCode, failure.Reason));
    }

    [Theory]
    [InlineData("", "hello.source")]
    [InlineData("a\nb", "hello.source")]
    [InlineData("ok", "hello.adapter")]
    [InlineData("ok", "hello.adapter_version")]
    public async Task A_hello_with_a_bad_field_is_EVENT_INVALID_and_names_it(string source, string field)
    {
        var tooLong = new string('x', 129);
        var hello = new Hello { Source = source };
        if (field == "hello.adapter") hello.Adapter = tooLong;
        if (field == "hello.adapter_version") hello.AdapterVersion = tooLong;
        await using var adapter = Adapter.Open(_server.Ingest);
        await adapter.SendAsync(new IngestRequest { Hello = hello });

        var (_, failure) = await adapter.FailureAsync();

        Failures.AssertIs(failure, StatusCode.InvalidArgument, "EVENT_INVALID", ("field", field));
        Assert.Equal([field], Failures.FieldsOf(failure));
    }

    [Fact]
    public async Task A_gap_is_SEQUENCE_GAP_after_what_came_before_is_acked()
    {
        await using var adapter = await _server.HelloAsync();
        await adapter.SendAsync(1, Given.Many(3));
        await adapter.SendAsync(5, Given.Queued(5));

        var (committed, failure) = await adapter.FailureAsync();

        Failures.AssertIs(failure, StatusCode.OutOfRange, "SEQUENCE_GAP", ("expectedSequence", "4"), ("receivedSequence", "5"));
        Assert.Equal(3, committed);
        await _server.AssertCountAsync([3], "contacts_offered");
    }

    [Fact]
    public async Task A_new_source_that_starts_beyond_one_is_SEQUENCE_GAP()
    {
        await using var adapter = await _server.HelloAsync();
        await adapter.SendAsync(long.MaxValue, Given.Queued(2));

        Failures.AssertIs(
            (await adapter.FailureAsync()).Failure, StatusCode.OutOfRange, "SEQUENCE_GAP", ("expectedSequence", "1"),
                ("receivedSequence", $"{long.MaxValue}"));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(11)]
    public async Task A_batch_of_a_wrong_size_is_BATCH_TOO_LARGE_and_counts_nothing(int count)
    {
        await using var adapter = await _server.HelloAsync();
        await adapter.SendAsync(1, Given.Many(2));
        await adapter.SendAsync(3, Given.Many(count, 3));

        var (committed, failure) = await adapter.FailureAsync();

        Failures.AssertIs(failure, StatusCode.InvalidArgument, "BATCH_TOO_LARGE", ("eventCount", $"{count}"), ("eventCountMax", "10"));
        Assert.Equal(2, committed);
        await _server.AssertCountAsync([2], "contacts_offered");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(long.MinValue)]
    public async Task A_sequence_below_one_is_BATCH_TOO_LARGE(long first)
    {
        await using var adapter = await _server.HelloAsync();
        await adapter.SendAsync(first, Given.Queued(1));

        var (_, failure) = await adapter.FailureAsync();

        Failures.AssertIs(
            failure, StatusCode.InvalidArgument, "BATCH_TOO_LARGE", ("eventCount", "1"), ("eventCountMax", "10"),
                ("firstSequence", $"{first}"));
    }

    [Fact]
    public async Task A_newer_session_supersedes_the_older_one()
    {
        await using var older = await _server.HelloAsync();
        await older.SendAndAckAsync(1, Given.Many(2));
        await using var newer = await _server.HelloAsync();

        var (_, failure) = await older.FailureAsync();
        await newer.SendAndAckAsync(3, Given.Queued(3));

        Failures.AssertIs(failure, StatusCode.Aborted, "SESSION_SUPERSEDED", ("source", "pbx"), ("fence", "1"));
        Assert.False(failure.Retryable);
        Assert.Equal((2, 2), (newer.Welcome.Fence, newer.Welcome.CommittedSequence));
        await _server.AssertCountAsync([3], "contacts_offered");
    }

    [Fact]
    public async Task A_silent_stream_is_STREAM_IDLE_after_its_events_are_acked()
    {
        await using var server = await LiveServer.StartAsync(o => o.IdleMax = TimeSpan.FromSeconds(1));
        await using var adapter = await server.HelloAsync();
        await adapter.SendAsync(1, Given.Queued(1));

        var (committed, failure) = await adapter.FailureAsync();

        Failures.AssertIs(failure, StatusCode.DeadlineExceeded, "STREAM_IDLE", ("idleSeconds", "1"));
        Assert.Equal(1, committed);
    }

    [Fact]
    public async Task A_stream_without_hello_is_STREAM_IDLE_too()
    {
        await using var server = await LiveServer.StartAsync(o => o.IdleMax = TimeSpan.FromSeconds(1));
        await using var adapter = Adapter.Open(server.Ingest);

        Failures.AssertIs((await adapter.FailureAsync()).Failure, StatusCode.DeadlineExceeded, "STREAM_IDLE", ("idleSeconds", "1"));
    }

    /// <summary>A small one is sent whole before the server ends the stream; of a large one, the end meets a write under way.</summary>
    [Theory]
    [InlineData(2000)]
    [InlineData(40_000)]
    public async Task A_message_beyond_the_size_limit_ends_the_stream_alone(int visits)
    {
        await using var server = await LiveServer.StartAsync(o => o.MessageBytesMax = 64 * 1024);
        await using var adapter = await server.HelloAsync();
        await adapter.SendAndAckAsync(1, Given.Many(2));
        var big = Given.At(Given.Now, new Event { FloorReport = new FloorReport() });
        for (var i = 0; i < visits; i++)
            big.FloorReport.Visits.Add(new LiveVisit
            {
                Visit = new() { VisitId = $"visit {i}", Queue = new string('q', 40) },
                QueuedTime = big.OccurredTime
            });
        await adapter.SendAsync(3, big);

        var (_, failure) = await adapter.FailureAsync();
        await using var again = await server.HelloAsync();

        Assert.Equal(StatusCode.ResourceExhausted, failure.StatusCode);
        Assert.Equal(2, again.Welcome.CommittedSequence);
        Assert.Equal(3, (await again.SendAndAckAsync(3, Given.Queued(3))).Committed);
    }

    [Fact]
    public async Task A_stopping_server_acks_what_it_has_and_says_SERVER_STOPPING()
    {
        await using var server = await LiveServer.StartAsync();
        await using var adapter = await server.HelloAsync();
        await adapter.SendAndAckAsync(1, Given.Many(5));

        var stopping = server.StopAsync();
        var (committed, failure) = await adapter.FailureAsync();

        Failures.AssertIs(failure, StatusCode.Unavailable, "SERVER_STOPPING");
        Assert.Equal((5, TimeSpan.FromSeconds(1)), (committed, failure.RetryDelay));
        await stopping.WaitAsync(Waits.Limit);
    }
}
