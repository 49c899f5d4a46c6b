using CallCenter.Client;
using Grpc.Core;
using Grpc.Net.Client;

namespace CallCenter.Campaign.Fuzz;

/// <summary>Methods over gRPC, at three depths: messages by a proper client, frames and headers over HTTP/2, and bytes of HTTP/2.</summary>
internal sealed class GrpcDoor(FuzzTarget target, IReadOnlyList<FuzzMethod> methods) : FuzzDoor
{
    private static readonly TimeSpan ReadMax = TimeSpan.FromSeconds(0.3);
    private static readonly TimeSpan AnswerMax = TimeSpan.FromSeconds(30);

    private readonly GrpcChannel _channel = CallCenterChannel.Open(target.Grpc, CallCenterCredential.FromKey(target.AttackerKey));
    private readonly GrpcFrames _frames = new(target);

    public override async Task<string> TryAsync(Random random, CancellationToken cancellationToken)
    {
        var method = Mutations.Pick(random, methods);
        return random.Next(10) switch
        {
            0 => await Http2Bytes.SendAsync(random, target, method, cancellationToken),
            < 3 => await _frames.SendAsync(random, method, cancellationToken),
            _ => $"{method.Name} {await CallAsync(random, method, cancellationToken)}",
        };
    }

    public override void Dispose()
    {
        _frames.Dispose();
        _channel.Dispose();
    }

    private async Task<string> CallAsync(Random random, FuzzMethod method, CancellationToken cancellationToken)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            var ending = EndAsync(random, method, over);
            await ending.WaitAsync(AnswerMax, cancellationToken);
            return "OK";
        }
        catch (RpcException e) when (e.StatusCode == StatusCode.Cancelled && over.IsCancellationRequested)
        {
            return "left open";
        }
        catch (RpcException e)
        {
            return Judge(e, method.IsOfContract);
        }
        catch (TimeoutException)
        {
            throw new FuzzFindingException($"{method.Name} did not answer within {AnswerMax.TotalSeconds} s");
        }
    }

    private Task EndAsync(Random random, FuzzMethod method, CancellationTokenSource over)
    {
        var options = new CallOptions(cancellationToken: over.Token);
        var calls = _channel.CreateCallInvoker();
        return method.Type switch
        {
            MethodType.Unary => calls.AsyncUnaryCall(method.Call, null, options, method.RandomRequest(random)).ResponseAsync,
            MethodType.ServerStreaming => ReadAsync(
                calls.AsyncServerStreamingCall(method.Call, null, options, method.RandomRequest(random)).ResponseStream, over, ReadMax),
            _ => TalkAsync(calls.AsyncDuplexStreamingCall(method.Call, null, options), method.RandomRequests(random), random, over),
        };
    }

    private static async Task TalkAsync(
        AsyncDuplexStreamingCall<byte[], byte[]> call, IReadOnlyList<byte[]> requests, Random random, CancellationTokenSource over)
    {
        var reading = ReadAsync(call.ResponseStream, over, AnswerMax);
        try
        {
            foreach (var request in requests) await call.RequestStream.WriteAsync(request, over.Token);
            if (random.Next(10) == 0) await over.CancelAsync();
            else await call.RequestStream.CompleteAsync();
        }
        catch (Exception e) when (e is RpcException or InvalidOperationException or OperationCanceledException)
        {
            // The server has ended the call; reading tells why.
        }
        await reading;
    }

    // A stream that lives on is left after a while.
    private static async Task ReadAsync(IAsyncStreamReader<byte[]> responses, CancellationTokenSource over, TimeSpan max)
    {
        over.CancelAfter(max);
        while (await responses.MoveNext(CancellationToken.None))
        {
        }
    }
}
