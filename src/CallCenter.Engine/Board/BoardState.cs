using System.Diagnostics;
using CallCenter.Core.Identity;
using CallCenter.Core.Kpis;
using CallCenter.Core.Windows;
using CallCenter.Engine.Shards;

namespace CallCenter.Engine.Board;

/// <summary>Position on a view: which board (it is new with each start of a node), which of its views, and how far.</summary>
/// <param name="View">Number of the view; a selector that nobody watched for a while gets another one.</param>
public readonly record struct BoardRevision(Guid Epoch, long View, long Number);

/// <summary>The values of one group, each with the revision it changed at.</summary>
/// <param name="Number">Of the row within its view, from 1; a group that comes back gets another.</param>
public sealed record BoardRow(long Number, string[] Labels, KpiValue[] Values, long[] ChangedAt);

/// <summary>A group that is gone, with the revision it went at.</summary>
/// <param name="Number">Of its row.</param>
public readonly record struct RemovedGroup(long Number, string[] Labels, long RemovedAt);

/// <summary>The newest removals of a view, oldest first.</summary>
/// <param name="KnownSince">All removals after this revision are listed; a reader of an older one needs all values.</param>
public sealed record Removals(IReadOnlyList<RemovedGroup> Groups, long KnownSince)
{
    private const int GroupsMax = 1_000;

    public static readonly Removals None = new([], 0);

    internal Removals With(IReadOnlyList<RemovedGroup> removed)
    {
        if (removed.Count == 0) return this;
        var forgotten = Math.Max(0, Groups.Count + removed.Count - GroupsMax);
        if (forgotten == 0) return this with { Groups = [.. Groups, .. removed] };
        List<RemovedGroup> all = [.. Groups, .. removed];
        return new Removals(all[forgotten..], all[forgotten - 1].RemovedAt);
    }
}

/// <summary>All values of a view at one instant. Immutable, so readers on any thread may hold it.</summary>
/// <param name="AsOf">Never before that of an earlier state of the same view, whatever the wall clock does.</param>
public sealed record BoardState(
    BoardRevision Revision, Instant AsOf, WindowSpans Window, IReadOnlyList<BoardRow> Rows, Completeness Completeness)
{
    public Removals Removals { get; init; } = Removals.None;

    /// <summary>Span of a traced commit that this state shows; default when nobody traces one.</summary>
    public ActivityContext Trace { get; init; }
}
