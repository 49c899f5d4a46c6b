namespace CallCenter.Asterisk;

/// <summary>The beginning of a file that is being written to: what was there at one moment.</summary>
internal sealed class BoundedStream(Stream inner, long end) : Stream
{
    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        if (end == long.MaxValue)
            return inner.Read(buffer);
        var left = Math.Max(0, end - inner.Position);
        return inner.Read(buffer[..(int)Math.Min(left, buffer.Length)]);
    }

    public override void Flush() => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
