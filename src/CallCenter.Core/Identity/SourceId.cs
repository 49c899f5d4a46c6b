namespace CallCenter.Core.Identity;

/// <summary>One adapter identity with its own sequence of events, within its tenant. Compared byte by byte.</summary>
/// <param name="Name">The name in the adapter's hello; holds no control characters (the server refuses them).</param>
public readonly record struct SourceId(TenantId Tenant, string Name)
{
    private const char AfterTenant = '\u001f';

    /// <summary>The text that names the source in stored data: of the default tenant the plain name, so that data from before there
    /// were tenants keeps its meaning and its shard; of others tenant, unit separator, name.</summary>
    public string StoredKey => Tenant == TenantId.Default ? Name : $"{Tenant}{AfterTenant}{Name}";

    public static SourceId FromStoredKey(string key)
    {
        var at = key.IndexOf(AfterTenant, StringComparison.Ordinal);
        return at < 0 ? new SourceId(TenantId.Default, key) : new SourceId(new TenantId(key[..at]), key[(at + 1)..]);
    }

    /// <summary>The name for people, in logs and messages: data stored before names were checked may hold any character.</summary>
    public override string ToString() => SafeText.Of(Name);
}
