using System.Buffers.Binary;
using CallCenter.Engine.Board;
using Google.Protobuf;

namespace CallCenter.Server.Kpis;

/// <summary>A board revision as opaque bytes: a version, the epoch, the view, the number.</summary>
internal static class ResumeToken
{
    private const byte Version = 2;
    private const int Length = 1 + 16 + 8 + 8;

    public static ByteString Of(BoardRevision revision)
    {
        Span<byte> bytes = stackalloc byte[Length];
        bytes[0] = Version;
        revision.Epoch.TryWriteBytes(bytes[1..]);
        BinaryPrimitives.WriteInt64BigEndian(bytes[17..], revision.View);
        BinaryPrimitives.WriteInt64BigEndian(bytes[25..], revision.Number);
        return ByteString.CopyFrom(bytes);
    }

    /// <summary>The revision to go on from; none when the token is of another board or view, or of nothing that this server made.</summary>
    public static long? Parse(ByteString token, BoardRevision newest)
    {
        if (token.Length != Length || token[0] != Version) return null;
        var bytes = token.Span;
        if (new Guid(bytes[1..17]) != newest.Epoch || BinaryPrimitives.ReadInt64BigEndian(bytes[17..]) != newest.View) return null;
        var number = BinaryPrimitives.ReadInt64BigEndian(bytes[25..]);
        return number > 0 && number <= newest.Number ? number : null;
    }
}
