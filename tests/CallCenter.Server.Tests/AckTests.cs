using CallCenter.Client;
using CallCenter.V1;
using Grpc.Core;

namespace CallCenter.Server.Tests;

/// <summary>Acks of an adapter that reads late.</summary>
public sealed class AckTests
{
    private const int Batches = 20;

    [Fact]
    public async Task Rejections_of_all_unacked_events_come_in_acks_that_a_default_client_accepts()
    {
        await using var server = await LiveServer.StartAsync();
        await using var adapter = await server.HelloAsync();
        await SendRejectedAsync(adapter);

        var acks = new List<Ack>();
        while (acks.Count == 0 || acks[^1].CommittedSequence < Batches * 1_000) acks.Add((await adapter.ReadAsync())!.Ack);

        Assert.Equal(
            Enumerable.Range(1, Batches * 1_000).Select(i => (long)i), acks.SelectMany(a => a.Rejections).Select(r => r.Sequence));
        Assert.All(acks, a => Assert.InRange(a.CalculateSize(), 0, 1_100_000));
        Assert.All(acks, a => Assert.DoesNotContain(a.Rejections, r => r.Sequence > a.CommittedSequence));
        var covered = 0L;
        foreach (var ack in acks)
        {
            Assert.All(ack.Rejections, r => Assert.True(r.Sequence > covered));
            covered = ack.CommittedSequence;
        }
    }

    // Seen from the server's side: what a peer that does not read hears of it is up to the transport.
    [Fact]
    public async Task A_peer_that_does_not_read_its_acks_loses_its_stream_and_the_source_is_free()
    {
        await using var server = await LiveServer.StartAsync(
            o => (o.AckWriteMax, o.IdleMax) = (TimeSpan.FromSeconds(1), TimeSpan.FromHours(1)));
        await using var adapter = await server.HelloAsync("pbx");

        await SendRejectedAsync(adapter);

        await Waits.UntilAsync(() => CanPublishAsync(server, "pbx"), "the stream has ended");
    }

    private static async Task<bool> CanPublishAsync(LiveServer server, string source)
    {
        var request = new PublishRequest { Source = source, Events = { Given.Many(1) } };
        var error = await Record.ExceptionAsync(() => server.Ingest.PublishAsync(request).ResponseAsync.WaitAsync(Waits.Limit));
        if (error is null) return true;
        Assert.Equal("SOURCE_STREAMING", CallCenterException.From(Assert.IsType<RpcException>(error)).Reason);
        return false;
    }

    private static async Task SendRejectedAsync(Adapter adapter)
    {
        var refused = Given.Queued(1);
        refused.VisitOffered = new VisitOffered { VisitId = new string('v', 128), Agent = "ann" };
        for (var i = 0; i < Batches; i++) await adapter.SendAsync(1 + i * 1_000, Enumerable.Repeat(refused, 1_000));
    }
}
