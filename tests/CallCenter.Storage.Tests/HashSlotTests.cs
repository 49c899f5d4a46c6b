using CallCenter.Storage.Redis;

namespace CallCenter.Storage.Tests;

public sealed class HashSlotTests
{
    // From Redis Cluster's specification: CRC16 of this text is 0x31C3.
    [Fact]
    public void Hash_slots_match_the_specification() => Assert.Equal(0x31C3 % 16384, HashSlots.Of("123456789"));

    [Theory]
    [InlineData(1)]
    [InlineData(16)]
    [InlineData(1000)]
    [InlineData(1024)]
    public void Shards_are_spread_evenly_over_the_slots(int shards)
        => Assert.Equal(Enumerable.Range(0, shards).Select(i => (int)((long)i * 16384 / shards)),
            HashSlots.Tags(shards).Select(HashSlots.Of));

    // Stored keys hold them.
    [Fact]
    public void Hash_tags_never_change() => Assert.Equal(["3560", "4129", "8209", "356"], HashSlots.Tags(4));
}
