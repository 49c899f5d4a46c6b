using System.Diagnostics;
using CallCenter.Core.Log;
using CallCenter.Core.Storage;

namespace CallCenter.Engine.Ingest;

/// <summary>A source's part of the next commit.</summary>
/// <param name="Section">Stored form of the section, valid until the source is asked again.</param>
/// <param name="Ended">Called once, from the writer's loop: with null when the commit is durable, else with the cause. Must not
/// block.</param>
internal sealed record PendingCommit(MarkStep Mark, EncodedSection Section, Action<CommitFailure?> Ended)
{
    /// <inheritdoc cref="BuiltSection.Trace"/>
    public ActivityContext Trace { get; init; }
}

/// <summary>Returns everything that a source has for the next commit, or null. Called from the writer's loop, never while a commit of the
/// source is in flight. Must not block.</summary>
internal delegate PendingCommit? CollectSection();

/// <summary>Why a commit did not happen, or may not have.</summary>
internal enum CommitFailure
{
    /// <summary>Another session owns the source.</summary>
    Superseded,

    /// <summary>The store's mark of the source differs: a fail-over rolled it back. The adapter resumes from there.</summary>
    MarkMoved,

    /// <summary>The store does not answer; the outcome is unknown.</summary>
    StoreUnavailable,
}
