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
    private readonly long _openedAt = time.GetTimestamp();
    private long _committed;
    private string? _source;
    private bool _isWelcome;
    private (long Counted, long Duplicate, long Rejected) _sums;

    /// <summary>Notes the end in the log, if the stream was ever welcomed.</summary>
    public void Close(ILogger log, string tenant, string peer, string reason)
    {
        if (!_isWelcome) return;
        ServerLog.StreamClosed(
            log, tenant, _source!, peer, reason, _sums.Counted, _sums.Duplicate, _sums.Rejected, time.GetElapsedTime(_openedAt));
    }

    public IngestRequest Current => requests.Current;

    public WriteOptions? WriteOptions
    {
        get => responses.WriteOptions;
        set => responses.WriteOptions = value;
    }

    public async Task<bool> MoveNext(CancellationToken cancellationToken)
    {
        if (!await requests.MoveNext(cancellationToken)) return false;
        if (Current.Hello is { } hello) _source ??= hello.Source;
        if (Current.Events is { Events.Count: > 0 } batch)
            _unacked.Enqueue((batch.FirstSequence + batch.Events.Count - 1, time.GetTimestamp()));
        return true;
    }

    public Task WriteAsync(IngestResponse message)
    {
        if (message.Welcome is { } welcome) (_committed, _isWelcome) = (welcome.CommittedSequence, true);
        if (message.Ack is { } ack) Measure(ack);
        return responses.WriteAsync(message);
    }

    // Duplicates lie below the committed sequence and do not move it.
    private void Measure(Ack ack)
    {
        var counted = ack.CommittedSequence - _committed - ack.Rejections.Count;
        _committed = ack.CommittedSequence;
        counted = Math.Max(counted, 0);
        _sums = (_sums.Counted + counted, _sums.Duplicate + ack.DuplicateCount, _sums.Rejected + ack.Rejections.Count);
        meter.AddEvents(counted, ack.DuplicateCount, ack.Rejections.Select(rejection => rejection.Reason.ToString()));
        while (_unacked.TryPeek(out var batch) && batch.Last <= ack.CommittedSequence)
        {
            _unacked.TryDequeue(out _);
            meter.AckLatency.Record(time.GetElapsedTime(batch.ReceivedAt).TotalSeconds);
        }
    }
}
