using System.Buffers.Text;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace CallCenter.Benchmarks.Redis;

/// <summary>
/// Pipelines commands to Redis with as little client work as possible, so that the designs compared are not held up by a client. Only for
/// commands that answer with one line.
/// </summary>
internal sealed class RespLink : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly byte[] _answers = new byte[256 * 1024];
    private byte[] _commands = new byte[1024 * 1024];
    private int _length;
    private int _pending;

    public RespLink(int port) => _socket.Connect(IPAddress.Loopback, port);

    public void Command(string name, int arguments)
    {
        Head((byte)'*', arguments + 1);
        Text(name);
        _pending++;
    }

    public void Text(string value)
    {
        var length = Encoding.UTF8.GetByteCount(value);
        Head((byte)'$', length);
        MakeRoom(length + 2);
        _length += Encoding.UTF8.GetBytes(value, _commands.AsSpan(_length));
        EndLine();
    }

    public void Number(long value)
    {
        Span<byte> digits = stackalloc byte[20];
        Utf8Formatter.TryFormat(value, digits, out var length);
        Head((byte)'$', length);
        MakeRoom(length + 2);
        digits[..length].CopyTo(_commands.AsSpan(_length));
        _length += length;
        EndLine();
    }

    /// <summary>Sends what was written and takes an answer for each command.</summary>
    public async Task RunAsync()
    {
        var sending = SendAsync();
        var atStart = true;
        while (_pending > 0)
        {
            var count = await _socket.ReceiveAsync(_answers);
            if (count == 0) throw new InvalidOperationException("Redis has closed the connection.");
            for (var i = 0; i < count; i++)
            {
                if (atStart && _answers[i] == '-') throw new InvalidOperationException(Encoding.UTF8.GetString(_answers, i, count - i));
                atStart = _answers[i] == '\n';
                if (atStart) _pending--;
            }
        }
        await sending;
        _length = 0;
    }

    public void Dispose() => _socket.Dispose();

    private async Task SendAsync()
    {
        for (var sent = 0; sent < _length;) sent += await _socket.SendAsync(_commands.AsMemory(sent, _length - sent));
    }

    private void Head(byte kind, int number)
    {
        MakeRoom(16);
        _commands[_length++] = kind;
        Utf8Formatter.TryFormat(number, _commands.AsSpan(_length), out var written);
        _length += written;
        EndLine();
    }

    private void EndLine()
    {
        _commands[_length++] = (byte)'\r';
        _commands[_length++] = (byte)'\n';
    }

    private void MakeRoom(int count)
    {
        if (_length + count > _commands.Length) Array.Resize(ref _commands, Math.Max(2 * _commands.Length, _length + count));
    }
}
