using System.Text;

namespace CallCenter.Asterisk.Tests;

/// <summary>An AMI without a network: what the adapter writes is answered at once, and the test sends what it likes.</summary>
internal sealed class MemoryAmi : Stream
{
    private readonly Lock _lock = new();
    private readonly Queue<byte[]> _unread = new();
    private readonly StringBuilder _written = new();
    private TaskCompletionSource? _waiting;
    private int _offset;
    private bool _isClosed;

    /// <summary>What its clock shows.</summary>
    public required Func<DateTimeOffset> Clock { get; init; }

    public bool AnswersPing { get; set; } = true;

    public string Greeting { get; init; } = "11.0.0";

    /// <summary>Rows of QueueStatus, without ActionID.</summary>
    public string Queues { get; init; } = "Event: QueueParams\r\nQueue: sales\r\n";

    /// <summary>Answers of actions by name, in place of the usual ones; headers without ActionID.</summary>
    public Dictionary<string, string> Answers { get; } = [];

    public bool SaysBooted { get; init; } = true;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public ValueTask<Stream> Dial()
    {
        Send($"Asterisk Call Manager/{Greeting}\r\n");
        return new(this);
    }

    public void Send(string text) => Send(Encoding.UTF8.GetBytes(text));

    public void Send(byte[] bytes)
    {
        if (bytes.Length == 0)
            return;
        lock (_lock)
        {
            _unread.Enqueue(bytes);
            Release();
        }
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        await using var closing = cancellationToken.Register(Close);
        await WaitAsync();
        lock (_lock)
            return Take(buffer);
    }

    private Task WaitAsync()
    {
        lock (_lock)
        {
            if (_unread.Count > 0 || _isClosed)
                return Task.CompletedTask;
            _waiting = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _waiting.Task;
        }
    }

    private int Take(Memory<byte> buffer)
    {
        if (_unread.Count == 0)
            return 0;
        var next = _unread.Peek();
        var count = Math.Min(buffer.Length, next.Length - _offset);
        next.AsSpan(_offset, count).CopyTo(buffer.Span);
        _offset += count;
        if (_offset == next.Length)
        {
            _unread.Dequeue();
            _offset = 0;
        }
        return count;
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        _written.Append(Encoding.UTF8.GetString(buffer.Span));
        while (_written.ToString() is var text && text.IndexOf("\r\n\r\n", StringComparison.Ordinal) is >= 0 and var end)
        {
            _written.Remove(0, end + 4);
            Send(Answer(text[..end].Split("\r\n").Select(line => line.Split(": ", 2)).ToDictionary(pair => pair[0], pair => pair[1])));
        }
        return ValueTask.CompletedTask;
    }

    public override void Close()
    {
        lock (_lock)
        {
            _isClosed = true;
            Release();
        }
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush() => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private void Release()
    {
        var waiting = _waiting;
        _waiting = null;
        waiting?.TrySetResult();
    }

    private string Rows(string id) => string.Concat(
        Queues.Split("\r\n\r\n").Select(row => $"{row.TrimEnd()}\r\n{id}\r\n"));

    private string Answer(Dictionary<string, string> action)
    {
        var id = $"ActionID: {action["ActionID"]}\r\n";
        if (Answers.GetValueOrDefault(action.GetValueOrDefault("Command") ?? action["Action"]) is { } own)
            return $"{own.TrimEnd()}\r\n{id}\r\n".ReplaceLineEndings("\r\n");
        var accepted = $"Response: Success\r\n{id}";
        var clock = $"{Clock().ToUnixTimeMilliseconds() / 1000m:F6}";
        return action["Action"] switch
        {
            "Challenge" => $"{accepted}Challenge: 152893\r\n\r\n",
            "Login" => accepted + "\r\n" + (SaysBooted ? "Event: FullyBooted\r\nPrivilege: system,all\r\nUptime: 100\r\n\r\n" : ""),
            "Ping" => AnswersPing ? $"{accepted}Ping: Pong\r\nTimestamp: {clock}\r\n\r\n" : "",
            "QueueStatus" => $"{accepted}EventList: start\r\n\r\n{Rows(id)}Event: QueueStatusComplete\r\n{id}\r\n",
            "Status" => $"{accepted}EventList: start\r\n\r\nEvent: StatusComplete\r\n{id}\r\n",
            _ => $"Response: Error\r\n{id}Message: Permission denied\r\n\r\n",
        };
    }
}
