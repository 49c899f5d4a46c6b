using System.Globalization;

namespace CallCenter.Storage.Redis;

/// <summary>A host's name or address, and its port.</summary>
public readonly record struct RedisHost(string Name, int Port)
{
    public override string ToString()
        => string.Create(CultureInfo.InvariantCulture, $"{(Name.Contains(':', StringComparison.Ordinal) ? $"[{Name}]" : Name)}:{Port}");
}
