using CallCenter.Core.Identity;

namespace CallCenter.Core.Tests.Identity;

public sealed class SafeTextTests
{
    [Theory]
    [InlineData("\0", @"\u0000")]
    [InlineData("\t", @"\u0009")]
    [InlineData("\n", @"\u000A")]
    [InlineData("\u001B", @"\u001B")]
    [InlineData("\u007F", @"\u007F")]
    [InlineData("\u0085", @"\u0085")]
    [InlineData("\u009B", @"\u009B")]
    [InlineData("\u061C", @"\u061C")]
    [InlineData("\u200E", @"\u200E")]
    [InlineData("\u200F", @"\u200F")]
    [InlineData("\u2028", @"\u2028")]
    [InlineData("\u2029", @"\u2029")]
    [InlineData("\u202A", @"\u202A")]
    [InlineData("\u202E", @"\u202E")]
    [InlineData("\u2066", @"\u2066")]
    [InlineData("\u2069", @"\u2069")]
    public void A_control_a_separator_and_a_direction_mark_are_escaped(string mark, string escaped)
        => Assert.Equal($"a{escaped}b", SafeText.Of($"a{mark}b"));

    [Theory]
    [InlineData("")]
    [InlineData("Sales & 客服 – größte Queue 🎧 \u202F%")]
    public void Printable_text_is_left_as_it_is(string text) => Assert.Equal(text, SafeText.Of(text));

    [Fact]
    public void A_long_text_is_cut_and_no_character_is_halved()
    {
        Assert.Equal(new string('a', 500), SafeText.Of(new string('a', 500)));
        Assert.Equal(new string('a', 500) + "…", SafeText.Of(new string('a', 501)));
        Assert.Equal(new string('a', 499) + "…", SafeText.Of(new string('a', 499) + "🎧"));
    }

    [Fact]
    public void A_source_in_a_message_cannot_forge_it()
    {
        var source = new SourceId(TenantId.Default, "pbx\u0085\u202E'");

        Assert.Equal(@"source 'pbx\u0085\u202E''", $"source '{source}'");
    }
}
