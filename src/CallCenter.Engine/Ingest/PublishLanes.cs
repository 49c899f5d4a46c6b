using System.Collections.Concurrent;
using CallCenter.Core.Identity;

namespace CallCenter.Engine.Ingest;

/// <summary>A stream has the source, so its events cannot be published.</summary>
public sealed class SourceStreamingException(SourceId source)
    : Exception($"An ingest stream owns source '{source}'; publish under a source name of its own.")
{
    public SourceId SourceId { get; } = source;
}

/// <summary>The lanes of this node, one a source that is published to. Safe for several threads.</summary>
public sealed class PublishLanes(SourceSessions sessions)
{
    // Lazy, or two calls at once would both open a session, and the one that is kept could be the one that the other took over.
    private readonly ConcurrentDictionary<SourceId, Lazy<Task<PublishLane>>> _lanes = new();

    public async Task<PublishResult> PublishAsync(SourceId source, IReadOnlyList<IncomingEvent> events, CancellationToken cancellationToken)
    {
        var lane = await LaneOfAsync(source);
        try
        {
            return await lane.PublishAsync(events, cancellationToken);
        }
        catch (SessionEndedException e) when (e.End == SessionEnd.Superseded)
        {
            // A hello came meanwhile.
            throw new SourceStreamingException(source);
        }
    }

    private async Task<PublishLane> LaneOfAsync(SourceId source)
    {
        while (true)
        {
            var opening = _lanes.GetOrAdd(source, key => new Lazy<Task<PublishLane>>(() => OpenAsync(key)));
            try
            {
                var lane = await opening.Value;
                if (!lane.Completion.IsCompleted) return lane;
            }
            catch
            {
                _lanes.TryRemove(KeyValuePair.Create(source, opening));
                throw;
            }
            _lanes.TryRemove(KeyValuePair.Create(source, opening));
        }
    }

    private async Task<PublishLane> OpenAsync(SourceId source)
    {
        var session = await sessions.OpenUnlessStreamingAsync(source, CancellationToken.None) ?? throw new SourceStreamingException(source);
        return new PublishLane(session);
    }
}
