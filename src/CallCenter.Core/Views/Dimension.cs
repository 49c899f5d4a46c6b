using CallCenter.Core.Events;
using CallCenter.Core.Identity;
using CallCenter.Core.Measures;
using CallCenter.Core.Windows;

namespace CallCenter.Core.Views;

/// <summary>Something that rows can be grouped and filtered by.</summary>
public sealed record Dimension(string Name)
{
    private const string TagPrefix = "tag.";

    private static readonly IReadOnlyList<string> Channels = NamesOf<Channel>(), Directions = NamesOf<Direction>();

    public static readonly IReadOnlyList<string> Names =
    [
        "queue", "agent", "team", "channel", "direction", "customer_tier", "customer_segment", "issue_type", "complexity", "priority",
        "language", "seniority", "reason", "source",
    ];

    public static Dimension? Parse(string name)
        => Names.Contains(name) || (name.StartsWith(TagPrefix, StringComparison.Ordinal) && name.Length > TagPrefix.Length)
            ? new Dimension(name) : null;

    /// <summary>All values that it can have; null: any text.</summary>
    public IReadOnlyList<string>? FixedValues => Name switch
    {
        "channel" => Channels,
        "direction" => Directions,
        _ => null,
    };

    public bool IsQueue => Name == "queue";
    public bool IsAgent => Name == "agent";
    public bool IsSource => Name == "source";

    /// <summary>A row's value; empty when its facts do not have the dimension.</summary>
    public string ValueOf(RowHistory row) => ValueOf(row.Key, row.Source);

    /// <inheritdoc cref="ValueOf(RowHistory)"/>
    /// <param name="source">Source of the row.</param>
    public string ValueOf(RowKey key, SourceId source) => Name switch
    {
        "queue" => key.Queue,
        "agent" => key.Agent,
        "team" => key.Team,
        "channel" => key.Channel is { } channel ? channel.ToString().ToLowerInvariant() : "",
        "direction" => key.Direction is { } direction ? direction.ToString().ToLowerInvariant() : "",
        "customer_tier" => key.CustomerTier,
        "customer_segment" => key.CustomerSegment,
        "priority" => key.Priority,
        "language" => key.Language,
        "issue_type" => key.IssueType,
        "complexity" => key.Complexity,
        "seniority" => key.Seniority,
        "reason" => key.Reason,
        "source" => source.Name,
        _ => TagText.Find(key.Tags, Name[TagPrefix.Length..]),
    };

    private static string[] NamesOf<T>() where T : struct, Enum => [.. Enum.GetNames<T>().Select(name => name.ToLowerInvariant())];
}
