using CallCenter.Core.Identity;

namespace CallCenter.Core.Storage;

/// <summary>Length of the span of an archive block. Stored by number.</summary>
public enum ArchiveLevel : byte
{
    /// <summary>An hour of the clock of the tenant's zone.</summary>
    Hour = 0,

    /// <summary>A day of the tenant's zone.</summary>
    Day = 1,
}

/// <summary>What a source counted in a closed hour or day: see <see cref="ArchiveCodec"/>. In a span without a block it counted
/// nothing.</summary>
/// <param name="End">Seconds since 1970, exclusive; larger than that of the block before it of the same source and level.</param>
public sealed record ArchiveBlock(SourceId Source, ArchiveLevel Level, uint End, ReadOnlyMemory<byte> Bytes);

/// <summary>The time of a source that the archive answers for, in seconds since 1970.</summary>
/// <param name="From">Start of the first hour that was ever archived.</param>
/// <param name="To">End of the last one, exclusive: from here on the shard's rows have the counts.</param>
public readonly record struct ArchiveExtent(SourceId Source, uint From, uint To);

/// <summary>How far back a shard keeps its archive; blocks that end at or before these moments go.</summary>
/// <param name="HoursFrom">Seconds since 1970.</param>
/// <param name="DaysFrom">Seconds since 1970.</param>
public readonly record struct ArchiveKept(uint HoursFrom, uint DaysFrom)
{
    public const int HourDays = 62, DayDays = 400;

    public static ArchiveKept At(uint now) => new(Before(now, HourDays), Before(now, DayDays));

    private static uint Before(uint now, uint days) => now > days * 86_400 ? now - days * 86_400 : 0;
}
