using CallCenter.Core.Measures;

namespace CallCenter.Core.Tests.Measures;

public sealed class TagTextTests
{
    [Fact]
    public void Order_of_the_tags_does_not_matter()
        => Assert.Equal(TagText.Of([new("b", "2"), new("a", "1")]), TagText.Of([new("a", "1"), new("b", "2")]));

    [Theory]
    [InlineData("site", "berlin")]
    [InlineData("lang", "")]
    [InlineData("s", "")]
    [InlineData("sitex", "")]
    [InlineData("Site", "")]
    public void Value_is_found_by_its_whole_name(string name, string value)
        => Assert.Equal(value, TagText.Find(TagText.Of([new("site", "berlin"), new("lang", "")]), name));

    [Fact]
    public void No_tags_are_no_text() => Assert.Equal("", TagText.Of([]));

    [Fact]
    public void Nothing_is_found_without_tags() => Assert.Equal("", TagText.Find("", "site"));
}
