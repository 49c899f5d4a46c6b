using System.IO.Compression;
using CallCenter.Server.Errors;
using Grpc.Net.Compression;

namespace CallCenter.Server.Doors;

/// <summary>
/// Gzip of messages that stops at the limit of a message. gRPC itself compares the limit with the compressed size only: 4 MiB of zeros
/// would become 4 GiB.
/// </summary>
internal sealed class BoundedGzip(int bytesMax) : ICompressionProvider
{
    public string EncodingName => "gzip";

    public Stream CreateCompressionStream(Stream stream, CompressionLevel? compressionLevel)
        => new GZipStream(stream, compressionLevel ?? CompressionLevel.Fastest, leaveOpen: true);

    public Stream CreateDecompressionStream(Stream stream)
        => new Bounded(new GZipStream(stream, CompressionMode.Decompress, leaveOpen: true), bytesMax);

    private sealed class Bounded(Stream inner, int bytesMax) : Stream
    {
        private long _read;

        public override bool CanRead => true;
        public override bool CanSeek => false;
        public override bool CanWrite => false;
        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override int Read(byte[] buffer, int offset, int count) => Counted(inner.Read(buffer, offset, count));

        public override int Read(Span<byte> buffer) => Counted(inner.Read(buffer));

        public override void Flush() => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            if (disposing) inner.Dispose();
            base.Dispose(disposing);
        }

        private int Counted(int count) => (_read += count) <= bytesMax ? count : throw RpcErrors.RequestTooLarge(bytesMax);
    }
}
