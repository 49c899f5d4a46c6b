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

    /// <summary>The revision to go on from; null when the token is nothing that a server made.</summary>
    public static BoardRevision? Parse(ByteString token)
    {
        if (token.Length != Length || token[0] != Version) return null;
        var bytes = token.Span;
        return new BoardRevision(
            new Guid(bytes[1..17]), BinaryPrimitives.ReadInt64BigEndian(bytes[17..]), BinaryPrimitives.ReadInt64BigEndian(bytes[25..]));
    }
}
