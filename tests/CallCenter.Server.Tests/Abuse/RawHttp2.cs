using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace CallCenter.Server.Tests.Abuse;

/// <summary>Types of HTTP/2 frames, RFC 9113 section 6.</summary>
internal enum FrameType : byte
{
    Data,
    Headers,
    Priority,
    RstStream,
    Settings,
    PushPromise,
    Ping,
    GoAway,
    WindowUpdate,
    Continuation,
}

/// <summary>An HTTP/2 client that sends any frame in any order, and never what a library would insist on.</summary>
internal sealed class RawHttp2 : IAsyncDisposable
{
    public const byte EndStream = 0x1, Ack = 0x1, EndHeaders = 0x4;

    private readonly TcpClient _tcp = new() { NoDelay = true };
    private readonly byte[] _header = new byte[9];
    private NetworkStream _stream = null!;

    public static async Task<RawHttp2> ConnectAsync(string address)
    {
        var client = new RawHttp2();
        await client._tcp.ConnectAsync(IPAddress.Loopback, new Uri(address).Port).WaitAsync(Waits.Limit);
        client._stream = client._tcp.GetStream();
        await client._stream.WriteAsync("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8.ToArray());
        await client.SendAsync(FrameType.Settings, 0, 0, Array.Empty<byte>());
        return client;
    }

    public async Task SendAsync(FrameType type, byte flags, int stream, ReadOnlyMemory<byte> payload)
    {
        var frame = new byte[9 + payload.Length];
        Write(frame, type, flags, stream, payload.Span);
        await _stream.WriteAsync(frame).AsTask().WaitAsync(Waits.Limit);
    }

    /// <summary>Sends many frames, until the server ends the connection; returns the number sent.</summary>
    public async Task<int> FloodAsync(int count, Func<int, IEnumerable<(FrameType Type, byte Flags, int Stream, byte[] Payload)>> framesOf)
    {
        var batch = new List<byte>();
        for (var i = 0; i < count; i++)
        {
            foreach (var (type, flags, stream, payload) in framesOf(i))
            {
                var frame = new byte[9 + payload.Length];
                Write(frame, type, flags, stream, payload);
                batch.AddRange(frame);
            }
            if (batch.Count < 16 * 1024 && i < count - 1) continue;
            try
            {
                await _stream.WriteAsync(batch.ToArray()).AsTask().WaitAsync(Waits.Limit);
            }
            catch (IOException)
            {
                return i;
            }
            batch.Clear();
        }
        return count;
    }

    /// <summary>The next frame; null when the server has ended the connection.</summary>
    public async Task<(FrameType Type, byte Flags, int Stream, byte[] Payload)?> ReadAsync()
    {
        try
        {
            await _stream.ReadExactlyAsync(_header).AsTask().WaitAsync(Waits.Limit);
            var payload = new byte[(_header[0] << 16) | (_header[1] << 8) | _header[2]];
            await _stream.ReadExactlyAsync(payload).AsTask().WaitAsync(Waits.Limit);
            var stream = (int)(BinaryPrimitives.ReadUInt32BigEndian(_header.AsSpan(5)) & 0x7FFFFFFF);
            return ((FrameType)_header[3], _header[4], stream, payload);
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <summary>Reads until the server ends the connection; returns the error code of its GOAWAY, or null without one.</summary>
    public async Task<uint?> ReadToEndAsync()
    {
        uint? error = null;
        while (await ReadAsync() is { } frame)
            if (frame.Type == FrameType.GoAway) error = BinaryPrimitives.ReadUInt32BigEndian(frame.Payload.AsSpan(4));
        return error;
    }

    /// <summary>A header block of literal fields without indexing and without Huffman coding, RFC 7541 section 6.2.2.</summary>
    public static byte[] Headers(params IEnumerable<(string Name, string Value)> fields)
    {
        var block = new List<byte>();
        foreach (var (name, value) in fields)
        {
            block.Add(0);
            Add(block, name);
            Add(block, value);
        }
        return [.. block];
    }

    /// <summary>The header block of a gRPC call.</summary>
    public static byte[] Call(string path, params IEnumerable<(string Name, string Value)> more)
        => Headers([(":method", "POST"), (":scheme", "http"), (":path", path), (":authority", "localhost"),
            ("content-type", "application/grpc"), ("te", "trailers"), .. more]);

    /// <summary>A gRPC message with its prefix.</summary>
    public static byte[] Message(byte[] bytes, byte compressed = 0)
        => [compressed, (byte)(bytes.Length >> 24), (byte)(bytes.Length >> 16), (byte)(bytes.Length >> 8), (byte)bytes.Length, .. bytes];

    public ValueTask DisposeAsync()
    {
        _tcp.Dispose();
        return ValueTask.CompletedTask;
    }

    private static void Add(List<byte> block, string text)
    {
        // An integer with a prefix of seven bits, RFC 7541 section 5.1.
        var length = Encoding.ASCII.GetByteCount(text);
        if (length < 127)
        {
            block.Add((byte)length);
        }
        else
        {
            block.Add(127);
            for (length -= 127; length >= 128; length >>= 7) block.Add((byte)(length & 127 | 128));
            block.Add((byte)length);
        }
        block.AddRange(Encoding.ASCII.GetBytes(text));
    }

    private static void Write(Span<byte> frame, FrameType type, byte flags, int stream, ReadOnlySpan<byte> payload)
    {
        (frame[0], frame[1], frame[2]) = ((byte)(payload.Length >> 16), (byte)(payload.Length >> 8), (byte)payload.Length);
        (frame[3], frame[4]) = ((byte)type, flags);
        BinaryPrimitives.WriteInt32BigEndian(frame[5..], stream);
        payload.CopyTo(frame[9..]);
    }
}
