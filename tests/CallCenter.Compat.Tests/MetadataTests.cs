using Grpc.Core;

namespace CallCenter.Compat.Tests;

public sealed class MetadataTests
{
    [Fact]
    public void Keys_are_lower_case_and_found_in_any_case()
    {
        var headers = new Metadata { { "X-Trace.Id_1", "a" } };

        Assert.Equal("x-trace.id_1", headers[0].Key);
        Assert.Equal("a", headers.GetValue("X-TRACE.ID_1"));
        Assert.Null(headers.GetValue("other"));
    }

    [Fact]
    public void Last_entry_of_a_key_wins_and_all_are_kept_in_order()
    {
        var headers = new Metadata { { "k", "1" }, { "other", "x" }, { "k", "2" } };

        Assert.Equal("2", headers.Get("k")?.Value);
        Assert.Equal(["1", "2"], headers.GetAll("k").Select(e => e.Value));
        Assert.Equal(3, headers.Count);
    }

    [Fact]
    public void Binary_entries_hold_a_copy_of_their_bytes()
    {
        byte[] bytes = [0, 255, 128];
        var entry = new Metadata.Entry("trace-BIN", bytes);
        bytes[0] = 9;
        entry.ValueBytes[1] = 9;

        Assert.True(entry.IsBinary);
        Assert.Equal([0, 255, 128], entry.ValueBytes);
        Assert.Throws<InvalidOperationException>(() => entry.Value);
    }

    [Fact]
    public void Suffix_and_kind_of_value_must_agree()
    {
        Assert.Throws<ArgumentException>(() => new Metadata.Entry("k-bin", "text"));
        Assert.Throws<ArgumentException>(() => new Metadata.Entry("k", new byte[1]));
    }

    [Theory]
    [InlineData("with space")]
    [InlineData("ümlaut")]
    [InlineData("a:b")]
    public void Invalid_key_is_refused_by_name(string key)
        => Assert.Contains(key, Assert.Throws<ArgumentException>(() => new Metadata.Entry(key, "v")).Message, StringComparison.Ordinal);

    [Fact]
    public void Empty_metadata_is_read_only()
    {
        Assert.True(Metadata.Empty.IsReadOnly);
        Assert.Throws<InvalidOperationException>(() => Metadata.Empty.Add("k", "v"));
        Assert.Throws<InvalidOperationException>(() => Metadata.Empty.Clear());
    }

    [Fact]
    public void Entries_are_inserted_replaced_and_removed()
    {
        var headers = new Metadata { { "b", "1" } };
        var first = new Metadata.Entry("a", "0");

        headers.Insert(0, first);
        headers[1] = new Metadata.Entry("c", "2");

        Assert.Equal(["a", "c"], headers.Select(e => e.Key));
        Assert.True(headers.Remove(first));
        headers.RemoveAt(0);
        Assert.Empty(headers);
    }
}
