using System.Collections.Concurrent;
using CallCenter.Core.Identity;

namespace CallCenter.Engine.Ingest;

/// <summary>A stream owns the source, so its events cannot be published.</summary>
public sealed class SourceStreamingException(SourceId source)
    : Exception($"An ingest stream owns source '{source}'; publish under a source name of its own.")
{
    public SourceId SourceId { get; } = source;
}

/// <summary>The lanes of this node, one a source that is published to; idle ones retire. Safe for several threads.</summary>
public sealed class PublishLanes : IDisposable
{
    private readonly SourceSessions _sessions;
    private readonly EngineOptions _options;
    private readonly TimeProvider _time;

    // Lazy, because two calls at once would both open a session, and the one that is kept could be the superseded one.
    private readonly ConcurrentDictionary<SourceId, Lazy<Task<PublishLane>>> _lanes = new();
    private readonly ITimer _sweeper;

    public PublishLanes(SourceSessions sessions, EngineOptions options, TimeProvider time)
    {
        (_sessions, _options, _time) = (sessions, options, time);
        _sweeper = time.CreateTimer(_ => Sweep(), null, options.PublishIdleMax, options.PublishIdleMax);
    }

    /// <summary>Sources with a lane.</summary>
    public int Count => _lanes.Count;

    public async Task<PublishResult> PublishAsync(SourceId source, IReadOnlyList<IncomingEvent> events, CancellationToken cancellationToken)
    {
        while (true)
        {
            var lane = await LaneOfAsync(source);
            try
            {
                if (await lane.PublishAsync(events, cancellationToken) is { } result) return result;
                await lane.Completion.WaitAsync(cancellationToken);
            }
            catch (SessionEndedException e) when (e.End == SessionEnd.Superseded)
            {
                // A stream said hello meanwhile.
                throw new SourceStreamingException(source);
            }
        }
    }

    public void Dispose() => _sweeper.Dispose();

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
        var session = await _sessions.OpenUnlessStreamingAsync(source, CancellationToken.None)
            ?? throw new SourceStreamingException(source);
        return new PublishLane(source, session, _options.UnackedEventsMax, _time);
    }

    private void Sweep()
    {
        foreach (var (source, opening) in _lanes)
        {
            if (!opening.IsValueCreated || !opening.Value.IsCompletedSuccessfully) continue;
            var lane = opening.Value.Result;
            if (lane.Completion.IsCompleted) _lanes.TryRemove(KeyValuePair.Create(source, opening));
            else lane.CompleteWhenIdle(_options.PublishIdleMax);
        }
    }
}
