using System.Collections.Concurrent;
using CallCenter.V1;
using Grpc.Core;

namespace CallCenter.Server.Instruments;

/// <summary>Measures an ingest stream: the time from a batch to its ack, and what became of the events.</summary>
internal sealed class MeasuredIngest(
    IAsyncStreamReader<IngestRequest> requests, IServerStreamWriter<IngestResponse> responses, CallCenterMeter meter, TimeProvider time)
    : IAsyncStreamReader<IngestRequest>, IServerStreamWriter<IngestResponse>
{
    // One reader and one writer; no longer than the batches that may be unacked.
    private readonly ConcurrentQueue<(long Last, long ReceivedAt)> _unacked = new();
    private long _committed;

    public IngestRequest Current => requests.Current;

    public WriteOptions? WriteOptions
    {
        get => responses.WriteOptions;
        set => responses.WriteOptions = value;
    }

    public async Task<bool> MoveNext(CancellationToken cancellationToken)
    {
        if (!await requests.MoveNext(cancellationToken)) return false;
        if (Current.Events is { Events.Count: > 0 } batch)
            _unacked.Enqueue((batch.FirstSequence + batch.Events.Count - 1, time.GetTimestamp()));
        return true;
    }

    public Task WriteAsync(IngestResponse message)
    {
        if (message.Welcome is { } welcome) _committed = welcome.CommittedSequence;
        if (message.Ack is { } ack) Measure(ack);
        return responses.WriteAsync(message);
    }

    // Duplicates lie below the committed sequence and do not move it.
    private void Measure(Ack ack)
    {
        var counted = ack.CommittedSequence - _committed - ack.Rejections.Count;
        _committed = ack.CommittedSequence;
        meter.AddEvents(Math.Max(counted, 0), ack.DuplicateCount, ack.Rejections.Select(rejection => rejection.Reason.ToString()));
        while (_unacked.TryPeek(out var batch) && batch.Last <= ack.CommittedSequence)
        {
            _unacked.TryDequeue(out _);
            meter.AckLatency.Record(time.GetElapsedTime(batch.ReceivedAt).TotalSeconds);
        }
    }
}
