using CallCenter.Core.Events;
using CallCenter.Core.Measures;

namespace CallCenter.Core.Floor;

/// <summary>Limits the distinct sets of tags of a source, since each makes rows of its own. Used by one thread at a time.</summary>
internal sealed class TagSets(FloorState state)
{
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);

    /// <summary>Replaces the known sets by those of rows.</summary>
    public void Restore(IEnumerable<RowKey> rows)
    {
        _known.Clear();
        foreach (var row in rows)
        {
            if (row.Tags.Length > 0) _known.Add(row.Tags);
        }
    }

    /// <summary>The traits as they are counted: without tags when the source has too many sets of them.</summary>
    public VisitTraits Admit(VisitTraits traits)
    {
        if (traits.Tags.Length == 0 || _known.Contains(traits.Tags)) return traits;
        if (_known.Count < state.Options.TagSetsMax)
        {
            _known.Add(traits.Tags);
            return traits;
        }
        state.Limits.Note(SourceLimit.TagSets);
        return traits with { Tags = "" };
    }
}
