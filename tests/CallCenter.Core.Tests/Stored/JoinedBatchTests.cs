using System.Runtime.InteropServices;
using CallCenter.Core.Encoding;
using CallCenter.Core.Log;

namespace CallCenter.Core.Tests.Stored;

public sealed class JoinedBatchTests
{
    [Theory]
    [InlineData(10)]
    [InlineData(127)]
    [InlineData(128)]
    [InlineData(16_383, 20)]
    [InlineData(20, 16_384, 2_097_152)]
    public void Batch_has_its_sections_and_fills_its_array(params int[] lengths)
    {
        var random = new Random(1);
        var sections = lengths.Select(length =>
        {
            var bytes = new byte[length];
            random.NextBytes(bytes);
            return new EncodedSection(StoredFormat.Newest, bytes);
        }).ToList();

        var batch = BatchCodec.Join(sections);

        var r = new VarReader(batch.Span);
        Assert.Equal(StoredFormat.Newest, r.Byte());
        foreach (var section in sections) Assert.Equal(section.Bytes.ToArray(), r.Blob().ToArray());
        Assert.True(r.AtEnd);
        Assert.True(MemoryMarshal.TryGetArray(batch, out var part));
        Assert.Equal(batch.Length, part.Array!.Length);
    }
}
