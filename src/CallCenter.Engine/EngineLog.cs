using CallCenter.Core.Identity;
using CallCenter.Core.Storage;
using Microsoft.Extensions.Logging;

namespace CallCenter.Engine;

/// <summary>The engine's log lines. Nothing is logged per event.</summary>
internal static partial class EngineLog
{
    [LoggerMessage(1, LogLevel.Warning, "FoldFailed: shard {Shard} keeps its log; the fold is tried again at the next interval.")]
    public static partial void FoldFailed(ILogger logger, int shard, Exception exception);

    [LoggerMessage(2, LogLevel.Warning,
        "ChainBroken: shard {Shard} was at {Cursor}, the log goes on from {Previous}; loading the shard anew.")]
    public static partial void ChainBroken(ILogger logger, int shard, LogPosition cursor, LogPosition previous);

    [LoggerMessage(3, LogLevel.Warning, "StoreAway: the store does not answer; subscriptions show their last values as stale. {Reason}")]
    public static partial void StoreAway(ILogger logger, string reason);

    [LoggerMessage(4, LogLevel.Information, "StoreBack: the store answers again.")]
    public static partial void StoreBack(ILogger logger);

    [LoggerMessage(5, LogLevel.Information, "SessionOpened: source {Source}, fence {Fence}, after sequence {Committed}.")]
    public static partial void SessionOpened(ILogger logger, SourceId source, long fence, long committed);

    [LoggerMessage(6, LogLevel.Warning, "CommitFailed: shard {Shard}; its sessions end and their adapters resume.")]
    public static partial void CommitFailed(ILogger logger, int shard, Exception exception);

    [LoggerMessage(7, LogLevel.Information, "SessionEnded: source {Source}, fence {Fence}: {Why}.")]
    public static partial void SessionEnded(ILogger logger, SourceId source, long fence, string why);

    [LoggerMessage(8, LogLevel.Critical,
        "WorkerBroken: source {Source}; a defect: please report it with this trace. The session ends and resumes from its last commit.")]
    public static partial void WorkerBroken(ILogger logger, SourceId source, Exception exception);

    [LoggerMessage(9, LogLevel.Error,
        "ShardUnreadable: shard {Shard}: {Reason} Its sources are refused and its values incomplete until it can be read; tried again.")]
    public static partial void ShardUnreadable(ILogger logger, int shard, string reason);

    [LoggerMessage(10, LogLevel.Critical,
        "ShardDefect: shard {Shard}; a defect: please report it with this trace. It is unreadable until a new read succeeds.")]
    public static partial void ShardDefect(ILogger logger, int shard, Exception exception);

    [LoggerMessage(11, LogLevel.Critical,
        "ViewDefect: the view {Selector}; a defect: please report it with this trace. Its readers get an error, all others go on.")]
    public static partial void ViewDefect(ILogger logger, string selector, Exception exception);

    [LoggerMessage(12, LogLevel.Critical, "BoardDefect: {Request}; a defect: please report it with this trace. The board goes on.")]
    public static partial void BoardDefect(ILogger logger, string request, Exception exception);

    [LoggerMessage(13, LogLevel.Critical,
        "FormulaDefect: the view {Selector}; a defect: please report it with this trace. The columns it affects have no value.")]
    public static partial void FormulaDefect(ILogger logger, string selector, Exception exception);

    [LoggerMessage(14, LogLevel.Critical,
        "EventFailed: source {Source}, sequence {Sequence}, and {Unlogged} events before it; a defect: please report it with this trace. "
            + "The event was rejected. Its {Length} bytes, in base64: {Bytes}")]
    public static partial void EventFailed(
        ILogger logger, SourceId source, long sequence, long unlogged, int length, string bytes, Exception exception);

    [LoggerMessage(15, LogLevel.Warning,
        "ContentSkipped: shard {Shard} holds content of a newer version: {Content}. This server counts without it and leaves folds to "
            + "servers that know it; update this one.")]
    public static partial void ContentSkipped(ILogger logger, int shard, string content);

    [LoggerMessage(16, LogLevel.Warning,
        "OverLimit: tenant {Tenant}, source '{Source}': {Limit} are at their limit of {Max}; {Count} refused, or counted without "
            + "dimensions, since the previous such line (one a minute at most). {Option} raises the limit.")]
    public static partial void OverLimit(
        ILogger logger, TenantId tenant, string source, string limit, int max, long count, string option);

    [LoggerMessage(17, LogLevel.Warning,
        "AbsentSourceNotAdvanced: source {Source} is away, and its silent visits could not be ended; tried again.")]
    public static partial void AbsentSourceNotAdvanced(ILogger logger, SourceId source, Exception exception);

    [LoggerMessage(18, LogLevel.Error,
        "AlertsNotEvaluated: tenant {Tenant}; no alert is raised or cleared until it works; tried again, by this node or another.")]
    public static partial void AlertsNotEvaluated(ILogger logger, TenantId tenant, Exception exception);

    [LoggerMessage(19, LogLevel.Error,
        "TargetNotWatched: tenant {Tenant}, target '{Target}'; its alerts stay as they are until it works; tried again.")]
    public static partial void TargetNotWatched(ILogger logger, TenantId tenant, string target, Exception exception);
}
