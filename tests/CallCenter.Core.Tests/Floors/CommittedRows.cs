using CallCenter.Core.Floor;
using CallCenter.Core.Measures;

namespace CallCenter.Core.Tests.Floors;

internal static class CommittedRows
{
    /// <summary>The new rows of a commit as a later owner of the source gets them.</summary>
    public static List<KnownRow> KnownRows(this FloorCommit commit)
        => [.. commit.Rows.Select((key, i) => new KnownRow(
            commit.FirstRow + i, key, commit.Deltas.Where(d => d.Row == commit.FirstRow + i).Select(d => d.Slot).DefaultIfEmpty().Max()))];
}
