using CallCenter.V1;
using Google.Protobuf.WellKnownTypes;

namespace CallCenter.Server.Tests;

/// <summary>Ingest without failures, sentence by sentence of its contract.</summary>
public sealed class IngestTests : IAsyncLifetime
{
    private LiveServer _server = null!;

    public async Task InitializeAsync() => _server = await LiveServer.StartAsync(o =>
    {
        o.MessageBytesMax = 128 * 1024;
        o.Engine = o.Engine with { BatchEventsMax = 50, UnackedEventsMax = 60 };
    });

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task A_new_source_is_welcomed_at_nothing_with_the_limits_in_force()
    {
        await using var adapter = await _server.HelloAsync();

        var serverTime = adapter.Welcome.ServerTime.ToDateTimeOffset();
        Assert.InRange(serverTime, Given.Now - Waits.Limit, Given.Now + Waits.Limit);
        Assert.Equal(
            new Welcome
            {
                CommittedSequence = 0,
                Floor = FloorKnowledge.Empty,
                Fence = 1,
                ServerTime = adapter.Welcome.ServerTime,
                Capabilities = { "floor_report_parts" },
                Limits = new IngestLimits
                {
                    BatchEventCountMax = 50,
                    UnackedEventCountMax = 60,
                    MessageBytesMax = 128 * 1024,
                    IdleMax = Duration.FromTimeSpan(TimeSpan.FromSeconds(45)),
                },
            },
            adapter.Welcome);
    }

    [Fact]
    public async Task A_source_that_comes_back_is_welcomed_where_it_was_with_the_next_fence()
    {
        await using (var first = await _server.HelloAsync())
        {
            await first.SendAndAckAsync(1, Given.Many(3));
            await first.CloseAsync();
        }
        await using var second = await _server.HelloAsync();

        Assert.Equal((3, FloorKnowledge.Known, 2), (second.Welcome.CommittedSequence, second.Welcome.Floor, second.Welcome.Fence));
    }

    [Fact]
    public async Task Each_source_has_its_own_sequence()
    {
        await using var one = await _server.HelloAsync("one");
        await using var two = await _server.HelloAsync("two");

        await one.SendAndAckAsync(1, Given.Many(5));
        var acked = await two.SendAndAckAsync(1, Given.Many(2));

        Assert.Equal(2, acked.Committed);
        await _server.AssertCountAsync([7], "contacts_offered");
    }

    [Fact]
    public async Task Batches_need_not_wait_and_acks_are_cumulative()
    {
        await using var adapter = await _server.HelloAsync();

        for (var i = 0; i < 10; i++) await adapter.SendAsync(1 + 10 * i, Given.Many(10, 1 + 10 * i));
        var acks = new List<long>();
        while (acks.LastOrDefault() < 100) acks.Add((await adapter.ReadAsync())!.Ack.CommittedSequence);

        Assert.Equal(acks.Order().Distinct(), acks);
        await _server.AssertCountAsync([100], "contacts_offered");
    }

    [Fact]
    public async Task A_client_beyond_the_unacked_limit_waits_and_loses_nothing()
    {
        await using var adapter = await _server.HelloAsync();

        // No ack is read meanwhile, so no event counts as acked.
        for (var i = 0; i < 40; i++) await adapter.SendAsync(1 + 50 * i, Given.Many(50, 1 + 50 * i));

        Assert.Equal(2000, (await adapter.AckedAsync(2000)).Committed);
        await _server.AssertCountAsync([2000], "contacts_offered");
    }

    [Fact]
    public async Task Events_sent_again_after_a_break_are_acked_as_duplicates_and_counted_once()
    {
        await using (var first = await _server.HelloAsync()) await first.SendAndAckAsync(1, Given.Many(4));
        await using var second = await _server.HelloAsync();

        await second.SendAsync(1, Given.Many(6));
        var acked = await second.AckedAsync(6);

        Assert.Equal((6, 4), (acked.Committed, acked.DuplicateCount));
        Assert.Empty(acked.Rejections);
        await _server.AssertCountAsync([6, 4, 6], "contacts_offered", "events_duplicate", "events_counted");
    }

    [Fact]
    public async Task A_sender_that_starts_its_numbers_anew_is_told_by_SEQUENCE_REUSED()
    {
        var before = Given.Now.AddMinutes(-1);
        await using (var first = await _server.HelloAsync())
            await first.SendAndAckAsync(1, Given.At(before, Given.Queued(1)), Given.At(before, Given.Queued(2)));
        await using var second = await _server.HelloAsync();

        var acked = await second.SendAndAckAsync(1, Given.Queued(11), Given.Queued(12), Given.Queued(13));

        Assert.Equal(
            [(1, ErrorReason.SequenceReused, "2"), (2, ErrorReason.SequenceReused, "2")],
            acked.Rejections.Select(r => (r.Sequence, r.Reason, r.Metadata["committedSequence"])));
        Assert.Equal((3, 2), (acked.Committed, acked.DuplicateCount));
        await _server.AssertCountAsync([3, 2], "contacts_offered", "events_rejected");
    }

    [Fact]
    public async Task A_batch_of_nothing_but_duplicates_is_acked()
    {
        await using var adapter = await _server.HelloAsync();
        await adapter.SendAndAckAsync(1, Given.Many(5));

        await adapter.SendAsync(2, Given.Many(3, 2));
        var ack = (await adapter.ReadAsync())!.Ack;

        Assert.Equal(new Ack { CommittedSequence = 5, DuplicateCount = 3 }, ack);
    }

