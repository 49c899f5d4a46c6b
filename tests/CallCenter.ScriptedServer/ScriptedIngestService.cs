using CallCenter.V1;
using Grpc.Core;

namespace CallCenter.ScriptedServer;

internal sealed class ScriptedIngestService(IngestScript script) : IngestService.IngestServiceBase
{
    public override async Task Ingest(
        IAsyncStreamReader<IngestRequest> requestStream, IServerStreamWriter<IngestResponse> responseStream, ServerCallContext context)
    {
        if (!await requestStream.MoveNext(context.CancellationToken) || requestStream.Current.Hello is not { } hello)
            throw Refusal.Of(StatusCode.InvalidArgument, ErrorReason.HelloExpected, "The first message must be hello.");
        await script.Take()(new IngestTalk(script, hello, requestStream, responseStream, context));
    }
}
