using CallCenter.V1;
using Grpc.Core;

namespace CallCenter.ScriptedServer;

/// <summary>One subscription, step by step.</summary>
public sealed class SubscribeTalk(SubscribeRequest request, IServerStreamWriter<SubscribeResponse> responses, ServerCallContext context)
{
    public SubscribeRequest Request => request;

    public Task SayAsync(SubscribeResponse response) => responses.WriteAsync(response);

    /// <summary>Keeps the stream open and silent until the client goes.</summary>
    public Task UntilGoneAsync()
    {
        var gone = new TaskCompletionSource();
        context.CancellationToken.Register(gone.SetResult);
        return gone.Task;
    }
}
