using System.Text;

namespace CallCenter.Asterisk.Tests;

/// <summary>Names that are not UTF-8.</summary>
public sealed class EncodingTests
{
    [Theory]
    [InlineData("windows-1251", "Продажи")]
    [InlineData("koi8-r", "Продажи")]
    [InlineData("iso-8859-1", "Café Zürich")]
    public void Name_in_a_legacy_encoding_is_read_in_it_and_utf8_is_read_as_utf8(string encoding, string name)
    {
        var text = AmiText.Of(encoding);
        var bytes = CodePagesEncodingProvider.Instance.GetEncoding(encoding) ?? Encoding.Latin1;
        Assert.Equal(name, text.Read(bytes.GetBytes(name)));
        Assert.Equal(name, text.Read(Encoding.UTF8.GetBytes(name)));
    }

    [Fact]
    public void Name_that_is_not_utf8_is_escaped_so_that_all_bytes_can_be_told()
    {
        Assert.Equal(@"\xCF\xF0 A\x5CB", AmiText.Utf8.Read([0xCF, 0xF0, (byte)' ', (byte)'A', (byte)'\\', (byte)'B']));
        Assert.NotEqual(AmiText.Utf8.Read("Caf\u00e9"u8[..4]), AmiText.Utf8.Read([(byte)'C', (byte)'a', (byte)'f', 0xE8]));
    }

    [Fact]
    public void Valid_part_of_a_text_that_is_cut_in_mid_character_is_kept()
    {
        var whole = Encoding.UTF8.GetBytes("Отдел продаж 李明");
        Assert.Equal("Отдел продаж 李", AmiText.Utf8.Read(whole.AsSpan(..^1)));
        Assert.Equal("Отдел продаж 李", AmiText.Utf8.Read(whole.AsSpan(..^2)));
        Assert.Equal("Отдел продаж 李", AmiText.Of("windows-1251").Read(whole.AsSpan(..^2)));
    }

    [Fact]
    public void Odd_byte_after_letters_of_ascii_is_no_cut_but_a_letter_of_a_legacy_encoding()
    {
        byte[] name = [(byte)'P', (byte)'e', (byte)'l', 0xE9];
        Assert.Equal(@"Pel\xE9", AmiText.Utf8.Read(name));
        Assert.Equal("Pelé", AmiText.Of("iso-8859-1").Read(name));
    }

    [Fact]
    public void Control_characters_are_escaped() => Assert.Equal(@"a\x00b\x07", AmiText.Utf8.Read("a\0b\a"u8));

    [Theory]
    [InlineData("utf-16")]
    [InlineData("no-such-encoding")]
    public void Encoding_of_more_than_single_bytes_or_of_no_name_is_refused(string name) =>
        Assert.Throws<ArgumentException>(() => AmiText.Of(name));
}
