using CallCenter.Core.Encoding;
using CallCenter.Core.Identity;
using CallCenter.Core.Log;

namespace CallCenter.Core.Storage;

/// <summary>Names a packed block of slots: the index of the ladder's level and the block's start in seconds. Level
/// <see cref="BaseLevel"/> holds the sum of all slots before the kept ones.</summary>
public readonly record struct BlockKey(int Level, uint Start)
{
    public const int BaseLevel = 99;
}

/// <summary>A packed block. Without bytes it is gone: a coarser one holds its slots now.</summary>
public readonly record struct Block(BlockKey Key, ReadOnlyMemory<byte> Bytes);

/// <summary>A stored row key of a source. In a fold without bytes when the row has retired.</summary>
public readonly record struct StoredRow(SourceId Source, int Number, ReadOnlyMemory<byte> Key);

/// <summary>A stored item of a source's floor, its value as the image holds it (see <see cref="FloorItemForm"/>); without one:
/// gone.</summary>
public readonly record struct StoredItem(SourceId Source, FloorItem Item);

/// <summary>A shard as of its checkpoint. The log after the checkpoint adds the rest.</summary>
/// <param name="FoldedAt">When the checkpoint was made, seconds since 1970; which level of blocks holds a slot follows from it.</param>
public sealed record ShardImage(
    LogPosition Checkpoint, uint FoldedAt, IReadOnlyList<Block> Blocks, IReadOnlyList<StoredRow> Rows, IReadOnlyList<StoredItem> Items)
{
    /// <summary>Number of the stored format of <see cref="Rows"/> and <see cref="Items"/>; blocks name their own.</summary>
    public int Format { get; init; } = StoredFormat.Newest;

    /// <summary>What is archived of each source; none: nothing yet.</summary>
    public IReadOnlyList<ArchiveExtent> Archived { get; init; } = [];
}

/// <summary>Moves a shard's checkpoint: holds the folded changes of the log since. Log entries up to the checkpoint may go.</summary>
/// <param name="Expected">The checkpoint that must hold; else nothing is written.</param>
public sealed record ShardFold(
    LogPosition Expected, LogPosition Checkpoint, uint FoldedAt,
    IReadOnlyList<Block> Blocks, IReadOnlyList<StoredRow> Rows, IReadOnlyList<StoredItem> Items)
{
    /// <summary>Number of the stored format of the image after the fold. A fold that raises it holds the whole image.</summary>
    public int Format { get; init; } = StoredFormat.Newest;

    /// <summary>The ledger's part of the folded log, ascending.</summary>
    public IReadOnlyList<LedgerChunk> Ledger { get; init; } = [];

    /// <summary>What the shard keeps of its ledger after the fold.</summary>
    public LedgerKept LedgerKept { get; init; } = LedgerKept.All;

    /// <summary>Closed hours and days that leave the working history, in order for each source and level.</summary>
    public IReadOnlyList<ArchiveBlock> Archive { get; init; } = [];

    /// <summary>What is archived after the fold of the sources of which something was closed.</summary>
    public IReadOnlyList<ArchiveExtent> Archived { get; init; } = [];

    /// <summary>What the shard keeps of the archives of those sources.</summary>
    public ArchiveKept ArchiveKept { get; init; }
}
