using CallCenter.Core.Identity;

namespace CallCenter.Core.Storage;

/// <summary>Records of finished visits from a stretch of a shard's log. The ledger is the chunks in the order of their positions, and then
/// the records in the log after them.</summary>
/// <param name="Position">Of the last log entry of the stretch.</param>
/// <param name="DoneTo">When the last of the visits was over.</param>
/// <param name="Head">The stored <see cref="LedgerHead"/>.</param>
/// <param name="Data">The stored records; see <see cref="LedgerCodec"/>.</param>
public sealed record LedgerChunk(LogPosition Position, Instant DoneTo, ReadOnlyMemory<byte> Head, ReadOnlyMemory<byte> Data);

/// <summary>A chunk without its records.</summary>
/// <param name="DoneTo">When the last of its visits was over.</param>
public readonly record struct LedgerChunkHead(LogPosition Position, ReadOnlyMemory<byte> Head, Instant DoneTo);

/// <summary>How much of its ledger a shard keeps; the oldest chunks beyond either limit go.</summary>
/// <param name="From">Chunks whose visits were all over before go.</param>
/// <param name="BytesMax">Of the stored records and heads together.</param>
public readonly record struct LedgerKept(Instant From, long BytesMax)
{
    public static readonly LedgerKept All = new(Instant.MinValue, long.MaxValue);
}
