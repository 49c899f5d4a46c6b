using CallCenter.V1;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;

namespace CallCenter.Benchmarks;

/// <summary>Sends encoded bytes over an ingest stream and waits for the last ack.</summary>
internal static class RawIngest
{
    private const long WindowMax = 20_000;

    private static readonly Method<byte[], IngestResponse> Method = new(
        MethodType.DuplexStreaming, "callcenter.v1.IngestService", "Ingest",
        Marshallers.Create(bytes => bytes, bytes => bytes),
        Marshallers.Create(m => m.ToByteArray(), IngestResponse.Parser.ParseFrom));

    public static GrpcChannel Open(string url)
        => GrpcChannel.ForAddress(url, new GrpcChannelOptions { Credentials = ChannelCredentials.Insecure });

    public static async Task SendAsync(GrpcChannel channel, string source, byte[][] messages, Metadata? headers = null)
    {
        using var call = channel.CreateCallInvoker().AsyncDuplexStreamingCall(Method, null, new CallOptions(headers));
        await call.RequestStream.WriteAsync(new IngestRequest { Hello = new Hello { Source = source } }.ToByteArray());
        await call.ResponseStream.MoveNext(CancellationToken.None);
        var first = IngestRequest.Parser.ParseFrom(messages[0]).Events;
        var sent = first.FirstSequence - 1;
        var window = new Window(sent);
        var acks = ReadAcksAsync(call.ResponseStream, window);
        var perMessage = first.Events.Count;
        foreach (var message in messages)
        {
            await window.WaitAsync(sent + perMessage - WindowMax);
            await call.RequestStream.WriteAsync(message);
            sent += perMessage;
        }
        await call.RequestStream.CompleteAsync();
        await acks;
    }

    private static async Task ReadAcksAsync(IAsyncStreamReader<IngestResponse> responses, Window window)
    {
        while (await responses.MoveNext(CancellationToken.None))
        {
            var ack = responses.Current.Ack;
            if (ack.Rejections.Count > 0) throw new InvalidOperationException($"Rejected: {ack.Rejections[0].Message}");
            window.Acked(ack.CommittedSequence);
        }
    }

    /// <summary>Completes with the last ack.</summary>
    private sealed class Window(long acked)
    {
        private readonly Lock _lock = new();
        private long _acked = acked;
        private TaskCompletionSource? _next;

        public void Acked(long sequence)
        {
            TaskCompletionSource? next;
            lock (_lock)
            {
                _acked = sequence;
                next = _next;
                _next = null;
            }
            next?.TrySetResult();
        }

        public async ValueTask WaitAsync(long sequence)
        {
            while (true)
            {
                Task next;
                lock (_lock)
                {
                    if (_acked >= sequence) return;
                    next = (_next ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
                }
                await next;
            }
        }
    }
}
