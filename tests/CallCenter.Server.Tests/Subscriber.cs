using CallCenter.Client;
using CallCenter.V1;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace CallCenter.Server.Tests;

/// <summary>A subscription read by hand, message by message.</summary>
internal sealed class Subscriber : IDisposable
{
    private readonly AsyncServerStreamingCall<SubscribeResponse> _call;

    public Subscriber(KpiService.KpiServiceClient client, Selector selector, TimeSpan minInterval, ByteString? resumeToken)
        => _call = client.Subscribe(new SubscribeRequest
        {
            Selector = selector,
            MinInterval = Duration.FromTimeSpan(minInterval),
            ResumeToken = resumeToken ?? ByteString.Empty,
        });

    public Subscriber(KpiService.KpiServiceClient client, SubscribeRequest request) => _call = client.Subscribe(request);

    public async Task<SubscribeResponse> ReadAsync()
    {
        Assert.True(await _call.ResponseStream.MoveNext(CancellationToken.None).WaitAsync(Waits.Limit));
        return _call.ResponseStream.Current;
    }

    /// <summary>Reads until a message of this kind comes, past a few others.</summary>
    public async Task<SubscribeResponse> ReadAsync(SubscribeResponse.MessageOneofCase kind)
    {
        var response = await ReadAsync();
        for (var i = 0; response.MessageCase != kind && i < 50; i++) response = await ReadAsync();
        Assert.Equal(kind, response.MessageCase);
        return response;
    }

    /// <summary>Reads until it fails.</summary>
    public async Task<CallCenterException> FailureAsync()
    {
        try
        {
            while (true) await ReadAsync();
        }
        catch (RpcException e)
        {
            return CallCenterException.From(e);
        }
    }

    public void Dispose() => _call.Dispose();
}
