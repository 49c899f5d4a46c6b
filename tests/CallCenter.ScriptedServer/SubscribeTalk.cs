using CallCenter.V1;
using Grpc.Core;

namespace CallCenter.ScriptedServer;

/// <summary>One subscription, step by step.</summary>
public sealed class SubscribeTalk(SubscribeRequest request, IServerStreamWriter<SubscribeResponse> responses, ServerCallContext context)
{
    public SubscribeRequest Request => request;

    public Task SayAsync(SubscribeResponse response) => responses.WriteAsync(response);

    /// <summary>Breaks the connection without a word; messages that the client has not received may be lost.</summary>
    public void Cut() => context.GetHttpContext().Abort();

    /// <summary>Keeps the stream open and silent, after an optional first message, until the client leaves.</summary>
    public async Task UntilGoneAsync(SubscribeResponse? first = null)
    {
        if (first is not null)
            await SayAsync(first);
        var gone = new TaskCompletionSource();
        context.CancellationToken.Register(gone.SetResult);
        await gone.Task;
    }
}
