using CallCenter.Server.Access;
using CallCenter.Server.Callers;
using CallCenter.Server.Errors;
using CallCenter.Server.Hosting;
using CallCenter.V1;
using Grpc.Core;
using Grpc.Core.Interceptors;

namespace CallCenter.Server.Doors;

/// <summary>
/// Watches what callers do after they were let in: a stream ends with its credential, personal ids are replaced before any service sees
/// them, and the audit log hears of exclusions and of sources that the caller may not send as.
/// </summary>
internal sealed class CallerWatch(AuditLog audit, ServerOptions options, TimeProvider time) : Interceptor
{
    private readonly Pseudonyms? _pseudonyms = Pseudonyms.Of(options.Privacy);

    public override async Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
        TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
    {
        if (Caller.IfAny(context) is not { } caller) return await continuation(request, context);
        if (request is PublishRequest published) ReplaceIds(caller, published.Events);
        var response = await NoteRefusalAsync(() => continuation(request, context), caller, context);
        if (request is PublishRequest counted) NoteExclusions(caller, counted.Source, counted.Events);
        return response;
    }

    public override Task ServerStreamingServerHandler<TRequest, TResponse>(
        TRequest request, IServerStreamWriter<TResponse> responseStream, ServerCallContext context,
        ServerStreamingServerMethod<TRequest, TResponse> continuation)
        => Caller.IfAny(context) is { } caller
            ? continuation(request, new Writer<TResponse>(responseStream, caller, time), context)
            : continuation(request, responseStream, context);

    public override async Task DuplexStreamingServerHandler<TRequest, TResponse>(
        IAsyncStreamReader<TRequest> requestStream, IServerStreamWriter<TResponse> responseStream, ServerCallContext context,
        DuplexStreamingServerMethod<TRequest, TResponse> continuation)
    {
        if (Caller.IfAny(context) is not { } caller)
        {
            await continuation(requestStream, responseStream, context);
            return;
        }
        var reader = new Reader<TRequest>(requestStream, caller, this, time);
        await NoteRefusalAsync(async () =>
        {
            await continuation(reader, responseStream, context);
            return true;
        }, caller, context);
    }

    private async Task<T> NoteRefusalAsync<T>(Func<Task<T>> call, Caller caller, ServerCallContext context)
    {
        try
        {
            return await call();
        }
        catch (RpcException e) when (e.StatusCode == StatusCode.PermissionDenied)
        {
            audit.Refused(caller, RpcErrors.ReasonOf(e) ?? "", context.Method, caller.Address);
            throw;
        }
    }

    private void ReplaceIds(Caller caller, IReadOnlyList<Event> events)
    {
        if (_pseudonyms is null) return;
        for (var i = 0; i < events.Count; i++) _pseudonyms.Replace(caller.Tenant, events[i]);
    }

    private void NoteExclusions(Caller caller, string source, IReadOnlyList<Event> events)
    {
        var count = 0;
        for (var i = 0; i < events.Count; i++)
        {
            if (events[i].KindCase is Event.KindOneofCase.VisitExcluded or Event.KindOneofCase.ContactExcluded) count++;
        }
        if (count > 0) audit.Excluded(caller, source, count);
    }

    private static void CheckCredential(Caller caller, TimeProvider time)
    {
        if (!caller.IsGoodAt(time.GetUtcNow())) throw RpcErrors.CredentialExpired();
    }

    // A subscription writes at least with every heartbeat, an adapter before it counts as idle: a revoked credential lasts no longer.
    private sealed class Writer<T>(IServerStreamWriter<T> inner, Caller caller, TimeProvider time) : IServerStreamWriter<T>
    {
        public WriteOptions? WriteOptions
        {
            get => inner.WriteOptions;
            set => inner.WriteOptions = value;
        }

        public Task WriteAsync(T message)
        {
            CheckCredential(caller, time);
            return inner.WriteAsync(message);
        }
    }

    private sealed class Reader<T>(IAsyncStreamReader<T> inner, Caller caller, CallerWatch watch, TimeProvider time) : IAsyncStreamReader<T>
    {
        private string _source = "";

        public T Current => inner.Current;

        public async Task<bool> MoveNext(CancellationToken cancellationToken)
        {
            var isThere = await inner.MoveNext(cancellationToken);
            CheckCredential(caller, time);
            if (isThere && inner.Current is IngestRequest request) Note(request);
            return isThere;
        }

        private void Note(IngestRequest request)
        {
            if (request.MessageCase == IngestRequest.MessageOneofCase.Hello) _source = request.Hello.Source;
            if (request.MessageCase != IngestRequest.MessageOneofCase.Events) return;
            watch.ReplaceIds(caller, request.Events.Events);
            watch.NoteExclusions(caller, _source, request.Events.Events);
        }
    }
}
