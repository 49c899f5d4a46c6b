using CallCenter.Core.Events;
using CallCenter.Core.Measures;

namespace CallCenter.Core.Tests.Model;

/// <summary>What a fact can be grouped and filtered by; empty where it does not have the dimension.</summary>
internal sealed record Dims(string Source)
{
    public string Queue { get; init; } = "";
    public string Agent { get; init; } = "";
    public string Team { get; init; } = "";
    public string Seniority { get; init; } = "";
    public string Channel { get; init; } = "";
    public string Direction { get; init; } = "";
    public string CustomerTier { get; init; } = "";
    public string IssueType { get; init; } = "";
    public string Complexity { get; init; } = "";
    public string CustomerSegment { get; init; } = "";
    public string Priority { get; init; } = "";
    public string Language { get; init; } = "";
    public string Reason { get; init; } = "";
    public string Tags { get; init; } = "";

    public static Dims Of(string source, VisitTraits traits) => new(source)
    {
        Queue = traits.Queue,
        Channel = NameOf(traits.Channel),
        Direction = traits.Direction.ToString().ToLowerInvariant(),
        CustomerTier = traits.CustomerTier,
        IssueType = traits.IssueType,
        Complexity = traits.Complexity,
        CustomerSegment = traits.CustomerSegment,
        Priority = traits.Priority,
        Language = traits.Language,
        Tags = traits.Tags,
    };

    public static string NameOf(Channel channel) => channel.ToString().ToLowerInvariant();

    public Dims With(Classification change) => this with
    {
        IssueType = change.IssueType ?? IssueType,
        CustomerTier = change.CustomerTier ?? CustomerTier,
        Tags = change.Tags.Count == 0 ? Tags : TagText.Merge(Tags, change.Tags),
    };

    public string ValueOf(string dimension) => dimension switch
    {
        "queue" => Queue,
        "agent" => Agent,
        "team" => Team,
        "channel" => Channel,
        "direction" => Direction,
        "customer_tier" => CustomerTier,
        "issue_type" => IssueType,
        "complexity" => Complexity,
        "customer_segment" => CustomerSegment,
        "priority" => Priority,
        "language" => Language,
        "seniority" => Seniority,
        "reason" => Reason,
        "source" => Source,
        _ => TagOf(dimension["tag.".Length..]),
    };

    private string TagOf(string name)
    {
        foreach (var tag in Tags.Split('\u001e'))
        {
            if (tag.StartsWith(name + "\u001f", StringComparison.Ordinal)) return tag[(name.Length + 1)..];
        }
        return "";
    }
}
