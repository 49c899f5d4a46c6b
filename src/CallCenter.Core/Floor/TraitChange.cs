using CallCenter.Core.Events;
using CallCenter.Core.Measures;

namespace CallCenter.Core.Floor;

/// <summary>What a classification makes of traits, and of the rows that were counted in by them. Used by one thread at a time.</summary>
internal sealed class TraitChange(FloorState state, TagSets tags)
{
    public VisitTraits With(VisitTraits traits, Classification change) => tags.Admit(traits with
    {
        CustomerTier = change.CustomerTier ?? traits.CustomerTier,
        CustomerSegment = change.CustomerSegment ?? traits.CustomerSegment,
        IssueType = change.IssueType ?? traits.IssueType,
        Complexity = change.Complexity ?? traits.Complexity,
        Priority = change.Priority ?? traits.Priority,
        Language = change.Language ?? traits.Language,
        Tags = change.Tags.Count == 0 ? traits.Tags : TagText.Merge(traits.Tags, change.Tags),
    });

    /// <summary>The row with other traits. Where it counts stays: a contact counts in the queue that it entered, which may be another one
    /// than that of the visit.</summary>
    public int Moved(int row, VisitTraits traits)
        // A row without dimensions does not tell the agent, and one that has retired is in no window: the counts stay there.
        => state.Rows.KeyOf(row) is { IsWithoutDimensions: false } key
            ? state.Rows.NumberOf(RowKey.OfVisit(traits) with
            {
                Queue = key.Queue,
                Channel = key.Channel,
                Direction = key.Direction,
                Agent = key.Agent,
                Team = key.Team,
                Seniority = key.Seniority,
                Reason = key.Reason,
            })
            : row;

    public static bool HasTooManyTags(VisitTraits traits) => TagText.Split(traits.Tags).Count() > TagText.CountMax;
}
