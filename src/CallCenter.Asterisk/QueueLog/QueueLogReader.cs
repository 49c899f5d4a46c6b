namespace CallCenter.Asterisk;

/// <summary>Cuts the bytes of a queue_log into lines. Called by one reader only.</summary>
/// <param name="stream">The bytes, unpacked.</param>
/// <param name="skipped">Counts what is no line.</param>
/// <param name="text">How bytes become text.</param>
internal sealed class QueueLogReader(Stream stream, QueueLogSkips skipped, AmiText text)
{
    /// <summary>64 KiB: the longest line that Asterisk writes has a few kilobytes.</summary>
    public const int LineBytesMax = 64 * 1024;

    // A PBX that died in the middle of a line writes on behind it when it starts again.
    private static ReadOnlySpan<byte> Start => "|NONE|NONE|NONE|QUEUESTART|"u8;

    private readonly byte[] _buffer = new byte[2 * LineBytesMax];
    private int _start;
    private int _end;
    private bool _isTooLong;

    /// <summary>The next line; null at the end. A last line without an end is not read: more of it may follow.</summary>
    /// <param name="since">Lines before this second are passed over unread.</param>
    public QueueLogLine? Read(DateTimeOffset since)
    {
        while (TryCut(out var bytes))
        {
            if (QueueLogLine.TimeOf(bytes) < since)
                continue;
            if (QueueLogLine.Parse(bytes, text) is { } line && bytes.IndexOf(Start) <= bytes.IndexOf((byte)'|'))
                return line;
            if (StartBehind(bytes) is { } start)
                return start;
            if (bytes.Trim(" \t\r"u8).Length > 0)
                skipped.Garbage++;
        }
        return null;
    }

    private QueueLogLine? StartBehind(ReadOnlySpan<byte> bytes)
    {
        var at = bytes.IndexOf(Start);
        if (at < 10)
            return null;
        skipped.Garbage++;
        return QueueLogLine.Parse(bytes[(at - 10)..], text);
    }

    private bool TryCut(out ReadOnlySpan<byte> line)
    {
        while (true)
        {
            var length = _buffer.AsSpan(_start, _end - _start).IndexOf((byte)'\n');
            if (length >= 0)
            {
                line = _buffer.AsSpan(_start, length);
                _start += length + 1;
                if (!_isTooLong && length <= LineBytesMax)
                    return true;
                _isTooLong = false;
                skipped.TooLong++;
                continue;
            }
            if (_end - _start > LineBytesMax)
                (_isTooLong, _start, _end) = (true, 0, 0);
            if (Fill())
                continue;
            if (_end > _start || _isTooLong)
                skipped.Cut++;
            line = default;
            return false;
        }
    }

    private bool Fill()
    {
        _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
        (_start, _end) = (0, _end - _start);
        var count = stream.Read(_buffer.AsSpan(_end));
        _end += count;
        return count > 0;
    }
}
