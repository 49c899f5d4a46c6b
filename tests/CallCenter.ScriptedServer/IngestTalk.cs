using CallCenter.V1;
using Grpc.Core;

namespace CallCenter.ScriptedServer;

/// <summary>One conversation of an ingest stream, step by step.</summary>
public sealed class IngestTalk(
    IngestScript script, Hello hello, IAsyncStreamReader<IngestRequest> requests, IServerStreamWriter<IngestResponse> responses,
    ServerCallContext context)
{
    public Hello Hello => hello;

    public SourceBook Book => script.Source(hello.Source);

    /// <summary>Ends when the client is gone.</summary>
    public CancellationToken Gone => context.CancellationToken;

    public Task WelcomeAsync() => responses.WriteAsync(new IngestResponse
    {
        Welcome = new Welcome
        {
            CommittedSequence = Book.CommittedSequence,
            Floor = Book.CommittedSequence == 0 ? FloorKnowledge.Empty : FloorKnowledge.Known,
            Fence = ++Book.Fence,
            Limits = script.Limits,
        },
    });

    /// <summary>
    /// The next batch, joined with those after it up to a number of events; heartbeats are acked. Null at the end.
    /// </summary>
    public async Task<EventBatch?> ReadAsync(int eventCount = 1)
    {
        EventBatch? batch = null;
        while (batch is null || batch.Events.Count < eventCount)
        {
            IngestRequest? request = await ReadRequestAsync();
            if (request is null)
                return batch;
            if (request.Heartbeat is not null)
                await AnswerHeartbeatAsync();
            else if (batch is null)
                batch = request.Events;
            else
                batch.Events.AddRange(request.Events.Events);
        }
        return batch;
    }

    /// <summary>Commits and acks a batch.</summary>
    public Task CommitAsync(EventBatch batch) => AckAsync(batch, CommitQuietly(batch));

    /// <summary>Commits without an ack; the number of duplicates.</summary>
    public int CommitQuietly(EventBatch batch) => Book.Commit(batch) ?? throw Refusal.Retryable(
        StatusCode.OutOfRange, ErrorReason.SequenceGap, "Events are missing.", ("receivedSequence", $"{batch.FirstSequence}"));

    /// <summary>Obeys the contract to the end of the stream.</summary>
    public async Task ServeAsync()
    {
        while (await ReadAsync() is { } batch)
            await CommitAsync(batch);
    }

    private async Task<IngestRequest?> ReadRequestAsync()
    {
        return await requests.MoveNext(context.CancellationToken) ? requests.Current : null;
    }

    private Task AnswerHeartbeatAsync()
    {
        Book.HeartbeatCount++;
        return responses.WriteAsync(new IngestResponse { Ack = new Ack { CommittedSequence = Book.CommittedSequence } });
    }

    private Task AckAsync(EventBatch batch, int duplicateCount)
    {
        var ack = new Ack { CommittedSequence = Book.CommittedSequence, DuplicateCount = duplicateCount };
        for (int i = duplicateCount; i < batch.Events.Count; i++)
        {
            if (script.Refuses(batch.Events[i]) is { } reason)
                ack.Rejections.Add(new Rejection { Sequence = batch.FirstSequence + i, Reason = reason, Message = "It does not fit." });
        }
        return responses.WriteAsync(new IngestResponse { Ack = ack });
    }
}
