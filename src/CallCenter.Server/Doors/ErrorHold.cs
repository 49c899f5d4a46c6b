namespace CallCenter.Server.Doors;

/// <summary>A body that passes what belongs to a success and keeps what belongs to a failure.</summary>
internal sealed class ErrorHold(HttpResponse response, Stream body) : Stream
{
    private readonly MemoryStream _held = new();

    /// <summary>The body of a failure.</summary>
    public byte[] Held => _held.ToArray();

    public override bool CanRead => false;
    public override bool CanSeek => false;
    public override bool CanWrite => true;
    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    private Stream Target => IsFailure ? _held : body;

    // A failure after the first byte of a success is the last part of that body.
    private bool IsFailure => !response.HasStarted && response.StatusCode >= StatusCodes.Status400BadRequest;

    public override void Flush() => Target.Flush();

    public override Task FlushAsync(CancellationToken cancellationToken) => Target.FlushAsync(cancellationToken);

    public override void Write(byte[] buffer, int offset, int count) => Target.Write(buffer, offset, count);

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
        => Target.WriteAsync(buffer, offset, count, cancellationToken);

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        => Target.WriteAsync(buffer, cancellationToken);

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
