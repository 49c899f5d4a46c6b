using CallCenter.V1;
using Google.Protobuf;
using Kind = CallCenter.V1.SubscribeResponse.MessageOneofCase;

namespace CallCenter.Server.Kpis;

/// <summary>A message to subscribers without what is each one's own: encoded once, and handed to all who go on from the same revision.
/// Immutable, so any thread may write it.</summary>
internal sealed class SharedFrame
{
    private readonly byte[] _bytes;
    private object? _form;

    private SharedFrame(Kind kind, ByteString resumeToken, byte[] bytes) => (Kind, ResumeToken, _bytes) = (kind, resumeToken, bytes);

    public Kind Kind { get; }

    /// <summary>Empty in a part that more follow.</summary>
    public ByteString ResumeToken { get; }

    public ReadOnlySpan<byte> Bytes => _bytes;

    public static SharedFrame Of(SubscribeResponse message) => new(message.MessageCase, message.ResumeToken, message.ToByteArray());

    /// <param name="around">Everything but the values.</param>
    /// <param name="kind">Snapshot or update.</param>
    /// <param name="values">Fields of the message of that kind.</param>
    public static SharedFrame Of(SubscribeResponse around, Kind kind, ReadOnlySpan<byte> values)
    {
        var buffer = new ProtoBuffer();
        buffer.Fields(around);
        buffer.Bytes((int)kind, values);
        return new SharedFrame(kind, around.ResumeToken, buffer.Written.ToArray());
    }

    /// <summary>The message as an object, for doors that write another form.</summary>
    public SubscribeResponse ToMessage() => SubscribeResponse.Parser.ParseFrom(_bytes);

    /// <summary>The form of such a door; kept, so that it is made once for all subscribers.</summary>
    public T FormOf<T>(Func<SharedFrame, T> make) where T : class
    {
        if (Volatile.Read(ref _form) is T known) return known;
        var made = make(this);
        Volatile.Write(ref _form, made);
        return made;
    }
}
