using System.IO.Enumeration;
using CallCenter.Core.Views;

namespace CallCenter.Server.Callers;

/// <summary>What the roles of a credential allow, all of it within the credential's tenant.</summary>
internal sealed record Rights
{
    public const string Ingest = "ingest", Read = "read", Acknowledge = "alerts:ack", Admin = "admin", Operator = "operator";

    private const char Values = '|';

    public static readonly Rights All = Of([Admin, Operator]);

    public bool CanRead { get; private init; }
    public bool CanAcknowledge { get; private init; }

    /// <summary>May change what the server holds of the tenant.</summary>
    public bool IsAdmin { get; private init; }

    /// <summary>May see the server itself: its load over all tenants, and no tenant's numbers.</summary>
    public bool IsOperator { get; private init; }

    /// <summary>Added to every selector of the caller.</summary>
    public IReadOnlyList<Filter> Filters { get; private init; } = [];

    /// <summary>Equal for equal filters.</summary>
    public string FiltersText { get; private init; } = "";

    public bool CanIngest => SourcePatterns.Count > 0;

    private IReadOnlyList<string> SourcePatterns { get; init; } = [];

    /// <summary>The rights of roles. Roles of other systems give none; each read role with a filter restricts all others.</summary>
    /// <exception cref="FormatException">A role of this server is misspelt: ignoring it could allow more than was meant.</exception>
    public static Rights Of(IEnumerable<string> roles)
    {
        var given = roles.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        if (given.Find(role => IsOwn(role) && Problem(role) is not null) is { } wrong) throw new FormatException(Problem(wrong));
        var isAdmin = given.Contains(Admin);
        var filters = given.Where(role => role.StartsWith($"{Read}:", StringComparison.Ordinal)).ToList();
        return new Rights
        {
            CanRead = isAdmin || given.Contains(Read) || filters.Count > 0,
            CanAcknowledge = isAdmin || given.Contains(Acknowledge),
            IsAdmin = isAdmin,
            IsOperator = given.Contains(Operator),
            Filters = [.. filters.Select(FilterOf)],
            FiltersText = string.Join('\n', filters),
            SourcePatterns = isAdmin ? ["*"] : [.. given.Select(PatternOf).OfType<string>()],
        };
    }

    /// <summary>What is wrong with a role, with what would be right; null when nothing is.</summary>
    public static string? Problem(string role)
    {
        if (role is Ingest or Read or Acknowledge or Admin or Operator || PatternOf(role) is { Length: > 0 }) return null;
        if (role.StartsWith($"{Read}:", StringComparison.Ordinal))
        {
            var (dimension, values) = Split(role);
            if (Dimension.Parse(dimension) is not null && values.Length > 0 && !values.Contains("")) return null;
        }
        return $"'{role}' is not a role; there are {Ingest}, {Ingest}:SOURCE (* for any characters), {Read}, {Read}:DIMENSION=VALUE|VALUE "
            + $"with a dimension of {string.Join(", ", Dimension.Names)} or tag.NAME, {Acknowledge}, {Admin} and {Operator}";
    }

    public bool MayIngest(string source)
        => SourcePatterns.Any(pattern => FileSystemName.MatchesSimpleExpression(pattern, source, ignoreCase: false));

    private static bool IsOwn(string role)
        => role.StartsWith($"{Read}:", StringComparison.Ordinal) || role.StartsWith($"{Ingest}:", StringComparison.Ordinal);

    private static string? PatternOf(string role)
        => role == Ingest ? "*" : role.StartsWith($"{Ingest}:", StringComparison.Ordinal) ? role[(Ingest.Length + 1)..] : null;

    private static Filter FilterOf(string role)
    {
        var (dimension, values) = Split(role);
        return new Filter(Dimension.Parse(dimension)!, values.ToHashSet(StringComparer.Ordinal));
    }

    private static (string Dimension, string[] Values) Split(string role)
    {
        var parts = role[(Read.Length + 1)..].Split('=', 2);
        return parts.Length == 2 ? (parts[0], parts[1].Split(Values)) : (parts[0], []);
    }
}
