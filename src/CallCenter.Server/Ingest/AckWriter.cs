using CallCenter.Core.Floor;
using CallCenter.Engine.Ingest;
using CallCenter.Server.Errors;
using CallCenter.V1;
using Grpc.Core;

namespace CallCenter.Server.Ingest;

/// <summary>Writes a session's acks to its stream, in messages that every default client accepts. A peer that does not read holds up its
/// own events only, and not for ever.</summary>
internal sealed class AckWriter(IServerStreamWriter<IngestResponse> responses, TimeSpan writeMax, TimeProvider time)
{
    /// <summary>A quarter of what gRPC clients accept unless set otherwise.</summary>
    private const int AckBytesMax = 1024 * 1024;

    public Task WriteWelcomeAsync(Welcome welcome) => WriteAsync(new IngestResponse { Welcome = welcome });

    /// <summary>Writes acks until the session ends.</summary>
    public async Task WriteAcksAsync(SourceSession session)
    {
        while (await session.NextAckAsync() is { } notice)
        {
            foreach (var ack in Split(notice)) await WriteAsync(new IngestResponse { Ack = ack });
            session.AckWritten(notice);
        }
    }

    public static Rejection ToMessage(long sequence, EventRejection rejection)
    {
        var message = new Rejection
        {
            Sequence = sequence,
            Message = rejection.Message,
            Reason = rejection.Refused switch
            {
                null => ErrorReason.EventInvalid,
                RefusalReason.TransitionRefused => ErrorReason.TransitionRefused,
                RefusalReason.TooOld => ErrorReason.EventTooOld,
                RefusalReason.OverLimit => ErrorReason.LimitExceeded,
                RefusalReason.Internal => ErrorReason.Internal,
                RefusalReason.SequenceReused => ErrorReason.SequenceReused,
                _ => throw new System.Diagnostics.UnreachableException(),
            },
        };
        foreach (var (key, value) in rejection.Metadata) message.Metadata.Add(key, value);
        return message;
    }

    // Each ack is true by itself: it covers all events before the first rejection of the next one.
    private static IEnumerable<Ack> Split(AckNotice notice)
    {
        var (ack, bytes) = (new Ack(), 0);
        foreach (var (sequence, rejection) in notice.Rejections)
        {
            var message = ToMessage(sequence.Value, rejection);
            var size = message.CalculateSize();
            if (bytes > 0 && bytes + size > AckBytesMax)
            {
                ack.CommittedSequence = sequence.Value - 1;
                yield return ack;
                (ack, bytes) = (new Ack(), 0);
            }
            ack.Rejections.Add(message);
            bytes += size;
        }
        ack.CommittedSequence = notice.Committed.Value;
        ack.DuplicateCount = notice.DuplicateCount;
        ack.UnknownRequestCount = notice.UnknownRequestCount;
        yield return ack;
    }

    private async Task WriteAsync(IngestResponse response)
    {
        try
        {
            await responses.WriteAsync(response).WaitAsync(writeMax, time);
        }
        catch (TimeoutException)
        {
            throw RpcErrors.AcksUnread(writeMax);
        }
    }
}