    [Fact]
    public async Task A_rejection_is_not_told_a_second_time_when_its_event_is_sent_again()
    {
        await using var adapter = await _server.HelloAsync();
        var first = await adapter.SendAndAckAsync(1, Given.Queued(1), Given.Held("nobody"));

        await adapter.SendAsync(2, Given.Held("nobody"), Given.Queued(3));
        var second = await adapter.AckedAsync(3);

        Assert.Equal([2L], first.Rejections.Select(r => r.Sequence));
        Assert.Equal((0, 1), (second.Rejections.Count, second.DuplicateCount));
    }

    [Fact]
    public async Task Rejections_come_in_sequence_beside_what_is_counted()
    {
        await using var adapter = await _server.HelloAsync();

        await adapter.SendAsync(1, Given.Held("a"), Given.Queued(1), Given.Queued(""), Given.Queued(2), Given.Resumed("b"));
        var acked = await adapter.AckedAsync(5);

        Assert.Equal(
            [(1, ErrorReason.TransitionRefused), (3, ErrorReason.EventInvalid), (5, ErrorReason.TransitionRefused)],
            acked.Rejections.Select(r => (r.Sequence, r.Reason)));
        await _server.AssertCountAsync([2, 2, 3], "contacts_offered", "events_counted", "events_rejected");
    }

    [Fact]
    public async Task A_closed_side_is_answered_by_the_last_ack_and_OK()
    {
        await using var adapter = await _server.HelloAsync();
        await adapter.SendAsync(1, Given.Many(50));
        await adapter.SendAsync(51, Given.Many(7, 51));

        Assert.Equal(57, (await adapter.CloseAsync()).Committed);
    }

    [Fact]
    public async Task A_side_closed_without_events_ends_OK()
    {
        await using var adapter = await _server.HelloAsync();

        Assert.Equal(0, (await adapter.CloseAsync()).Committed);
    }

    [Fact]
    public async Task A_heartbeat_is_answered_by_an_ack()
    {
        await using var adapter = await _server.HelloAsync();
        await adapter.SendAndAckAsync(1, Given.Many(3));

        await adapter.BeatAsync();

        Assert.Equal(new Ack { CommittedSequence = 3 }, (await adapter.ReadAsync())!.Ack);
    }

    [Fact]
    public async Task A_request_of_a_kind_that_only_newer_clients_send_is_skipped_and_said_so()
    {
        await using var adapter = await _server.HelloAsync();
        // Field 15, an empty message.
        await adapter.SendAsync(IngestRequest.Parser.ParseFrom(new byte[] { 0x7A, 0x00 }));
        var answer = (await adapter.ReadAsync())!.Ack;

        Assert.Equal(new Ack { UnknownRequestCount = 1 }, answer);
        Assert.Equal(1, (await adapter.SendAndAckAsync(1, Given.Queued(1))).Committed);
    }

    [Fact]
    public async Task A_heartbeat_before_any_event_is_answered()
    {
        await using var adapter = await _server.HelloAsync();

        await adapter.BeatAsync();

        Assert.Equal(new Ack(), (await adapter.ReadAsync())!.Ack);
    }

    [Fact]
    public async Task A_visit_id_may_be_used_again_after_the_visit_ended()
    {
        await using var adapter = await _server.HelloAsync();

        var acked = await adapter.SendAndAckAsync(1, Given.Queued("v"), Given.Ended("v", VisitOutcome.Abandoned), Given.Queued("v"));

        Assert.Empty(acked.Rejections);
        await _server.AssertCountAsync([2, 1, 1], "contacts_offered", "contacts_abandoned", "contacts_waiting");
    }

    [Fact]
    public async Task Identifiers_of_one_source_mean_nothing_to_another()
    {
        await using var one = await _server.HelloAsync("one");
        await using var two = await _server.HelloAsync("two");
        await one.SendAndAckAsync(1, Given.Queued("v"));

        var acked = await two.SendAndAckAsync(1, Given.Answered("v", "ann"));

        Assert.Equal(ErrorReason.TransitionRefused, Assert.Single(acked.Rejections).Reason);
    }

    [Fact]
    public async Task An_event_id_within_a_stream_finds_duplicates_too()
    {
        await using var adapter = await _server.HelloAsync();

        var acked = await adapter.SendAndAckAsync(1, Given.Named("e1", Given.Queued("a")), Given.Named("e1", Given.Queued("b")),
            Given.Queued("c"));

        Assert.Equal((3, 1), (acked.Committed, acked.DuplicateCount));
        await _server.AssertCountAsync([2], "contacts_offered");
    }

    [Fact]
    public async Task A_call_that_is_cancelled_loses_nothing_that_was_acked()
    {
        var adapter = await _server.HelloAsync();
        await adapter.SendAndAckAsync(1, Given.Many(9));
        await adapter.DisposeAsync();

        await using var again = await _server.HelloAsync();

        Assert.Equal(9, again.Welcome.CommittedSequence);
    }

    [Fact]
    public async Task An_unknown_field_of_a_newer_client_is_ignored()
    {
        var bytes = new byte[] { 0x7A, 0x00, 0xC2, 0x0C, 0x01, 0x41 }; // Fields 15 and 200, which no Hello has.
        var hello = Hello.Parser.ParseFrom([.. Google.Protobuf.MessageExtensions.ToByteArray(new Hello { Source = "newer" }), .. bytes]);
        await using var adapter = Adapter.Open(_server.Ingest);

        await adapter.SendAsync(new IngestRequest { Hello = hello });

        Assert.Equal(1, (await adapter.ReadAsync())!.Welcome.Fence);
    }
}
