using CallCenter.V1;

namespace CallCenter.Server.Kpis;

/// <summary>Cuts snapshots that not every client would accept into parts of whole rows.</summary>
internal static class SnapshotParts
{
    /// <summary>The parts, in order. What stands beside the rows goes with the first.</summary>
    public static IEnumerable<Snapshot> Of(Snapshot whole, int partBytesMax)
    {
        var (part, bytes) = (Empty(whole), 0);
        part.Columns.AddRange(whole.Columns);
        foreach (var row in whole.Rows)
        {
            var size = row.CalculateSize();
            if (bytes > 0 && bytes + size > partBytesMax)
            {
                yield return part;
                (part, bytes) = (Empty(whole), 0);
            }
            part.Rows.Add(row);
            bytes += size;
        }
        yield return part;
    }

    private static Snapshot Empty(Snapshot whole) => new() { WindowStartTime = whole.WindowStartTime, WindowEndTime = whole.WindowEndTime };
}
