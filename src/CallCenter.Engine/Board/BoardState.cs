using CallCenter.Core.Identity;
using CallCenter.Core.Kpis;
using CallCenter.Core.Windows;

namespace CallCenter.Engine.Board;

/// <summary>Position on a view: which board (it is new with each start of a node), which of its views, and how far.</summary>
/// <param name="View">Number of the view; a selector that nobody watched for a while gets another one.</param>
public readonly record struct BoardRevision(Guid Epoch, long View, long Number);

/// <summary>The values of one group, each with the revision it changed at.</summary>
public sealed record BoardRow(string[] Labels, KpiValue[] Values, long[] ChangedAt);

/// <summary>How complete the events behind the values are.</summary>
/// <param name="StaleSince">Since when the store does not answer, so that newer events cannot be in the values.</param>
public sealed record Completeness(Instant? Newest, IReadOnlyList<(SourceId Source, Instant From, Instant To)> Gaps, Instant? StaleSince);

/// <summary>All values of a view at one instant. Never changed after it was made: readers on any thread take it whole.</summary>
public sealed record BoardState(
    BoardRevision Revision, Instant AsOf, WindowEdges Edges, IReadOnlyList<BoardRow> Rows, Completeness Completeness);
