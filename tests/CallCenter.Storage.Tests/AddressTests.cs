using CallCenter.Storage.Redis;

namespace CallCenter.Storage.Tests;

public sealed class AddressTests
{
    [Fact]
    public void A_host_name_is_a_complete_address()
    {
        var options = RedisStoreOptions.Parse("redis://localhost");

        Assert.Equal([new RedisHost("localhost", 6379)], options.Hosts);
        Assert.Equal((null, null, 0, false, 16, "ccg"),
            (options.User, options.Password, options.Database, options.Tls, options.Shards, options.Prefix));
        Assert.Empty(options.Errors());
    }

    [Fact]
    public void An_address_can_hold_every_option()
    {
        var options = RedisStoreOptions.Parse(
            "redis://ann:p%40ss%3A%2F@a:1,[::1]:2,c/3?sentinel=main&sentineluser=u&sentinelpassword=s%26p&prefix=x&shards=4&replicas=1"
            + "&replicawait=50&timeout=1500&logkept=5000");

        Assert.Equal([new RedisHost("a", 1), new RedisHost("::1", 2), new RedisHost("c", 26379)], options.Hosts);
        Assert.Equal(("ann", "p@ss:/", 3, "main", "u", "s&p"), (
            options.User, options.Password, options.Database, options.SentinelName, options.SentinelUser, options.SentinelPassword));
        Assert.Equal(("x", 4, 1, 50d, 1500d, 5000d), (
            options.Prefix, options.Shards, options.Replicas, options.ReplicaWait.TotalMilliseconds, options.Timeout.TotalMilliseconds,
            options.LogKept.TotalMilliseconds));
        Assert.Empty(options.Errors());
    }

    [Theory]
    [InlineData("redis://:secret@a")]
    [InlineData("redis://:s@ecret@a")]
    [InlineData("rediss://ann:secret@a?sentinel=m&sentinelpassword=secret2")]
    public void Passwords_are_never_shown(string address)
    {
        var options = RedisStoreOptions.Parse(address);

        Assert.NotNull(options.Password);
        Assert.DoesNotContain("ecret", options.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("localhost:6379", "it does not begin with redis:// or rediss://")]
    [InlineData("http://localhost", "it does not begin with redis:// or rediss://")]
    [InlineData("redis://", "it names no host")]
    [InlineData("redis://secret@a", "what stands before the @ is not user:password")]
    [InlineData("redis://a:x", "a port is not a whole number")]
    [InlineData("redis://a:0", "a port is not 1 to 65535")]
    [InlineData("redis://[::1", "a bracket is not closed")]
    [InlineData("redis://a/x", "the database is not a whole number")]
    [InlineData("redis://a?shard=1", "it has no option 'shard'")]
    [InlineData("redis://a?shards", "an option is not name=value")]
    [InlineData("redis://a?shards=1&shards=2", "it has the option 'shards' twice")]
    public void An_unreadable_address_is_reported_without_its_text(string address, string why)
    {
        var error = Assert.Throws<FormatException>(() => RedisStoreOptions.Parse(address));

        Assert.StartsWith($"The address of Redis cannot be read: {why}", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("redis://a?shards=0", "shards is 0; set it to 1 to 1024")]
    [InlineData("redis://a?replicas=9", "replicas is 9; set it to 0 to 8")]
    [InlineData("redis://a?timeout=5", "timeout is 5; set it to 100 to 30000 ms")]
    [InlineData("redis://a?prefix={x}", "prefix is '{x}'; use 1 to 64 characters without braces")]
    [InlineData("redis://a?ca=x", "ca, cert and key are for TLS; write rediss://")]
    [InlineData("rediss://a?cert=x", "cert and key belong together")]
    [InlineData("rediss://a?ca=nowhere.pem", "there is no file 'nowhere.pem'")]
    public void A_value_out_of_range_is_named(string address, string error)
        => Assert.Contains(RedisStoreOptions.Parse(address).Errors(), e => e.Contains(error, StringComparison.Ordinal));
}
