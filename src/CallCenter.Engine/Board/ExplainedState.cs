using CallCenter.Core.Explanations;
using CallCenter.Core.Identity;
using CallCenter.Core.Storage;
using CallCenter.Core.Windows;

namespace CallCenter.Engine.Board;

/// <summary>What the board knows of a value at one instant; the ledger is read beside it.</summary>
/// <param name="Values">The value and its parts, of one group; null where not asked for.</param>
/// <param name="Agents">What agents add, by source and agent; null where there are none.</param>
/// <param name="Sources">Sources with contacts that may be behind the value.</param>
/// <param name="Shards">How far the log of each of their shards was read.</param>
internal sealed record ExplainedState(
    Instant AsOf, WindowSpans Window, BoardState? Values, BoardState? Agents, IReadOnlyList<ExplainedSource> Sources,
    IReadOnlyDictionary<int, LogPosition> Shards);
