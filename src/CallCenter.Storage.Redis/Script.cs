using System.Security.Cryptography;
using System.Text;

namespace CallCenter.Storage.Redis;

/// <summary>A script of the shards: its hash, and its text for a server that has not cached it.</summary>
internal sealed class Script
{
    public static readonly Script Open = new("open");
    public static readonly Script Raise = new("raise");
    public static readonly Script Claim = new("claim");
    public static readonly Script Commit = new("commit");
    public static readonly Script Lease = new("lease");
    public static readonly Script Fold = new("fold");
    public static readonly Script Rewrite = new("rewrite");

    public static readonly Script AlertsLease = new("alerts_lease");
    public static readonly Script AlertsWrite = new("alerts_write");
    public static readonly Script AlertsAcknowledge = new("alerts_acknowledge");
    public static readonly Script AlertsRead = new("alerts_read");

    private Script(string name)
    {
        Text = Read("shard") + "\n" + Read(name);
        // EVALSHA names scripts by this hash; it protects nothing.
        Hash = SHA1.HashData(Encoding.UTF8.GetBytes(Text));
    }

    public string Text { get; }
    public byte[] Hash { get; }

    internal static string Read(string name)
    {
        using var stream = typeof(Script).Assembly.GetManifestResourceStream($"{name}.lua")!;
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
