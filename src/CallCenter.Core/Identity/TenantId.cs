namespace CallCenter.Core.Identity;

/// <summary>An organisation whose sources, rows and views are apart from all others'.</summary>
/// <param name="Value">1 to 63 of a-z, 0-9 and "-"; see <see cref="IsValid"/>.</param>
public readonly record struct TenantId(string Value)
{
    private const int LengthMax = 63;

    /// <summary>The tenant of callers without credentials.</summary>
    public static readonly TenantId Default = new("default");

    public static bool IsValid(string value)
        => value.Length is > 0 and <= LengthMax && value.All(c => c is (>= 'a' and <= 'z') or (>= '0' and <= '9') or '-');

    public override string ToString() => Value;
}
