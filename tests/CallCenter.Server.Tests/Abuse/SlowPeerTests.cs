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
            // SETTINGS_INITIAL_WINDOW_SIZE 0: the server may not send a byte of data.
            await client.SendAsync(FrameType.Settings, 0, 0, new byte[] { 0, 4, 0, 0, 0, 0 });
            await client.SendAsync(FrameType.Headers, RawHttp2.EndHeaders, 1, RawHttp2.Call(Subscribe));
            var request = new V1.SubscribeRequest { Selector = Given.Select("contacts_offered") };
            await client.SendAsync(FrameType.Data, RawHttp2.EndStream, 1, RawHttp2.Message(request.ToByteArray()));
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
}
