using Xunit;

namespace CallCenter.Testing;

/// <summary>A test that is skipped, by name, where there is no redis-server.</summary>
public sealed class RedisFactAttribute : FactAttribute
{
    public RedisFactAttribute() => Skip = RedisServer.Missing;
}

/// <summary>A test with several cases that is skipped, by name, where there is no redis-server.</summary>
public sealed class RedisTheoryAttribute : TheoryAttribute
{
    public RedisTheoryAttribute() => Skip = RedisServer.Missing;
}
