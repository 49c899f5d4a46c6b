using CallCenter.V1;

namespace CallCenter.Server.Kpis;

/// <summary>Cuts messages that not every client would accept into parts of whole rows.</summary>
internal static class MessageParts
{
    /// <summary>A quarter of what gRPC clients accept unless set otherwise; a single row is far smaller.</summary>
    private const int PartBytesMax = 1024 * 1024;

    /// <summary>The parts of a response, in order; the last is the one that no more follow.</summary>
    public static IEnumerable<SubscribeResponse> Of(SubscribeResponse response) => response.MessageCase switch
    {
        SubscribeResponse.MessageOneofCase.Snapshot => Of(
            response.Snapshot.Rows, row => row.CalculateSize(), rows => new SubscribeResponse { Snapshot = Part(response.Snapshot, rows) }),
        SubscribeResponse.MessageOneofCase.Update => Of(
            response.Update.Rows, row => row.CalculateSize(), rows => new SubscribeResponse { Update = Part(response.Update, rows) }),
        _ => [response],
    };

    private static IEnumerable<SubscribeResponse> Of<TRow>(
        IReadOnlyList<TRow> rows, Func<TRow, int> sizeOf, Func<IEnumerable<TRow>, SubscribeResponse> partOf)
    {
        var (from, bytes) = (0, 0);
        for (var i = 0; i < rows.Count; i++)
        {
            var size = sizeOf(rows[i]);
            if (i > from && bytes + size > PartBytesMax)
            {
                var part = partOf(rows.Skip(from).Take(i - from));
                part.MoreFollows = true;
                yield return part;
                (from, bytes) = (i, 0);
            }
            bytes += size;
        }
        yield return partOf(rows.Skip(from));
    }

    // What stands beside the rows goes with the first part.
    private static Snapshot Part(Snapshot whole, IEnumerable<KpiRow> rows)
    {
        var part = new Snapshot { WindowStartTime = whole.WindowStartTime, WindowEndTime = whole.WindowEndTime, Rows = { rows } };
        if (part.Rows.Count == 0 || part.Rows[0] == whole.Rows[0]) part.Columns.AddRange(whole.Columns);
        return part;
    }

    private static Update Part(Update whole, IEnumerable<RowUpdate> rows)
    {
        var part = new Update { WindowStartTime = whole.WindowStartTime, WindowEndTime = whole.WindowEndTime, Rows = { rows } };
        if (part.Rows.Count == 0 || part.Rows[0] == whole.Rows[0]) part.RemovedGroups.AddRange(whole.RemovedGroups);
        return part;
    }
}
