using System.Collections.Concurrent;
using System.Globalization;
using CallCenter.Core.Identity;
using CallCenter.Core.Storage;

namespace CallCenter.Storage.Redis;

/// <summary>
/// How many commits this node knows each of its sources to have. A commit without events (time that passed) moves no sequence: when a
/// fail-over rolls only such ones back, this number is all that tells, and what follows would name rows that are not stored.
/// Safe for several threads.
/// </summary>
internal sealed class CommitCounts
{
    private readonly ConcurrentDictionary<SourceId, (Fence Fence, long Commits)> _known = new();

    public void Claimed(SourceId source, Fence fence, long commits) => _known[source] = (fence, commits);

    /// <summary>The mark that the step expects; with the number left open when this node does not know it.</summary>
    public string Expected(MarkStep step)
    {
        var mark = Fields.Mark(step.Fence, step.Expected);
        return _known.TryGetValue(step.Source, out var known) && known.Fence == step.Fence
            ? mark + known.Commits.ToString(CultureInfo.InvariantCulture)
            : mark;
    }

    public void Committed(IReadOnlyList<MarkStep> steps)
    {
        foreach (var step in steps)
        {
            if (_known.TryGetValue(step.Source, out var known) && known.Fence == step.Fence)
                _known[step.Source] = (known.Fence, known.Commits + 1);
        }
    }

    /// <summary>The store holds something else, or perhaps does.</summary>
    public void Forget(IReadOnlyList<MarkStep> steps)
    {
        foreach (var step in steps) _known.TryRemove(step.Source, out _);
    }
}
