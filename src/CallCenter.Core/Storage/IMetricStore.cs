using CallCenter.Core.Encoding;
using CallCenter.Core.Identity;

namespace CallCenter.Core.Storage;

/// <summary>
/// The one seam: durable shards, each a log of commits with the marks of its sources, and a fold of the log's older part. All keys of a
/// shard change together or not at all. Every call may throw <see cref="StoreUnavailableException"/>, and nothing else but a
/// cancellation; every one that reads stored data also <see cref="StoredFormException"/>. The outcome of a commit or fold that threw is
/// unknown, and asking again is safe because marks and checkpoints are compared.
/// </summary>
public interface IMetricStore : IAsyncDisposable
{
    /// <summary>Number of shards, fixed for the store's life; they are numbered from 0.</summary>
    int ShardCount { get; }

    /// <summary>True when other nodes may commit too, so that the log must be followed.</summary>
    bool IsShared { get; }

    /// <summary>Number of the stored format to write a shard's commits and folds in: the newest that all live nodes read and that the shard
    /// was raised to. Answered from memory; may grow at any time.</summary>
    int FormatOf(int shard);

    /// <summary>The ledgers of the shards.</summary>
    ILedgerStore Ledger { get; }

    /// <summary>The archives of the shards.</summary>
    IArchiveStore Archive { get; }

    /// <summary>The alerts of the tenants.</summary>
    IAlertStore Alerts { get; }

    /// <summary>Raises the source's fence, so that every older owner's commit is refused, and tells how far it is counted and
    /// where the log ends.</summary>
    Task<SourceMark> ClaimAsync(int shard, SourceId source, CancellationToken cancellationToken);

    /// <summary>Compares and sets the marks and appends the batch, atomically and durably.</summary>
    Task<CommitOutcome> CommitAsync(int shard, LogCommit commit, CancellationToken cancellationToken);

    /// <summary>Reads the shard as of its checkpoint.</summary>
    Task<ShardImage> LoadAsync(int shard, CancellationToken cancellationToken);

    /// <summary>Reads at most <paramref name="entriesMax"/> log entries after a position, in order.</summary>
    Task<IReadOnlyList<LogEntry>> ReadLogAsync(int shard, LogPosition after, int entriesMax, CancellationToken cancellationToken);

    /// <summary>Asks for the right to fold the shard, for a few fold intervals; false while another node has it.</summary>
    Task<bool> LeaseFoldAsync(int shard, TimeSpan duration, CancellationToken cancellationToken);

    /// <summary>Moves the checkpoint, atomically; false when another node moved it, or has the lease.</summary>
    Task<bool> FoldAsync(int shard, ShardFold fold, CancellationToken cancellationToken);
}

/// <summary>The store does not answer, or refuses to write.</summary>
public class StoreUnavailableException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>The store answers, but the stored form of a shard cannot be read. The message says why and names no address, so that
/// clients may see it.</summary>
public sealed class ShardUnreadableException(string message) : StoreUnavailableException(message);
