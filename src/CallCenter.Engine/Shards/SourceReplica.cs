using CallCenter.Core.Floor;
using CallCenter.Core.Identity;
using CallCenter.Core.Measures;
using CallCenter.Core.Windows;

namespace CallCenter.Engine.Shards;

/// <summary>What this node knows of one source: its rows over time, what is live, how far it is counted. Used by the board's loop only.</summary>
internal sealed class SourceReplica(SourceId source, Action<RowHistory> rowAdded)
{
    public SourceId Id => source;

    private readonly WaitingVisits _waiting = new();

    public List<RowHistory> Rows { get; } = [];
    public Dictionary<FloorItemKey, byte[]> Items { get; } = [];
    public SourceStatus Status { get; private set; } = new();
    public Sequence Committed { get; set; }

    /// <summary>Takes rows over; those known already (a replayed entry) must be the same.</summary>
    public void AddRows(int first, IReadOnlyList<RowKey> keys)
    {
        for (var i = 0; i < keys.Count; i++)
        {
            if (first + i < Rows.Count) continue;
            var row = new RowHistory(source, keys[i]);
            Rows.Add(row);
            rowAdded(row);
        }
    }

    public void Put(FloorItem item)
    {
        if (item.Value is { } value) Items[item.Key] = value;
        else Items.Remove(item.Key);
        if (item.Key.Kind == FloorItemKind.Source && item.Value is { } status) Status = FloorStatus.Read(status);
        if (_waiting.Take(item) is not { } change) return;
        var waiting = Rows[change.Row].Waiting;
        if (change.Waits) waiting.Add((change.QueuedAt.UnixMs, change.Visit));
        else waiting.Remove((change.QueuedAt.UnixMs, change.Visit));
    }
}
