using CallCenter.Client;
using CallCenter.V1;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;

namespace CallCenter.Server.Tests;

/// <summary>Whatever a selector is permitted to ask for arrives at a client with the defaults of gRPC.</summary>
public sealed class MessageSizeTests : IAsyncLifetime
{
    private const int QueueCount = 4_000;

    private static readonly Selector Large = Given.SelectBy(["queue"], Enumerable.Repeat("contacts_offered", 100));

    private LiveServer _server = null!;
    private GrpcChannel _channel = null!;
    private KpiService.KpiServiceClient _client = null!;

    public async Task InitializeAsync()
    {
        _server = await LiveServer.StartAsync();
        _channel = GrpcChannel.ForAddress(_server.Address);
        _client = new KpiService.KpiServiceClient(_channel);
        foreach (var queues in Enumerable.Range(0, QueueCount).Chunk(1000))
            await _server.PublishAsync([.. queues.Select(i => Given.Queued($"v{i}", QueueOf(i)))]);
    }

    public async Task DisposeAsync()
    {
        _channel.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task A_large_snapshot_and_a_large_update_come_in_parts_of_one_instant()
    {
        using var subscriber = new Subscriber(_client, Large, TimeSpan.FromSeconds(0.1), null);
        var snapshot = await PartsAsync(subscriber);
        foreach (var queues in Enumerable.Range(0, QueueCount).Chunk(1000))
            await _server.PublishAsync([.. queues.Select(i => Given.Queued($"w{i}", QueueOf(i)))]);
        var updates = new List<SubscribeResponse>();
        while (updates.Sum(u => u.Update?.Rows.Count ?? 0) < QueueCount) updates.AddRange(await PartsAsync(subscriber));

        Assert.True(snapshot.Count > 2);
        Assert.All(snapshot.Concat(updates), part => Assert.InRange(part.CalculateSize(), 0, 1_100_000));
        Assert.Single(snapshot.Select(p => p.AsOfTime).Distinct());
        Assert.Equal(QueueCount, snapshot.Sum(p => p.Snapshot.Rows.Count));
        Assert.Equal((100, 0), (snapshot[0].Snapshot.Columns.Count, snapshot[1].Snapshot.Columns.Count));
        Assert.All(snapshot.SkipLast(1), part => Assert.Equal((true, ByteString.Empty), (part.MoreFollows, part.ResumeToken)));
        Assert.NotEqual(ByteString.Empty, snapshot[^1].ResumeToken);
        Assert.Contains(updates, u => u.MoreFollows);
    }

    [Fact]
    public async Task A_snapshot_beyond_the_default_of_clients_is_ANSWER_TOO_LARGE_unless_more_is_accepted()
    {
        var failure = await Failures.OfAsync(_client.GetSnapshotAsync(new GetSnapshotRequest { Selector = Large }));
        var whole = await _server.Kpis.GetSnapshotAsync(new GetSnapshotRequest { Selector = Large, AnswerBytesMax = 64 * 1024 * 1024 });

        Assert.Equal((StatusCode.ResourceExhausted, "ANSWER_TOO_LARGE"), (failure.StatusCode, failure.Reason));
        Assert.Equal("4194304", failure.Metadata["answerBytesMax"]);
        Assert.Equal(QueueCount, whole.Snapshot.Rows.Count);
    }

    [Fact]
    public async Task The_NET_client_reads_it_whole_through_a_channel_with_the_defaults_of_gRPC()
    {
        using var watcher = new KpiWatcher(_channel);

        var board = await watcher.GetSnapshotAsync(Large).WaitAsync(Waits.Limit);

        Assert.Equal((QueueCount, 100), (board.Rows.Count, board.Columns.Count));
        Assert.All(board.Rows, row => Assert.Equal(100, row.Values.Count));
    }

    [Fact]
    public async Task A_wrong_limit_is_named()
    {
        var failure = await Failures.OfAsync(
            _client.GetSnapshotAsync(new GetSnapshotRequest { Selector = Given.Select("contacts_offered"), AnswerBytesMax = 1 }));

        Failures.AssertIs(failure, StatusCode.InvalidArgument, "SELECTOR_INVALID", ("field", "answer_bytes_max"), ("value", "1"));
    }

    // Long names, so that a few thousand rows are several messages.
    private static string QueueOf(int i) => $"queue-{i:0000}-{new string('x', 100)}";

    private static async Task<List<SubscribeResponse>> PartsAsync(Subscriber subscriber)
    {
        List<SubscribeResponse> parts = [await subscriber.ReadAsync()];
        while (parts[^1].MoreFollows) parts.Add(await subscriber.ReadAsync());
        return parts;
    }
}
