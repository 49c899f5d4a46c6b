using System.Buffers.Binary;

namespace CallCenter.Server.Tests.Abuse;

/// <summary>Connections that flood the server with frames are ended, and others do not notice.</summary>
public sealed class FloodTests : IAsyncLifetime
{
    private const string Snapshot = "/callcenter.v1.KpiService/GetSnapshot";
    private const int Frames = 50_000;

    // ENHANCE_YOUR_CALM, RFC 9113 section 7.
    private const uint Calm = 11;

    private static readonly byte[] Eight = new byte[8];

    private LiveServer _server = null!;

    public async Task InitializeAsync() => _server = await LiveServer.StartAsync();

    public async Task DisposeAsync()
    {
        await _server.PublishAsync(Given.Many(3));
        await _server.AssertCountAsync([3], "contacts_offered");
        await _server.DisposeAsync();
    }

    // T31: CVE-2023-44487.
    [Fact]
    public async Task Streams_that_are_reset_at_once_end_the_connection()
    {
        var call = RawHttp2.Call(Snapshot);

        var (sent, error) = await FloodAsync(i => [
            (FrameType.Headers, RawHttp2.EndHeaders, 2 * i + 1, call), (FrameType.RstStream, 0, 2 * i + 1, [0, 0, 0, 8])]);

        Assert.True(sent < Frames);
        Assert.True(error is Calm or null, $"error {error}");
    }

    // T32: the headers never end.
    [Fact]
    public async Task Headers_that_never_end_end_the_connection()
    {
        await using var client = await RawHttp2.ConnectAsync(_server.Address);
        await client.SendAsync(FrameType.Headers, 0, 1, RawHttp2.Call(Snapshot));
        var more = RawHttp2.Headers(Enumerable.Range(0, 100).Select(i => ($"x-{i}", new string('v', 40))));

        var reading = client.ReadToEndAsync();
        var sent = await client.FloodAsync(Frames, _ => [(FrameType.Continuation, 0, 1, more)]);

        Assert.True(sent < Frames);
        Assert.NotEqual(0u, await reading);
    }

    // T32: one large field in the dynamic table, then a reference of one byte to it as often as a frame can hold.
    [Fact]
    public async Task A_header_bomb_ends_the_connection()
    {
        await using var client = await RawHttp2.ConnectAsync(_server.Address);
        byte[] large = [0x40, .. RawHttp2.Headers(("x-bomb", new string('v', 4000)))[1..]];
        byte[] bomb = [.. RawHttp2.Call(Snapshot), .. large, .. Enumerable.Repeat((byte)(0x80 | 62), 10_000)];

        await client.SendAsync(FrameType.Headers, RawHttp2.EndHeaders | RawHttp2.EndStream, 1, bomb);

        Assert.NotEqual(0u, await client.ReadToEndAsync());
    }

    // T33: each asks for an answer that nobody reads.
    [Theory]
    [InlineData(FrameType.Ping)]
    [InlineData(FrameType.Settings)]
    public async Task Questions_whose_answers_are_not_read_end_the_connection_or_wait(object type)
    {
        await using var client = await RawHttp2.ConnectAsync(_server.Address);
        var payload = (FrameType)type == FrameType.Ping ? Eight : [];

        var flooding = client.FloodAsync(20 * Frames, _ => [((FrameType)type, 0, 0, payload)]);
        await _server.PublishAsync(Given.Many(1));
        await client.DisposeAsync();

        await Record.ExceptionAsync(() => flooding);
    }

    [Fact]
    public async Task A_window_that_overflows_ends_the_connection()
    {
        var step = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(step, int.MaxValue);

        var (sent, error) = await FloodAsync(_ => [(FrameType.WindowUpdate, 0, 0, step)]);

        Assert.True(sent <= Frames);
        // FLOW_CONTROL_ERROR.
        Assert.True(error is 3 or null, $"error {error}");
    }

    private async Task<(int Sent, uint? Error)> FloodAsync(
        Func<int, IEnumerable<(FrameType Type, byte Flags, int Stream, byte[] Payload)>> framesOf)
    {
        await using var client = await RawHttp2.ConnectAsync(_server.Address);
        var reading = client.ReadToEndAsync();
        var sent = await client.FloodAsync(Frames, framesOf);
        return (sent, await reading);
    }
}
