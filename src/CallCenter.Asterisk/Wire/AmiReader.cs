using System.Text;

namespace CallCenter.Asterisk;

/// <summary>
/// Cuts a stream of AMI bytes into messages, however the bytes are chunked, and skips those nobody needs before parsing them. No bytes
/// end it: a line or message beyond its bounds is skipped and counted. Called by one reader only.
/// </summary>
public sealed class AmiReader(Stream stream, AmiText? text = null)
{
    /// <summary>64 KiB: the longest header seen is a few hundred bytes; dialplan variables can be long.</summary>
    public const int LineBytesMax = 64 * 1024;

    /// <summary>1 MiB: AttendedTransfer, the largest event, has about 90 headers and 4 KiB.</summary>
    public const int MessageBytesMax = 1024 * 1024;

    private static ReadOnlySpan<byte> Greeting => "Asterisk Call Manager/"u8;

    private byte[] _buffer = new byte[16 * 1024];
    private int _start;
    private int _end;
    private int _line;
    private int _scanned;
    private bool _isLineSkipped;
    private bool _isMessageSkipped;

    /// <summary>Version of the AMI in the greeting, such as "11.0.0"; null: no greeting was read.</summary>
    public string? Version { get; private set; }

    /// <summary>Greetings read: connections that the stream holds from their beginning.</summary>
    public long GreetingCount { get; private set; }

    /// <summary>What was in the stream, skipped messages included.</summary>
    public AmiCensus Census { get; } = new();

    /// <summary>Called after each read of the stream that gave bytes.</summary>
    internal Action? OnBytes { get; init; }

    /// <summary>The next message that matters; null when the stream has ended. A block cut off by the end is dropped.</summary>
    public async ValueTask<AmiMessage?> ReadAsync(CancellationToken cancellation)
    {
        AmiMessage? message;
        while (!TryRead(out message))
        {
            MakeRoom();
            var count = await stream.ReadAsync(_buffer.AsMemory(_end), cancellation);
            if (count == 0)
                return null;
            OnBytes?.Invoke();
            _end += count;
        }
        return message;
    }

    /// <summary>As <see cref="ReadAsync"/>, for files.</summary>
    public AmiMessage? Read()
    {
        AmiMessage? message;
        while (!TryRead(out message))
        {
            MakeRoom();
            var count = stream.Read(_buffer.AsSpan(_end));
            if (count == 0)
                return null;
            _end += count;
        }
        return message;
    }

    private bool TryRead(out AmiMessage? message)
    {
        while (TryCutBlock(out var block))
        {
            Census.Count(block);
            if (!AmiFilter.Wants(block))
                continue;
            message = AmiMessage.Parse(block, text);
            return true;
        }
        message = null;
        return false;
    }

    private bool TryCutBlock(out ReadOnlySpan<byte> block)
    {
        block = default;
        while (true)
        {
            var newline = _buffer.AsSpan(_scanned, _end - _scanned).IndexOf((byte)'\n');
            if (newline < 0)
            {
                _scanned = _end;
                if (_isLineSkipped || _end - _line > LineBytesMax)
                    SkipLine(_end);
                return false;
            }
            var next = _scanned + newline + 1;
            if (_isLineSkipped || next - _line > LineBytesMax)
            {
                SkipLine(next);
                _isLineSkipped = false;
                continue;
            }
            var lineStart = _line;
            var line = _buffer.AsSpan(lineStart, next - 1 - lineStart).TrimEnd((byte)'\r');
            _line = _scanned = next;
            if (EndsBlock(line, lineStart))
            {
                block = _buffer.AsSpan(_start, lineStart - _start);
                _start = next;
                return true;
            }
        }
    }

    private bool EndsBlock(ReadOnlySpan<byte> line, int lineStart)
    {
        if (line.IsEmpty && lineStart > _start && !_isMessageSkipped)
            return true;
        if (line.IsEmpty)
            (_start, _isMessageSkipped) = (_line, false); // stray empty lines close nothing
        else if (line.StartsWith(Greeting))
            Greet(line[Greeting.Length..]);
        else if (_isMessageSkipped)
            _start = _line;
        else if (_line - _start > MessageBytesMax)
            SkipMessage();
        return false;
    }

    /// <summary>A single line without an empty line after it. Text before it is the cut-off end of another connection.</summary>
    private void Greet(ReadOnlySpan<byte> version)
    {
        (_start, _isMessageSkipped) = (_line, false);
        Version = Encoding.ASCII.GetString(version);
        GreetingCount++;
    }

    private void SkipMessage()
    {
        Census.LongMessageCount++;
        _isMessageSkipped = true;
        _start = _line;
    }

    /// <summary>Takes the line's bytes up to a place out of the buffer, and leaves the block's lines before it in.</summary>
    private void SkipLine(int until)
    {
        if (!_isLineSkipped)
            Census.LongLineCount++;
        _isLineSkipped = true;
        var head = _buffer.AsSpan(_start, _line - _start);
        head.CopyTo(_buffer.AsSpan(until - head.Length));
        _start = until - head.Length;
        _line = _scanned = until;
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
