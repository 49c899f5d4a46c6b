using CallCenter.Core.Identity;
using CallCenter.Core.Storage;

namespace CallCenter.Engine.Tests;

/// <summary>What goes wrong with a commit.</summary>
internal enum CommitTrouble
{
    None,

    /// <summary>The store is away: nothing is written.</summary>
    NothingWritten,

    /// <summary>The store has written it, and the answer is lost.</summary>
    AnswerLost,
}

/// <summary>A store whose commits fail, or wait, when a test says so.</summary>
internal sealed class TroubledStore(IMetricStore inner) : IMetricStore
{
    private readonly List<LogCommit> _commits = []; // Guarded by itself.
    private volatile TaskCompletionSource? _gate;
    private TaskCompletionSource _entered = NewSignal();
    private TaskCompletionSource _folded = NewSignal();

    /// <summary>Asked for each commit.</summary>
    public Func<CommitTrouble> Trouble { get; set; } = () => CommitTrouble.None;

    /// <summary>While set, the log shows nothing new, as at a server that does not know yet that another has taken over.</summary>
    public bool ReadsLag { get; set; }

    /// <summary>While set, all calls about alerts fail.</summary>
    public bool AlertsFail { get; set; }

    /// <summary>The commits that came in, failed ones included.</summary>
    public IReadOnlyList<LogCommit> Commits
    {
        get
        {
            lock (_commits) return [.. _commits];
        }
    }

    /// <summary>Completes when a commit has come in while the gate was shut.</summary>
    public Task Entered => _entered.Task;

    /// <summary>Completes when the next fold is written.</summary>
    public Task Folded => Volatile.Read(ref _folded).Task;

    public int ShardCount => inner.ShardCount;
    public bool IsShared => inner.IsShared;
    public ILedgerStore Ledger => inner.Ledger;
    public IArchiveStore Archive => inner.Archive;
    public IAlertStore Alerts => AlertsFail ? FailingAlerts.Instance : inner.Alerts;
    public int FormatOf(int shard) => inner.FormatOf(shard);

    public void ShutGate()
    {
        _entered = NewSignal();
        _gate = NewSignal();
    }

    public void OpenGate()
    {
        var gate = _gate;
        _gate = null;
        gate!.SetResult();
    }

    public async Task<CommitOutcome> CommitAsync(int shard, LogCommit commit, CancellationToken cancellationToken)
    {
        lock (_commits) _commits.Add(commit);
        if (_gate is { } gate)
        {
            _entered.TrySetResult();
            await gate.Task.WaitAsync(cancellationToken);
        }
        var trouble = Trouble();
        if (trouble == CommitTrouble.NothingWritten) throw new StoreUnavailableException("The store is away.");
        var outcome = await inner.CommitAsync(shard, commit, cancellationToken);
        if (trouble == CommitTrouble.AnswerLost) throw new StoreUnavailableException("The answer is lost.");
        return outcome;
    }

    public async Task<bool> FoldAsync(int shard, ShardFold fold, CancellationToken cancellationToken)
    {
        var taken = await inner.FoldAsync(shard, fold, cancellationToken);
        Interlocked.Exchange(ref _folded, NewSignal()).SetResult();
        return taken;
    }

    public Task<SourceMark> ClaimAsync(int shard, SourceId source, CancellationToken cancellationToken)
        => inner.ClaimAsync(shard, source, cancellationToken);

    public Task<ShardImage> LoadAsync(int shard, CancellationToken cancellationToken) => inner.LoadAsync(shard, cancellationToken);

    public Task<IReadOnlyList<LogEntry>> ReadLogAsync(int shard, LogPosition after, int entriesMax, CancellationToken cancellationToken)
        => ReadsLag ? Task.FromResult<IReadOnlyList<LogEntry>>([]) : inner.ReadLogAsync(shard, after, entriesMax, cancellationToken);

    public Task<bool> LeaseFoldAsync(int shard, TimeSpan duration, CancellationToken cancellationToken)
        => inner.LeaseFoldAsync(shard, duration, cancellationToken);

    public ValueTask DisposeAsync() => inner.DisposeAsync();

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
