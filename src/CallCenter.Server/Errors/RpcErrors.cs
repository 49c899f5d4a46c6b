using System.Globalization;
using CallCenter.Core.Identity;
using CallCenter.Engine.Board;
using CallCenter.Engine.Ingest;
using CallCenter.Engine.Limits;
using CallCenter.Server.Access;
using CallCenter.Server.Callers;
using CallCenter.V1;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Core;

namespace CallCenter.Server.Errors;

/// <summary>The failures of calls, one factory a reason: what <c>error_reason.proto</c> promises.</summary>
internal static class RpcErrors
{
    private const string Domain = "callcenter.v1";

    // Long enough that a restarting server is back, short enough that nobody notices; clients add jitter.
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);

    // Somebody has to end something, or to raise the limit.
    private static readonly TimeSpan LimitRetryAfter = TimeSpan.FromSeconds(30);

    // Clients accept 8 KiB of trailers, unless set otherwise, and a detail is written in base 64.
    private const int DetailBytesMax = 2048;

    public static RpcException HelloExpected(string received) => Make(
        StatusCode.InvalidArgument, ErrorReason.HelloExpected,
        $"The first message of an ingest stream, and only the first, is hello; received {received}.", [("received", received)]);

    public static RpcException SequenceGap(Sequence expected, Sequence received, string message) => Make(
        StatusCode.OutOfRange, ErrorReason.SequenceGap, message,
            [("expectedSequence", Text(expected.Value)), ("receivedSequence", Text(received.Value))], Retry());

    public static RpcException Superseded(string source, Fence fence, string message) => Make(
        StatusCode.Aborted, ErrorReason.SessionSuperseded, message, [("source", source), ("fence", Text(fence.Value))]);

    public static RpcException BatchTooLarge(int count, int max) => Make(
        StatusCode.InvalidArgument, ErrorReason.BatchTooLarge,
        $"A batch has {count} events; send 1 to {max} (Welcome.limits.batch_event_count_max).",
            [("eventCount", Text(count)), ("eventCountMax", Text(max))]);

    public static RpcException SequenceInvalid(long first, int count, int max) => Make(
        StatusCode.InvalidArgument, ErrorReason.BatchTooLarge,
        $"A batch starts at sequence {first}; the first event of a source is 1.",
        [("firstSequence", Text(first)), ("eventCount", Text(count)), ("eventCountMax", Text(max))]);

    public static RpcException Idle(TimeSpan idle) => Make(
        StatusCode.DeadlineExceeded, ErrorReason.StreamIdle,
        $"Nothing was received for {idle.TotalSeconds:0} s; send heartbeats when there are no events, and reconnect.",
        [("idleSeconds", Text((long)idle.TotalSeconds))], Retry());

    public static RpcException AcksUnread(TimeSpan max) => Make(
        StatusCode.DeadlineExceeded, ErrorReason.AcksUnread,
        $"The acks were not read for {max.TotalSeconds:0} s; read them while sending, and reconnect.",
        [("seconds", Text((long)max.TotalSeconds))], Retry());

    public static RpcException UpdatesUnread(TimeSpan max) => Make(
        StatusCode.DeadlineExceeded, ErrorReason.UpdatesUnread,
        $"A message of the subscription was not read for {max.TotalSeconds:0} s; read each as it comes, or ask for a longer interval, and "
            + "reconnect.",
        [("seconds", Text((long)max.TotalSeconds))], Retry());

    public static RpcException PublishBacklog(PublishBacklogException e) => Make(
        StatusCode.ResourceExhausted, ErrorReason.LimitExceeded, e.Message,
        [("limited", "published events that wait"), ("max", Text(e.EventsMax))], Retry());

    public static RpcException LimitExceeded(LimitExceededException e) => Make(
        StatusCode.ResourceExhausted, ErrorReason.LimitExceeded, e.Message,
        [("limited", $"{e.Limited} of the tenant"), ("count", Text(e.Count)), ("max", Text(e.Max)), ("option", e.Option)],
        new RetryInfo { RetryDelay = Duration.FromTimeSpan(LimitRetryAfter) },
        new QuotaFailure { Violations = { new QuotaFailure.Types.Violation { Subject = e.Limited, Description = e.Message } } });

    public static RpcException TooManyTickets(TooManyTicketsException e) => Make(
        StatusCode.ResourceExhausted, ErrorReason.LimitExceeded, e.Message,
        [("limited", "open tickets of the credential"), ("count", Text(e.Count)), ("max", Text(e.Max)),
            ("option", "Limits:OpenTicketsMax")],
        new RetryInfo { RetryDelay = Duration.FromTimeSpan(LimitRetryAfter) },
        new QuotaFailure { Violations = { new QuotaFailure.Types.Violation { Subject = "open tickets", Description = e.Message } } });

    public static RpcException SelectorInvalid(FieldErrorException e) => Make(
        StatusCode.InvalidArgument, ErrorReason.SelectorInvalid, e.Message, [("field", e.Field), ("value", e.Value)], Violation(e));

    public static RpcException EventInvalid(FieldErrorException e) => Make(
        StatusCode.InvalidArgument, ErrorReason.EventInvalid, e.Message, [("field", e.Field)], Violation(e));

    /// <summary>Every event of a Publish was rejected: the code is that of the first one's reason.</summary>
    public static RpcException EventsRejected(PublishResponse response)
    {
        var (first, count) = (response.Rejections[0], response.Rejections.Count);
        return Make(
            CodeOf(first.Reason), ErrorReason.EventsRejected,
            $"None of the {count} events was counted; the first: {first.Message}",
            [("eventCount", Text(count)), ("firstReason", NameOf(first.Reason))], Shortened(response));
    }

    public static RpcException TooManyGroups(TooManyGroupsException e) => Make(
        StatusCode.ResourceExhausted, ErrorReason.TooManyGroups, e.Message, [("groupCount", Text(e.Count)), ("groupCountMax", Text(e.Max))],
        new QuotaFailure { Violations = { new QuotaFailure.Types.Violation { Subject = "groups", Description = e.Message } } });

    public static RpcException AlertUnknown(string id) => Make(
        StatusCode.NotFound, ErrorReason.AlertUnknown, $"There is no alert '{SafeText.Of(id)}'; list the alerts for their ids.",
        [("id", SafeText.Of(id))]);

    public static RpcException AlertAcknowledged(string id, string name) => Make(
        StatusCode.FailedPrecondition, ErrorReason.AlertAcknowledged, $"Alert {id} was acknowledged by {SafeText.Of(name)} before.",
        [("id", id), ("name", SafeText.Of(name))]);

    public static RpcException AnswerTooLarge(int bytes, int bytesMax) => Make(
        StatusCode.ResourceExhausted, ErrorReason.AnswerTooLarge,
        $"The answer has {bytes} bytes; at most {bytesMax} were asked for. Raise answer_bytes_max, subscribe, or narrow the selector.",
        [("answerBytes", Text(bytes)), ("answerBytesMax", Text(bytesMax))]);

    public static RpcException ViewFailed(ViewFailedException e)
        => Make(StatusCode.Internal, ErrorReason.Internal, e.Message, [], Retry());

    public static RpcException ClockSetBack(ClockSetBackException e) => Make(
        StatusCode.Unavailable, ErrorReason.ClockSetBack, e.Message, [], Retry());

    public static RpcException MethodUnknown(string path) => Make(
        StatusCode.Unimplemented, ErrorReason.MethodUnknown,
        $"This server has no method {path}; check the server's address, and the versions of client and server.", [("method", path)]);

    public static RpcException CredentialMissing() => Make(
        StatusCode.Unauthenticated, ErrorReason.CredentialMissing,
        "This server needs a credential; send a key or token as 'authorization: Bearer …', or a client certificate.", []);

    /// <param name="problem">What is wrong with it, within a sentence.</param>
    public static RpcException CredentialInvalid(string problem) => Make(
        StatusCode.Unauthenticated, ErrorReason.CredentialInvalid, $"The credential is not accepted: {problem.TrimEnd('.')}.", []);

    public static RpcException CredentialExpired() => Make(
        StatusCode.Unauthenticated, ErrorReason.CredentialExpired,
        "The credential has expired or was changed or revoked while the stream was open; reconnect with a new one.", [], Retry());

    public static RpcException RoleMissing(RoleMissingException e) => Make(
        StatusCode.PermissionDenied, ErrorReason.RoleMissing, e.Message, [("role", e.Role)]);

    public static RpcException TicketInvalid() => Make(
        StatusCode.Unauthenticated, ErrorReason.TicketInvalid,
        "The ticket is unknown, was used or has expired; get another one by POST /v1/stream-tickets, for each stream.", []);

    public static RpcException IssuerUnavailable(string message) => Make(
        StatusCode.Unavailable, ErrorReason.IssuerUnavailable, message, [], Retry());

    public static RpcException RateExceeded(string limited, TimeSpan retryAfter) => Make(
        StatusCode.ResourceExhausted, ErrorReason.RateExceeded, $"The credential has too many {limited}; wait before the next one.",
        [("limited", limited)], new RetryInfo { RetryDelay = Duration.FromTimeSpan(retryAfter) });

    public static RpcException RequestUnreadable(string message) => Make(
        StatusCode.InvalidArgument, ErrorReason.RequestUnreadable, message, []);

    public static RpcException RequestTooLarge(int bytesMax) => Make(
        StatusCode.ResourceExhausted, ErrorReason.RequestTooLarge,
        $"A message has more than {bytesMax} bytes; send smaller ones, or raise MessageBytesMax of the server.",
        [("messageBytesMax", Text(bytesMax))]);

    /// <summary>What gRPC says when it cannot read a request, in the contract's reasons.</summary>
    public static RpcException OfReading(StatusCode code, string message, int bytesMax) => code switch
    {
        StatusCode.ResourceExhausted => RequestTooLarge(bytesMax),
        StatusCode.Unknown => RequestUnreadable("The request cannot be read; send whole messages, and text as UTF-8."),
        _ => RequestUnreadable($"The request cannot be read ({message.TrimEnd('.')})."),
    };

    public static RpcException Defect() => Make(
        StatusCode.Internal, ErrorReason.Internal, "The server failed on this call, a defect; its log has the details.", [], Retry());

    public static RpcException StoreUnavailable(string message) => Make(
        StatusCode.Unavailable, ErrorReason.StoreUnavailable, message, [], Retry());

    public static RpcException Stopping() => Make(
        StatusCode.Unavailable, ErrorReason.ServerStopping, "The server is going down; reconnect after a moment and go on.", [], Retry());

    public static RpcException ReconnectDue() => Make(
        StatusCode.Unavailable, ErrorReason.ReconnectDue,
        "The stream has been open for long enough; reconnect, perhaps to another server, and go on with the last token.", [], Retry());

    public static RpcException DefinitionsChanged() => Make(
        StatusCode.Unavailable, ErrorReason.ReconnectDue,
        "The definitions of the tenant have changed; reconnect, and go on with the new ones.", [], Retry());

    public static RpcException SourceStreaming(SourceStreamingException e) => Make(
        StatusCode.FailedPrecondition, ErrorReason.SourceStreaming, e.Message, [("source", e.SourceId.Name)]);

    public static RpcException Ended(SessionEndedException e, string source, Fence fence) => e.End switch
    {
        SessionEnd.SequenceGap => SequenceGap(e.Expected, e.Received, e.Message),
        SessionEnd.Superseded => Superseded(source, fence, e.Message),
        _ => StoreUnavailable(e.Message),
    };

    private static StatusCode CodeOf(ErrorReason rejection) => rejection switch
    {
        ErrorReason.EventTooOld => StatusCode.OutOfRange,
        ErrorReason.TransitionRefused => StatusCode.FailedPrecondition,
        ErrorReason.LimitExceeded => StatusCode.ResourceExhausted,
        ErrorReason.Internal => StatusCode.Internal,
        _ => StatusCode.InvalidArgument,
    };

    // As many rejections as a trailer may hold with every client.
    private static PublishResponse Shortened(PublishResponse response)
    {
        var (shown, bytes) = (new PublishResponse { DuplicateCount = response.DuplicateCount }, 0);
        foreach (var rejection in response.Rejections)
        {
            if ((bytes += rejection.CalculateSize()) > DetailBytesMax && shown.Rejections.Count > 0) break;
            shown.Rejections.Add(rejection);
        }
        return shown;
    }

    private static BadRequest Violation(FieldErrorException e)
    {
        var (bad, bytes) = (new BadRequest(), 0);
        foreach (var one in e.All)
        {
            var violation = new BadRequest.Types.FieldViolation { Field = one.Field, Description = one.Problem };
            if ((bytes += violation.CalculateSize()) > DetailBytesMax && bad.FieldViolations.Count > 0) break;
            bad.FieldViolations.Add(violation);
        }
        return bad;
    }

    private static RetryInfo Retry() => new() { RetryDelay = Duration.FromTimeSpan(RetryAfter) };

    private static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);

    private static RpcException Make(
        StatusCode code, ErrorReason reason, string message, (string Key, string Value)[] metadata, params IMessage[] details)
    {
        var info = new ErrorInfo { Domain = Domain, Reason = NameOf(reason) };
        foreach (var (key, value) in metadata) info.Metadata.Add(key, value);
        var status = new Google.Rpc.Status { Code = (int)code, Message = message, Details = { Any.Pack(info) } };
        foreach (var detail in details) status.Details.Add(Any.Pack(detail));
        return status.ToRpcException();
    }

    /// <summary>Name of a failure's reason in the contract; null when it has none.</summary>
    public static string? ReasonOf(RpcException failure) => failure.GetRpcStatus()?.GetDetail<ErrorInfo>()?.Reason;

    public static string NameOf(ErrorReason reason)
    {
        var value = ErrorReasonReflection.Descriptor.EnumTypes[0].FindValueByNumber((int)reason)!;
        return value.Name["ERROR_REASON_".Length..];
    }
}
