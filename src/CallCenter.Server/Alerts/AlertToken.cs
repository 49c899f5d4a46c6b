using System.Buffers.Binary;
using Google.Protobuf;

namespace CallCenter.Server.Alerts;

/// <summary>A revision of a tenant's alerts as opaque bytes: a version and the number.</summary>
internal static class AlertToken
{
    private const byte Version = 1;
    private const int Length = 1 + 8;

    public static ByteString Of(long revision)
    {
        Span<byte> bytes = stackalloc byte[Length];
        bytes[0] = Version;
        BinaryPrimitives.WriteInt64BigEndian(bytes[1..], revision);
        return ByteString.CopyFrom(bytes);
    }

    /// <summary>The revision to go on from; null when the token is nothing that a server made.</summary>
    public static long? Parse(ByteString token)
        => token.Length == Length && token[0] == Version ? BinaryPrimitives.ReadInt64BigEndian(token.Span[1..]) : null;
}
