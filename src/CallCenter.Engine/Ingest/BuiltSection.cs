using System.Diagnostics;
using CallCenter.Core.Log;
using CallCenter.Core.Storage;

namespace CallCenter.Engine.Ingest;

/// <summary>A section ready to be committed, and what its ack will say.</summary>
/// <param name="Section">Valid until the builder builds the next section.</param>
/// <param name="HasMore">More was applied after this section was built.</param>
internal sealed record BuiltSection(MarkStep Mark, EncodedSection Section, AckNotice Notice, bool HasMore = false)
{
    /// <summary>Of a traced batch within; default when there is none.</summary>
    public ActivityContext Trace { get; init; }

    /// <summary>To be completed when the section is durable; null when nobody waits for more than its acks.</summary>
    public TaskCompletionSource? Durable { get; init; }
}

internal enum BuildResult
{
    Built,

    /// <summary>No event and no change since the last section.</summary>
    NothingNew,

    /// <summary>A batch is being applied; its thread builds the section and enlists.</summary>
    Busy,
}
