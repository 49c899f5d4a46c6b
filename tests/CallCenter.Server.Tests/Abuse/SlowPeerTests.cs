using System.Net;
using System.Net.Sockets;
using System.Text;
using CallCenter.Core.Kpis;
using Google.Protobuf;

namespace CallCenter.Server.Tests.Abuse;

/// <summary>Peers that open something and then say, or read, nothing are ended.</summary>
public sealed class SlowPeerTests
{
    private const string Ingest = "/callcenter.v1.IngestService/Ingest";
    private const string Subscribe = "/callcenter.v1.KpiService/Subscribe";

    // T35.
    [Fact]
    public async Task A_stream_without_a_hello_is_ended_in_time()
    {
        await using var server = await LiveServer.StartAsync(o => o.IdleMax = TimeSpan.FromSeconds(1));
        await using var client = await RawHttp2.ConnectAsync(server.Address);

        await client.SendAsync(FrameType.Headers, RawHttp2.EndHeaders, 1, RawHttp2.Call(Ingest));

        while (await client.ReadAsync() is { } frame)
            if (frame.Stream == 1 && (frame.Flags & RawHttp2.EndStream) != 0) return;
        Assert.Fail("The connection ended before the stream.");
    }

    [Fact]
    public async Task A_subscriber_that_never_reads_is_ended_in_time()
    {
        await using var web = await WebServer.StartAsync(o => o.UpdateWriteMax = TimeSpan.FromSeconds(0.5));
        // More than the web server keeps for a closed window.
        await web.Server.PublishAsync(
            [.. Enumerable.Range(0, 1_000).Select(n => Given.Queued($"v{n}", $"{n} {new string('q', 120)}"))]);
        await using var deaf = await RawHttp2.ConnectAsync(web.Server.Address);
        await SubscribeWithoutReadingAsync(deaf, Given.SelectBy(["queue"], ["contacts_offered"]));

        await Waits.UntilAsync(
            async () => await web.SampleAsync("callcenter_subscribers_timed_out_total", "kind=\"snapshot\"") == "1", "the stream to end");

        Assert.Equal("1", await web.SampleAsync("callcenter_call_failures_total", "reason=\"UPDATES_UNREAD\""));
        Assert.Equal("0", await web.SampleAsync("callcenter_subscribers{"));
    }

    [Fact]
    public async Task An_event_stream_that_nobody_reads_is_cut_off_in_time()
    {
        await using var web = await WebServer.StartAsync(o => o.UpdateWriteMax = TimeSpan.FromSeconds(0.5));
        // More than the system keeps for a connection.
        foreach (var from in (int[])[0, 1_000])
            await web.Server.PublishAsync([.. Enumerable.Range(from, 1_000).Select(n => Given.Queued($"v{n}", $"queue {n}"))]);
        using var deaf = new TcpClient { ReceiveBufferSize = 4_096 };
        await deaf.ConnectAsync(IPAddress.Loopback, new Uri(web.Address).Port);
        var kpis = string.Join(',', KpiCatalog.All.Select(kpi => kpi.Id));
        await deaf.Client.SendAsync(Encoding.ASCII.GetBytes(
            $"GET /v1/stream?kpi={kpis}&by=queue&window=24h HTTP/1.1\r\nHost: localhost\r\n\r\n"));

        await Waits.UntilAsync(
            async () => await web.SampleAsync("callcenter_subscribers_timed_out_total", "kind=\"snapshot\"") == "1", "the stream to end");

        // Neither the failure, behind what was not read, nor the end of the body.
        var last = await LastBytesAsync(deaf);
        Assert.DoesNotContain("event: failure", last);
        Assert.DoesNotContain("\r\n0\r\n\r\n", last);
    }

    // T34: a hundred subscribers whose window is closed hold up nobody.
    [Fact]
    public async Task Subscribers_that_never_read_hold_up_nobody()
    {
        await using var server = await LiveServer.StartAsync();
        var deaf = new List<RawHttp2>();
        for (var i = 0; i < 100; i++)
        {
            var client = await RawHttp2.ConnectAsync(server.Address);
            deaf.Add(client);
            await SubscribeWithoutReadingAsync(client, Given.Select("contacts_offered"));
        }

        using var reader = server.Subscribe(Given.Select("contacts_offered"));
        await server.PublishAsync(Given.Many(50));

        await Waits.UntilAsync(async () => (await server.CountAsync("contacts_offered"))[0] == 50, "all are counted");
        foreach (var client in deaf) await client.DisposeAsync();
    }

    // T39.
    [Fact]
    public async Task Streams_beyond_the_limit_of_a_connection_are_refused_and_the_others_go_on()
    {
        await using var server = await LiveServer.StartAsync();
        await using var client = await RawHttp2.ConnectAsync(server.Address);

        for (var i = 0; i <= 1000; i++) await client.SendAsync(FrameType.Headers, RawHttp2.EndHeaders, 2 * i + 1, RawHttp2.Call(Ingest));

        while (await client.ReadAsync() is { } frame)
        {
            if (frame.Type != FrameType.RstStream) continue;
            // REFUSED_STREAM: it may be sent again on another connection.
            Assert.Equal((2001, 7), (frame.Stream, frame.Payload[3]));
            return;
        }
        Assert.Fail("The connection ended.");
    }

    // As much as holds a failure and the end of a body.
    private static async Task<string> LastBytesAsync(TcpClient client)
    {
        var (last, buffer) = ("", new byte[64 * 1024]);
        try
        {
            while (await client.Client.ReceiveAsync(buffer).InTime() is > 0 and var count)
            {
                last += Encoding.UTF8.GetString(buffer, 0, count);
                last = last[Math.Max(0, last.Length - 4_096)..];
            }
        }
        catch (SocketException)
        {
            // Cut off.
        }
        return last;
    }

    private static async Task SubscribeWithoutReadingAsync(RawHttp2 client, V1.Selector selector)
    {
        // SETTINGS_INITIAL_WINDOW_SIZE 0: the server may not send a byte of data.
        await client.SendAsync(FrameType.Settings, 0, 0, new byte[] { 0, 4, 0, 0, 0, 0 });
        await client.SendAsync(FrameType.Headers, RawHttp2.EndHeaders, 1, RawHttp2.Call(Subscribe));
        var request = new V1.SubscribeRequest { Selector = selector };
        await client.SendAsync(FrameType.Data, RawHttp2.EndStream, 1, RawHttp2.Message(request.ToByteArray()));
    }
}
