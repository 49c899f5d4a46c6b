namespace CallCenter.Asterisk;

/// <summary>
/// Cuts a stream of AMI bytes into messages, however the bytes are chunked, and skips those nobody needs before parsing them.
/// Called by one reader only.
/// </summary>
public sealed class AmiReader(Stream stream)
{
    /// <summary>64 KiB: the longest header seen is a few hundred bytes; dialplan variables can be long.</summary>
    public const int LineBytesMax = 64 * 1024;

    /// <summary>1 MiB: AttendedTransfer, the largest event, has about 90 headers and 4 KiB.</summary>
    public const int MessageBytesMax = 1024 * 1024;

    private byte[] _buffer = new byte[16 * 1024];
    private int _start;
    private int _end;
    private int _line;
    private int _scanned;

    /// <summary>The next message that matters; null when the stream has ended. A block cut off by the end is dropped.</summary>
    public async ValueTask<AmiMessage?> ReadAsync(CancellationToken cancellation)
    {
        AmiMessage? message;
        while (!TryTake(out message))
        {
            MakeRoom();
            var count = await stream.ReadAsync(_buffer.AsMemory(_end), cancellation);
            if (count == 0)
                return null;
            _end += count;
        }
        return message;
    }

    /// <summary>As <see cref="ReadAsync"/>, for files.</summary>
    public AmiMessage? Read()
    {
        AmiMessage? message;
        while (!TryTake(out message))
        {
            MakeRoom();
            var count = stream.Read(_buffer.AsSpan(_end));
            if (count == 0)
                return null;
            _end += count;
        }
        return message;
    }

    private bool TryTake(out AmiMessage? message)
    {
        while (TryTakeBlock(out var block))
        {
            if (!AmiFilter.Wants(block.Span))
                continue;
            message = AmiMessage.Parse(block.Span);
            return true;
        }
        message = null;
        return false;
    }

    private bool TryTakeBlock(out ReadOnlyMemory<byte> block)
    {
        block = default;
        while (true)
        {
            var newline = _buffer.AsSpan(_scanned, _end - _scanned).IndexOf((byte)'\n');
            if (newline < 0)
            {
                _scanned = _end;
                CheckBounds();
                return false;
            }
            var line = _buffer.AsSpan(_line, _scanned + newline - _line).TrimEnd((byte)'\r');
            var lineStart = _line;
            _scanned += newline + 1;
            _line = _scanned;
            if (line.IsEmpty && lineStart > _start)
            {
                block = _buffer.AsMemory(_start, lineStart - _start);
                _start = _scanned;
                return true;
            }
            // The greeting is a line of its own with no empty line after it; stray empty lines close nothing.
            if (lineStart == _start && (line.IsEmpty || line.StartsWith("Asterisk Call Manager/"u8)))
                _start = _scanned;
            CheckBounds();
        }
    }

    private void CheckBounds()
    {
        if (_scanned - _line > LineBytesMax)
            throw new AmiFormatException($"An AMI line is longer than {LineBytesMax} bytes. Is this an AMI port?");
        if (_scanned - _start > MessageBytesMax)
            throw new AmiFormatException($"An AMI message is longer than {MessageBytesMax} bytes. Is this an AMI port?");
    }

    private void MakeRoom()
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            _end -= _start;
            _line -= _start;
            _scanned -= _start;
            _start = 0;
        }
        if (_end == _buffer.Length)
            Array.Resize(ref _buffer, _buffer.Length * 2);
    }
}
