using System.Net;
using System.Net.Sockets;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Grpc.Net.Client;

namespace CallCenter.Compat.Tests;

/// <summary>Real Grpc.AspNetCore and Grpc.Net.Client, talking over the stand-ins.</summary>
public sealed class GrpcTests : IAsyncLifetime
{
    private readonly EchoServer _server = new();
    private GrpcChannel? _channel;

    private EchoService.EchoServiceClient Client => new(_channel);

    public async Task InitializeAsync()
    {
        await _server.InitializeAsync();
        _channel = _server.Channel();
    }

    public async Task DisposeAsync()
    {
        _channel?.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task Unary_call_carries_message_headers_and_trailers()
    {
        byte[] bytes = [0, 255, 10, 13];
        var headers = new Metadata { { "sent", "text" }, { "sent-bin", bytes } };
        var call = Client.SayAsync(new EchoRequest { Text = "héllo", Number = 7 }, headers);

        Assert.Equal(new EchoResponse { Text = "héllo", Number = 7 }, await call.ResponseAsync.InTime());
        Assert.Equal("text", (await call.ResponseHeadersAsync.InTime()).GetValue("seen"));
        Assert.Equal(bytes, call.GetTrailers().GetValueBytes("echo-bin"));
        Assert.Equal(StatusCode.OK, call.GetStatus().StatusCode);
    }

    [Fact]
    public async Task Blocking_call_answers()
        => Assert.Equal(3, (await Task.Run(() => Client.Say(new EchoRequest { Number = 3 })).InTime()).Number);

    [Fact]
    public async Task Server_stream_arrives_whole_and_in_order()
    {
        using var limit = Wait.Cancellation();
        using var call = Client.Count(new EchoRequest { Number = 5000 }, cancellationToken: limit.Token);
        var numbers = new List<int>();
        await foreach (var response in call.ResponseStream.ReadAllAsync(limit.Token)) numbers.Add(response.Number);

        Assert.Equal(Enumerable.Range(0, 5000), numbers);
    }

    [Fact]
    public async Task Client_stream_is_collected()
    {
        using var call = Client.Collect();
        for (var i = 1; i <= 100; i++) await call.RequestStream.WriteAsync(new EchoRequest { Number = i }).InTime();
        await call.RequestStream.CompleteAsync().InTime();

        Assert.Equal(5050, (await call.ResponseAsync.InTime()).Number);
    }

    [Fact]
    public async Task Bidirectional_stream_answers_each_message_and_ends_with_trailers()
    {
        using var call = Client.Chat();
        for (var i = 0; i < 500; i++)
        {
            await call.RequestStream.WriteAsync(new EchoRequest { Number = i, Text = "次" }).InTime();
            Assert.True(await call.ResponseStream.MoveNext().InTime());
            Assert.Equal(new EchoResponse { Number = i + 1, Text = "次" }, call.ResponseStream.Current);
        }
        await call.RequestStream.CompleteAsync().InTime();

        Assert.False(await call.ResponseStream.MoveNext().InTime());
        Assert.Equal("reached", call.GetTrailers().GetValue("end"));
    }

    [Fact]
    public async Task Failure_keeps_its_text_in_any_script_and_its_trailers()
    {
        var call = Client.SayAsync(new EchoRequest { Text = "fail" }, new Metadata { { "sent-bin", [1, 2, 3] } });

        var failure = await Assert.ThrowsAsync<RpcException>(() => call.ResponseAsync.InTime());

        Assert.Equal(StatusCode.FailedPrecondition, failure.StatusCode);
        Assert.Equal("队列已关闭 – geschlossen", failure.Status.Detail);
        Assert.Equal([1, 2, 3], failure.Trailers.GetValueBytes("echo-bin"));
        Assert.Equal("said", failure.Trailers.GetValue("more"));
    }

    [Fact]
    public async Task Deadline_ends_the_call_on_both_sides()
    {
        // A call may be over before it has left this side; one of them has time enough to arrive.
        for (var time = TimeSpan.FromSeconds(0.2); !_server.Cancelled.Task.IsCompleted && time < Wait.Limit; time *= 2)
        {
            var call = Client.SayAsync(new EchoRequest { Text = "wait" }, deadline: DateTime.UtcNow + time);

            var failure = await Assert.ThrowsAsync<RpcException>(() => call.ResponseAsync.InTime());

            Assert.Equal(StatusCode.DeadlineExceeded, failure.StatusCode);
            await Task.WhenAny(_server.Cancelled.Task, Task.Delay(time));
        }
        await _server.Cancelled.Task.InTime();
    }

    [Fact]
    public async Task Cancellation_reaches_a_streaming_server()
    {
        using var cancellation = new CancellationTokenSource();
        using var call = Client.Count(new EchoRequest { Number = 1, Text = "wait" }, cancellationToken: cancellation.Token);
        Assert.True(await call.ResponseStream.MoveNext().InTime());

        await cancellation.CancelAsync();

        var failure = await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.MoveNext().InTime());
        Assert.Equal(StatusCode.Cancelled, failure.StatusCode);
        await _server.Cancelled.Task.InTime();
    }

    [Fact]
    public async Task Disposed_call_is_cancelled_on_the_server()
    {
        var call = Client.Count(new EchoRequest { Number = 1, Text = "wait" });
        Assert.True(await call.ResponseStream.MoveNext().InTime());

        call.Dispose();

        await _server.Cancelled.Task.InTime();
    }

    [Fact]
    public async Task Dead_port_is_unavailable()
    {
        using var channel = GrpcChannel.ForAddress($"http://127.0.0.1:{ClosedPort()}");

        var call = new EchoService.EchoServiceClient(channel).SayAsync(new EchoRequest());

        Assert.Equal(StatusCode.Unavailable, (await Assert.ThrowsAsync<RpcException>(() => call.ResponseAsync.InTime())).StatusCode);
    }

    [Fact]
    public async Task Interceptors_of_client_and_server_run_outermost_first()
    {
        var seen = new List<string>();
        Metadata Note(string name, Metadata headers)
        {
            seen.Add(name);
            headers.Add("sent", name);
            return headers;
        }
        var invoker = _channel!.Intercept(h => Note("second", h)).Intercept(h => Note("first", h));

        var call = new EchoService.EchoServiceClient(invoker).SayAsync(new EchoRequest());
        await call.ResponseAsync.InTime();

        Assert.Equal(["first", "second"], seen);
        Assert.Equal("first, second", (await call.ResponseHeadersAsync.InTime()).GetValue("seen"));
        Assert.Equal(["outer", "inner"], call.GetTrailers().GetAll("passed").Select(e => e.Value));
    }

    [Fact]
    public async Task Call_credentials_add_headers_in_order()
    {
        CallCredentials Adds(string value) => CallCredentials.FromInterceptor((context, headers) =>
        {
            headers.Add("sent", $"{value} for {context.MethodName}");
            return Task.CompletedTask;
        });
        var options = new CallOptions(credentials: CallCredentials.Compose(Adds("token"), Adds("second token")));

        var call = Client.SayAsync(new EchoRequest(), options);
        await call.ResponseAsync.InTime();

        Assert.Equal("token for Say, second token for Say", (await call.ResponseHeadersAsync.InTime()).GetValue("seen"));
    }

    [Fact]
    public async Task Compressed_request_arrives()
    {
        var text = new string('x', 100_000);

        var call = Client.SayAsync(new EchoRequest { Text = text }, new Metadata { { "grpc-internal-encoding-request", "gzip" } });

        Assert.Equal(text, (await call.ResponseAsync.InTime()).Text);
    }

    private static int ClosedPort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
