using CallCenter.Core.Log;
using CallCenter.Core.Storage;

namespace CallCenter.Engine.Ingest;

/// <summary>What a source wants committed, and who is told.</summary>
/// <param name="Section">Stored form of the section; good until the source is asked again.</param>
/// <param name="Ended">Called once, from the writer's loop: nothing when it is durable, else why it is not. Must not block.</param>
internal sealed record PendingCommit(MarkStep Mark, EncodedSection Section, Action<CommitFailure?> Ended);

/// <summary>Gives all that a source has for the next commit, or nothing. Called from the writer's loop, and not while a commit of the
/// source is in flight: what comes meanwhile gathers at the source.</summary>
internal delegate ValueTask<PendingCommit?> CollectSection();

/// <summary>Why a commit did not happen, or may not have.</summary>
internal enum CommitFailure
{
    /// <summary>The source has another owner now.</summary>
    Superseded,

    /// <summary>The store's mark of the source is another one: a fail-over rolled it back. The adapter resumes from there.</summary>
    MarkMoved,

    /// <summary>The store does not answer; unknown whether it happened.</summary>
    StoreUnavailable,
}
