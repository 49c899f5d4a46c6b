using CallCenter.Core.Floor;
using CallCenter.Core.Identity;
using CallCenter.Core.Measures;
using CallCenter.Core.Storage;
using CallCenter.Core.Views;

namespace CallCenter.Engine.Board;

/// <summary>What a source's new owner starts from.</summary>
public sealed record StoredFloor(IReadOnlyList<RowKey> Rows, IReadOnlyList<FloorItem> Items)
{
    public bool IsEmpty => Rows.Count == 0;
}

/// <summary>Something asked of the board's loop; answered there, so that nothing of it is shared.</summary>
internal abstract record BoardRequest
{
    private BoardRequest() { }

    public sealed record Committed(int Shard, LogEntry Entry) : BoardRequest;

    public sealed record TakeFloor(int Shard, SourceId Source, LogPosition LogEnd, TaskCompletionSource<StoredFloor> Answer) : BoardRequest;

    public sealed record Snapshot(Selector Selector, TaskCompletionSource<BoardState> Answer) : BoardRequest;

    public sealed record Open(Selector Selector, TimeSpan IntervalMin, TaskCompletionSource<ViewFeed> Answer) : BoardRequest;

    public sealed record Close(ViewFeed Feed) : BoardRequest;

    public sealed record Tick : BoardRequest;

    public sealed record Follow : BoardRequest;

    /// <param name="Error">Why the log could not be read.</param>
    public sealed record PageRead(int Shard, IReadOnlyList<LogEntry> Entries, StoreUnavailableException? Error) : BoardRequest;

    /// <param name="Granted">Whether this node may fold the shard; none: the store did not say.</param>
    public sealed record FoldLeased(int Shard, bool? Granted) : BoardRequest;

    /// <param name="Taken">Whether the store took it; none: unknown.</param>
    public sealed record FoldEnded(int Shard, ShardFold Fold, bool? Taken) : BoardRequest;
}
