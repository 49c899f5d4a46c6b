using CallCenter.Core.Identity;
using CallCenter.Core.Kpis;
using CallCenter.Core.Windows;

namespace CallCenter.Engine.Board;

/// <summary>Position on a view: which board (it is new with each start of a node) and how far.</summary>
public readonly record struct BoardRevision(Guid Epoch, long Number);

/// <summary>The values of one group, each with the revision it changed at.</summary>
public sealed record BoardRow(string[] Labels, KpiValue[] Values, long[] ChangedAt);

/// <summary>How complete the events behind the values are.</summary>
public sealed record Completeness(Instant? Newest, IReadOnlyList<(SourceId Source, Instant From, Instant To)> Gaps);

/// <summary>All values of a view at one instant. Never changed after it was made: readers on any thread take it whole.</summary>
/// <param name="IsStale">The store does not answer, so newer events cannot be in it.</param>
public sealed record BoardState(
    BoardRevision Revision, Instant AsOf, WindowEdges Edges, IReadOnlyList<BoardRow> Rows, Completeness Completeness, bool IsStale);
