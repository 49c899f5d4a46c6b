using CallCenter.Core.Floor;
using CallCenter.Core.Storage;
using CallCenter.Engine.Limits;

namespace CallCenter.Engine;

/// <summary>Limits and periods of the engine. All are checked at start; every error is named at once.</summary>
public sealed record EngineOptions
{
    /// <value>Shortest time between the starts of two commits of a shard; the first after a pause waits for nothing. Default 5 ms, on a
    /// shared store 50 ms, since Redis pays for commits and not for what is in them; 0 to 1 s. Longer: fewer, fuller commits and later
    /// acks.</value>
    public TimeSpan? CommitSpacing { get; init; }

    /// <value>Most bytes of one commit. Default 256 KiB, 4 KiB to 16 MiB. Larger blocks a shared store for longer.</value>
    public int CommitBytesMax { get; init; } = 256 * 1024;

    /// <value>How often views are brought up to now when nothing happens. Default 250 ms, 20 ms to 5 s.</value>
    public TimeSpan TickInterval { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <value>How often the log is folded into blocks. Default 60 s, 1 s to 1 h. Longer: a longer log to read at start.</value>
    public TimeSpan FoldInterval { get; init; } = TimeSpan.FromSeconds(60);

    /// <value>How often a shared store's log is read for other nodes' commits. Default 25 ms, 5 ms to 5 s.</value>
    public TimeSpan FollowInterval { get; init; } = TimeSpan.FromMilliseconds(25);

    /// <value>Maximum number of events in a batch. Default 1,000, 1 to 10,000.</value>
    public int BatchEventsMax { get; init; } = 1_000;

    /// <value>Maximum number of events of a source that are received and whose ack is not written yet. Default 20,000, at least
    /// BatchEventsMax. More: more memory for each adapter.</value>
    public int UnackedEventsMax { get; init; } = 20_000;

    /// <value>Time without a call after which the session of a published source ends, if nothing is live there. Default 1 min, 1 s to
    /// 1 h.</value>
    public TimeSpan PublishIdleMax { get; init; } = TimeSpan.FromMinutes(1);

    /// <value>Limits of a source's floor, unless <see cref="Limits"/> names others for it.</value>
    public FloorOptions Floor { get; init; } = new();

    /// <value>What is kept of visits that are over.</value>
    public LedgerOptions Ledger { get; init; } = new();

    /// <value>Limits of tenants.</value>
    public LimitSettings Limits { get; init; } = new();

    /// <summary>The spacing of commits to a store.</summary>
    internal TimeSpan CommitSpacingOn(IMetricStore store) => CommitSpacing ?? TimeSpan.FromMilliseconds(store.IsShared ? 50 : 5);

    /// <summary>Everything that is wrong, each with what to do; empty when all is well.</summary>
    public IEnumerable<string> Errors()
    {
        if (CommitSpacing is { } spacing && (spacing < TimeSpan.Zero || spacing > TimeSpan.FromSeconds(1))) yield return Say(
            nameof(CommitSpacing), spacing, "0 to 1 s");
        if (CommitBytesMax is < 4096 or > 16 * 1024 * 1024) yield return Say(nameof(CommitBytesMax), CommitBytesMax, "4096 to 16777216");
        if (TickInterval < TimeSpan.FromMilliseconds(20) || TickInterval > TimeSpan.FromSeconds(5)) yield return Say(
            nameof(TickInterval), TickInterval, "20 ms to 5 s");
        if (FoldInterval < TimeSpan.FromSeconds(1) || FoldInterval > TimeSpan.FromHours(1)) yield return Say(
            nameof(FoldInterval), FoldInterval, "1 s to 1 h");
        if (FollowInterval < TimeSpan.FromMilliseconds(5) || FollowInterval > TimeSpan.FromSeconds(5)) yield return Say(
            nameof(FollowInterval), FollowInterval, "5 ms to 5 s");
        if (BatchEventsMax is < 1 or > 10_000) yield return Say(nameof(BatchEventsMax), BatchEventsMax, "1 to 10000");
        if (UnackedEventsMax < BatchEventsMax) yield return Say(nameof(UnackedEventsMax), UnackedEventsMax, "BatchEventsMax or more");
        if (PublishIdleMax < TimeSpan.FromSeconds(1) || PublishIdleMax > TimeSpan.FromHours(1)) yield return Say(
            nameof(PublishIdleMax), PublishIdleMax, "1 s to 1 h");
        foreach (var error in Floor.Errors().Concat(Ledger.Errors()).Concat(Limits.AllErrors())) yield return error;
    }

    private static string Say(string name, object value, string range)
        => $"Engine:{name} is {value}; set it to {range}, or leave it out for the default.";
}
