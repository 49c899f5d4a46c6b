using CallCenter.Core.Identity;

namespace CallCenter.Core.Storage;

/// <summary>One commit in a shard's log.</summary>
/// <param name="Previous">The entry before this one. A reader whose last entry is another one has lost the thread (a fail-over rolled
/// entries back) and loads the shard anew.</param>
public sealed record LogEntry(LogPosition Position, LogPosition Previous, ReadOnlyMemory<byte> Batch);

/// <summary>A batch to append, and the marks that must hold for it.</summary>
public sealed record LogCommit(IReadOnlyList<MarkStep> Marks, ReadOnlyMemory<byte> Batch);

/// <summary>Outcome of a commit.</summary>
public abstract record CommitOutcome
{
    private CommitOutcome() { }

    /// <summary>Durably appended, at the store's durability; marks set.</summary>
    public sealed record Committed(LogEntry Entry) : CommitOutcome;

    /// <summary>A mark was not as expected; nothing was written.</summary>
    public sealed record Refused(SourceId Source, SourceMark Actual) : CommitOutcome;
}
