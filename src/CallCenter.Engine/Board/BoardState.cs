using CallCenter.Core.Identity;
using CallCenter.Core.Kpis;
using CallCenter.Core.Windows;
using CallCenter.Engine.Shards;

namespace CallCenter.Engine.Board;

/// <summary>Position on a view: which board (it is new with each start of a node), which of its views, and how far.</summary>
/// <param name="View">Number of the view; a selector that nobody watched for a while gets another one.</param>
public readonly record struct BoardRevision(Guid Epoch, long View, long Number);

/// <summary>The values of one group, each with the revision it changed at.</summary>
public sealed record BoardRow(string[] Labels, KpiValue[] Values, long[] ChangedAt);

/// <summary>All values of a view at one instant. Immutable, so readers on any thread may hold it.</summary>
/// <param name="AsOf">Never before that of an earlier state of the same view, whatever the wall clock does.</param>
public sealed record BoardState(
    BoardRevision Revision, Instant AsOf, WindowEdges Edges, IReadOnlyList<BoardRow> Rows, Completeness Completeness);
