using CallCenter.Core.Identity;
using CallCenter.Engine;
using CallCenter.Engine.Ingest;
using CallCenter.Server.Callers;
using CallCenter.Server.Errors;
using CallCenter.Server.Hosting;
using CallCenter.V1;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace CallCenter.Server.Ingest;

/// <summary>The gRPC door for events.</summary>
internal sealed class IngestService(
    SourceSessions sessions, PublishLanes lanes, ExclusionRules exclusions, EngineOptions engine, ServerOptions options, TimeProvider time,
    Stopping stopping, ILogger<IngestService> log) : V1.IngestService.IngestServiceBase
{
    private const int PublishEventsMax = 1_000;

    // What an adapter may rely on beyond the first release of the contract.
    private static readonly string[] Capabilities = ["floor_report_parts"];

    public override async Task Ingest(
        IAsyncStreamReader<IngestRequest> requests, IServerStreamWriter<IngestResponse> responses, ServerCallContext context)
    {
        var reader = new IngestReader(requests, engine, exclusions, options.IdleMax, time);
        var writer = new AckWriter(responses, options.AckWriteMax, time);
        var hello = await reader.ReadHelloAsync(stopping);
        var source = Fields.Required(hello.Source, "hello.source");
        var id = Caller.Of(context).SourceToIngest(source);
        ServerLog.StreamOpened(
            log, id.Tenant.Value, source, Fields.Optional(hello.Adapter, "hello.adapter"),
            Fields.Optional(hello.AdapterVersion, "hello.adapter_version"), context.Peer);

        var session = await sessions.OpenAsync(id, context.CancellationToken);
        try
        {
            await writer.WriteWelcomeAsync(Welcome(session));
            await TalkAsync(reader, session, writer);
        }
        catch (RpcException e) when (e.StatusCode == StatusCode.DeadlineExceeded)
        {
            ServerLog.StreamTimedOut(log, source, e.Status.Detail);
            throw;
        }
        catch (SessionEndedException e)
        {
            throw RpcErrors.Ended(e, source, session.Fence);
        }
        finally
        {
            session.Complete();
        }
    }

    public override async Task<PublishResponse> Publish(PublishRequest request, ServerCallContext context)
    {
        if (stopping.IsRequested) throw RpcErrors.Stopping();
        var source = Caller.Of(context).SourceToIngest(Fields.Required(request.Source, "source"));
        if (request.Events.Count is 0 or > PublishEventsMax) throw RpcErrors.BatchTooLarge(request.Events.Count, PublishEventsMax);
        var result = await lanes.PublishAsync(
            source, exclusions.Mark(source, [.. request.Events.Select(EventMapper.Map)]), context.CancellationToken);
        var response = new PublishResponse { DuplicateCount = result.DuplicateCount };
        foreach (var (position, rejection) in result.Rejections) response.Rejections.Add(AckWriter.ToMessage(position, rejection));
        return response.Rejections.Count < request.Events.Count ? response : throw RpcErrors.EventsRejected(response);
    }

    // Reads until the client is done, the server stops, or either side breaks; then writes the acks of what was applied.
    private async Task TalkAsync(IngestReader reader, SourceSession session, AckWriter writer)
    {
        var writing = writer.WriteAcksAsync(session);
        var reading = reader.ReadAsync(session);
        var first = await Task.WhenAny(reading, writing, stopping.Requested, reader.IdleAsync(reading));
        if (first == writing)
        {
            await reader.StopAsync(reading);
            await writing; // Broken off, with the reason.
            throw RpcErrors.Stopping();
        }
        session.Complete();
        if (!reading.IsCompleted)
        {
            await reader.StopAsync(reading);
            await writing;
            throw stopping.IsRequested ? RpcErrors.Stopping() : RpcErrors.Idle(options.IdleMax);
        }
        await writing;
        if (!await reading) throw RpcErrors.Stopping();
    }

    private Welcome Welcome(SourceSession session) => new()
    {
        Capabilities = { Capabilities },
        CommittedSequence = session.Committed.Value,
        Fence = session.Fence.Value,
        Floor = session.IsFloorKnown ? FloorKnowledge.Known : FloorKnowledge.Empty,
        ServerTime = Timestamp.FromDateTimeOffset(time.GetUtcNow()),
        NewestEventTime = session.Newest > Instant.MinValue ? Timestamp.FromDateTimeOffset(session.Newest.ToDateTimeOffset()) : null,
        Limits = new IngestLimits
        {
            BatchEventCountMax = engine.BatchEventsMax,
            UnackedEventCountMax = engine.UnackedEventsMax,
            MessageBytesMax = options.MessageBytesMax,
            IdleMax = Duration.FromTimeSpan(options.IdleMax),
        },
    };
}
