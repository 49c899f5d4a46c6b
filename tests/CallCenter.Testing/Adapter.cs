using CallCenter.Client;
using CallCenter.V1;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Xunit;

namespace CallCenter.Testing;

/// <summary>The sum of the acks up to a sequence.</summary>
public sealed record Acked(long Committed, IReadOnlyList<Rejection> Rejections, long DuplicateCount);

/// <summary>An ingest stream spoken by hand, message by message.</summary>
public sealed class Adapter(AsyncDuplexStreamingCall<IngestRequest, IngestResponse> call) : IAsyncDisposable
{
    private long _committed;

    public Welcome Welcome { get; private set; } = new();

    public static async Task<Adapter> HelloAsync(IngestService.IngestServiceClient client, string source)
    {
        var adapter = Open(client);
        await adapter.SendAsync(new IngestRequest { Hello = new Hello { Source = source, Adapter = "test", AdapterVersion = "1" } });
        adapter.Welcome = (await adapter.ReadAsync())!.Welcome;
        return adapter;
    }

    /// <summary>A stream without a hello.</summary>
    public static Adapter Open(IngestService.IngestServiceClient client) => new(client.Ingest());

    /// <summary>Writes a message, or stops when the server ends the call; the read side has the reason.</summary>
    public async Task SendAsync(IngestRequest request)
    {
        try
        {
            await call.RequestStream.WriteAsync(request).WaitAsync(Waits.Limit);
        }
        catch (RpcException)
        {
        }
    }

    public Task SendAsync(long first, params IEnumerable<Event> events)
        => SendAsync(new IngestRequest { Events = new EventBatch { FirstSequence = first, Events = { events } } });

    public Task BeatAsync()
        => SendAsync(new IngestRequest { Heartbeat = new Heartbeat { SentTime = Timestamp.FromDateTimeOffset(Given.Now) } });

    /// <summary>The next response; nothing when the call has ended with OK.</summary>
    public async Task<IngestResponse?> ReadAsync()
    {
        if (!await call.ResponseStream.MoveNext(CancellationToken.None).WaitAsync(Waits.Limit)) return null;
        _committed = call.ResponseStream.Current.Ack?.CommittedSequence ?? _committed;
        return call.ResponseStream.Current;
    }

    public async Task<Acked> AckedAsync(long sequence)
    {
        var acks = new List<Ack>();
        while (acks.Count == 0 || acks[^1].CommittedSequence < sequence) acks.Add((await ReadAsync())!.Ack);
        return Sum(acks);
    }

    public async Task<Acked> SendAndAckAsync(long first, params Event[] events)
    {
        await SendAsync(first, events);
        return await AckedAsync(first + events.Length - 1);
    }

    /// <summary>Closes this side and reads to the end, which must be OK.</summary>
    public async Task<Acked> CloseAsync()
    {
        await call.RequestStream.CompleteAsync().WaitAsync(Waits.Limit);
        var acks = new List<Ack>();
        while (await ReadAsync() is { } response) acks.Add(response.Ack);
        Assert.Equal(StatusCode.OK, call.GetStatus().StatusCode);
        return Sum(acks);
    }

    /// <summary>Reads until the server ends the call; returns the committed sequence and the failure.</summary>
    public async Task<(long Committed, CallCenterException Failure)> FailureAsync()
    {
        try
        {
            while (true) Assert.NotNull(await ReadAsync());
        }
        catch (RpcException e)
        {
            return (_committed, CallCenterException.From(e));
        }
    }

    public ValueTask DisposeAsync()
    {
        call.Dispose();
        return ValueTask.CompletedTask;
    }

    private static Acked Sum(List<Ack> acks)
        => new(acks.Select(a => a.CommittedSequence).LastOrDefault(), [.. acks.SelectMany(a => a.Rejections)],
            acks.Sum(a => a.DuplicateCount));
}
