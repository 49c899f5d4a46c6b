using System.Security.Cryptography;
using System.Text;
using CallCenter.Core.Identity;
using CallCenter.Server.Callers;
using Microsoft.AspNetCore.WebUtilities;

namespace CallCenter.Server.Access;

/// <summary>A credential in the keys file: a key, of which only the hash is kept, or the name in a client certificate.</summary>
public sealed record AccessKey
{
    /// <summary>Begins every key, so that people and scanners for leaked secrets know one.</summary>
    public const string Prefix = "ccg_";

    private const int SecretBytes = 32;
    private const int IdLength = 8;
    private const string IdLetters = "abcdefghijkmnpqrstuvwxyz23456789";

    /// <value>Names the credential in lists and logs; the part of a key between its first two underscores.</value>
    public required string Id { get; init; }

    /// <value>What it is for, to people. Several keys may have one name, as while one replaces another.</value>
    public string Name { get; init; } = "";

    /// <value>The tenant that it belongs to.</value>
    public string Tenant { get; init; } = TenantId.Default.Value;

    /// <value>What it allows.</value>
    public IReadOnlyList<string> Roles { get; init; } = [];

    /// <value>SHA-256 of the whole key in hexadecimal digits; none for a certificate.</value>
    public string? Sha256 { get; init; }

    /// <value>A DNS name in client certificates of the configured authority, or their common name when they have none.</value>
    public string? Certificate { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    /// <value>Moment from which it is refused; none: never.</value>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>Makes a key; its text is in nothing that is kept.</summary>
    public static (AccessKey Key, string Text) Create(AccessKey settings)
    {
        var id = NewId();
        var text = $"{Prefix}{id}_{WebEncoders.Base64UrlEncode(RandomNumberGenerator.GetBytes(SecretBytes))}";
        return (settings with { Id = id, Sha256 = Convert.ToHexStringLower(HashOf(text)) }, text);
    }

    public static string NewId() => RandomNumberGenerator.GetString(IdLetters, IdLength);

    /// <summary>The id in the text of a key; null for anything else.</summary>
    internal static string? IdIn(string text)
    {
        var end = text.IndexOf('_', Math.Min(Prefix.Length, text.Length));
        return text.StartsWith(Prefix, StringComparison.Ordinal) && end > 0 ? text[Prefix.Length..end] : null;
    }

    // One round is enough: nobody guesses 256 random bits.
    internal bool IsTextOf(string text)
        => Sha256 is not null && CryptographicOperations.FixedTimeEquals(HashOf(text), Convert.FromHexString(Sha256));

    internal bool IsGoodAt(DateTimeOffset now) => ExpiresAt is not { } end || now < end;

    /// <summary>What is wrong with it; nothing when it can be used.</summary>
    public IEnumerable<string> Errors()
    {
        if (!TenantId.IsValid(Tenant)) yield return $"tenant '{Tenant}' is not 1 to 63 of a-z, 0-9 and -";
        if (Roles.Count == 0) yield return "it has no role";
        foreach (var problem in Roles.Select(Rights.Problem).OfType<string>()) yield return problem;
        if (Certificate is null == Sha256 is null) yield return "it needs either sha256 or certificate";
        if (Sha256 is not null && !IsHash(Sha256)) yield return "sha256 is not 64 hexadecimal digits";
    }

    /// <summary>Whether both say the same; records compare lists by reference.</summary>
    internal bool IsSameAs(AccessKey other)
        => this with { Roles = [] } == other with { Roles = [] } && Roles.SequenceEqual(other.Roles);

    private static bool IsHash(string text) => text.Length == 2 * SHA256.HashSizeInBytes && text.All(char.IsAsciiHexDigit);

    private static byte[] HashOf(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));
}
