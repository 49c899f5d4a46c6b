using System.Text;

namespace CallCenter.Campaign.Fuzz;

/// <summary>A call as the bytes of HTTP/2 (RFC 9113), mutated. No answer is promised to it; the server and all others must go on.</summary>
internal static class Http2Bytes
{
    private const byte Data = 0, Headers = 1, Settings = 4, EndStream = 1, EndHeaders = 4;

    public static async Task<string> SendAsync(Random random, FuzzTarget target, FuzzMethod method, CancellationToken cancellationToken)
    {
        var bytes = new List<byte>("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8.ToArray());
        var frames = new List<byte>();
        AddFrame(frames, Settings, 0, 0, []);
        for (var stream = 1; stream < 2 * random.Next(2, 6); stream += 2)
        {
            AddFrame(frames, Headers, EndHeaders, stream, HeaderBlock(method, target.AttackerKey));
            AddFrame(frames, Data, EndStream, stream, GrpcFrames.Frame(random, method.RandomRequest(random)));
        }
        bytes.AddRange(Mutations.Of(random, [.. frames]));
        return await RawConnection.SendAsync(target.GrpcPort, [.. bytes], cancellationToken) is "" ? "bytes cut" : "bytes answered";
    }

    // Literal fields without indexing and without Huffman coding, RFC 7541 section 6.2.2.
    private static byte[] HeaderBlock(FuzzMethod method, string key)
    {
        var block = new List<byte>();
        (string Name, string Value)[] fields =
        [
            (":method", "POST"), (":scheme", "http"), (":path", method.Path), (":authority", "localhost"),
            ("content-type", "application/grpc"), ("te", "trailers"), ("authorization", $"Bearer {key}"),
        ];
        foreach (var (name, value) in fields)
        {
            block.Add(0);
            AddText(block, name);
            AddText(block, value);
        }
        return [.. block];
    }

    private static void AddText(List<byte> block, string text)
    {
        // Shorter than 127 bytes, so that the length is one byte, RFC 7541 section 5.1.
        block.Add((byte)text.Length);
        block.AddRange(Encoding.ASCII.GetBytes(text));
    }

    private static void AddFrame(List<byte> frames, byte type, byte flags, int stream, byte[] payload)
    {
        frames.AddRange([(byte)(payload.Length >> 16), (byte)(payload.Length >> 8), (byte)payload.Length, type, flags]);
        frames.AddRange([(byte)(stream >> 24), (byte)(stream >> 16), (byte)(stream >> 8), (byte)stream]);
        frames.AddRange(payload);
    }
}
