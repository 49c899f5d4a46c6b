using CallCenter.ScriptedServer;
using CallCenter.V1;

namespace CallCenter.Client.Tests;

public sealed class FloorReportTests : IAsyncLifetime
{
    private ScriptedPeer _server = null!;

    private SourceBook Book => _server.Ingest.Source(Sending.Source);

    public async Task InitializeAsync() => _server = await ScriptedPeer.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task A_server_new_to_the_source_gets_the_floor_first()
    {
        var reported = new TaskCompletionSource();
        EventSenderOptions options = Sending.Options with
        {
            OnConnected = ReportIfEmpty,
            OnProgress = progress =>
            {
                if (progress.AckedCount == 1)
                    reported.TrySetResult();
            },
        };
        await using EventSender sender = EventSender.Connect(_server.Address, options);
        await reported.Task.WaitAsync(Waits.Limit);

        await sender.SendAndFlushAsync(["v1"]);

        Assert.Equal(["FloorReport", "v1"], Book.VisitIds);
        Assert.Equal(2, sender.AckedCount);
    }

    [Fact]
    public async Task A_report_is_sent_between_the_events_before_and_after_its_request()
    {
        var asked = new TaskCompletionSource();
        var mayReport = new TaskCompletionSource();
        await _server.StopAsync();
        EventSenderOptions options = Sending.Options with
        {
            OnConnected = async (welcome, token) =>
            {
                asked.SetResult();
                await mayReport.Task.WaitAsync(token);
                return await ReportIfEmpty(welcome, token);
            },
        };
        await using EventSender sender = EventSender.Connect(_server.Address, options);
        await sender.SendAllAsync(["before"]);
        Task flushedBefore = sender.FlushAsync();
        await _server.RestartAsync();
        await asked.Task.WaitAsync(Waits.Limit);
        await sender.SendAllAsync(["after"]);
        Task flushedAfter = sender.FlushAsync();

        mayReport.SetResult();
        await Task.WhenAll(flushedBefore, flushedAfter).WaitAsync(Waits.Limit);

        Assert.Equal(["before", "FloorReport", "after"], Book.VisitIds);
    }

    [Fact]
    public async Task An_adapter_that_missed_nothing_sends_no_floor_to_a_server_that_knows_it()
    {
        Book.SetCommitted(1);
        await using EventSender sender = EventSender.Connect(_server.Address, Sending.Options with { OnConnected = ReportIfEmpty });

        await sender.SendAndFlushAsync(["v1"]);

        Assert.Equal(["v1"], Book.VisitIds.Skip(1));
    }

    [Fact]
    public void A_replay_cannot_add_a_report()
    {
        EventSenderOptions options = Sending.Options with { Numbering = Numbering.FromOne, OnConnected = ReportIfEmpty };

        Assert.Throws<ArgumentException>(() => EventSender.Connect(_server.Address, options));
    }

    [Fact]
    public async Task A_failed_report_fails_the_sender()
    {
        EventSenderOptions options = Sending.Options with { OnConnected = (_, _) => throw new InvalidDataException("no floor") };
        await using EventSender sender = EventSender.Connect(_server.Address, options);

        await Assert.ThrowsAsync<InvalidDataException>(() => sender.Completion.WaitAsync(Waits.Limit));
    }

    private static ValueTask<Event?> ReportIfEmpty(Welcome welcome, CancellationToken token)
    {
        Event report = Sending.Queued("");
        report.FloorReport = new FloorReport();
        return ValueTask.FromResult(welcome.Floor == FloorKnowledge.Empty ? report : null);
    }
}
