using CallCenter.Core.Encoding;
using CallCenter.Core.Log;
using CallCenter.Core.Storage;

namespace CallCenter.Server.Tests.Golden;

/// <summary>Single records as older servers wrote them are read, and written the same where their format is still written.</summary>
public sealed class GoldenRecordTests
{
    public static TheoryData<int> Formats => GoldenStoreTests.Formats;

    [Theory]
    [MemberData(nameof(Formats))]
    public void Golden_batches_are_written_again_byte_by_byte(int format)
    {
        foreach (var (_, bytes) in Records(format, "batch"))
        {
            var sections = BatchCodec.Decode(bytes).Select(s => BatchCodec.Encode(s, format)).ToList();
            Assert.Equal(bytes, BatchCodec.Join(sections).ToArray());
        }
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void Golden_rows_are_written_again_byte_by_byte(int format)
    {
        foreach (var (_, bytes) in Records(format, "row"))
            Assert.Equal(bytes, RowCodec.Encode(RowCodec.Decode(bytes, format, new SectionBuffers()), format));
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void Golden_blocks_are_split(int format)
    {
        foreach (var (_, bytes) in Records(format, "block")) Assert.NotEmpty(BlockCodec.Split(bytes));
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void Golden_batches_are_renewed_with_equal_content(int format)
    {
        foreach (var (_, bytes) in Records(format, "batch"))
        {
            var sections = BatchCodec.Decode(bytes);
            var again = BatchCodec.Decode(BatchCodec.Join([.. sections.Select(s => BatchCodec.Encode(s, StoredFormat.Newest))]).Span);
            Assert.Equal(sections.SelectMany(s => s.Deltas), again.SelectMany(s => s.Deltas));
            Assert.Equal(sections.SelectMany(s => s.Rows), again.SelectMany(s => s.Rows));
            Assert.Equal(sections.SelectMany(s => s.Items).Select(Text), again.SelectMany(s => s.Items).Select(Text));
        }
    }

    private static string Text(FloorItem item) => $"{item.Key} {(item.Value is null ? "gone" : Convert.ToHexString(item.Value))}";

    private static IEnumerable<(string Name, byte[] Bytes)> Records(int format, string kind)
        => File.ReadLines(GoldenStoreTests.GoldenFile(format, "records.txt")).Select(l => l.Split(' '))
            .Where(p => p[0].Split('/')[0] == kind).Select(p => (p[0], Convert.FromHexString(p[1])));
}
