using CallCenter.Core.Identity;
using CallCenter.Core.Measures;

namespace CallCenter.Core.Log;

/// <summary>What one source adds in one commit: its events from (exclusive) to (inclusive), already counted.</summary>
/// <param name="FirstRow">Number of the first of <paramref name="Rows"/>; the others follow.</param>
/// <param name="Rows">Keys of rows used for the first time.</param>
public sealed record SourceSection(
    SourceId Source, Fence Fence, Sequence From, Sequence To, int FirstRow, RowKey[] Rows, List<Delta> Deltas, List<FloorItem> Items)
{
    /// <summary>Numbers of rows that no window shows any more, ascending; the source does not use them again. Not stored in
    /// format 1.</summary>
    public IReadOnlyList<int> RetiredRows { get; init; } = [];

    /// <summary>Records of visits that are over, each a part that begins with a <see cref="LedgerRecordHead"/>; read by
    /// <see cref="BatchCodec.ReadLedgers"/> alone. Not stored in format 1.</summary>
    public ReadOnlyMemory<byte> Ledger { get; init; }
}
