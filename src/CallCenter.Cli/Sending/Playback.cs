using CallCenter.V1;

namespace CallCenter.Cli;

/// <summary>
/// The events of a recording, paced and shifted in time so that the last event is sent at its own time. All are shifted
/// by the same span, so that no event lies in the server's future at any speed.
/// </summary>
internal sealed class Playback(Recording recording, string path, Speed speed, TimeProvider timeProvider)
{
    private DateTimeOffset _first;
    private DateTimeOffset _last;

    /// <summary>The number of events in the recording; known after <see cref="Measure"/>.</summary>
    public int EventCount { get; private set; }

    /// <summary>What the recording lacks.</summary>
    public IEnumerable<string> Remarks => recording.Remarks(path);

    /// <summary>Reads the recording once, for its length.</summary>
    public void Measure()
    {
        foreach (Event item in recording.Read(path))
        {
            DateTimeOffset time = TimeOf(item);
            _first = EventCount == 0 || time < _first ? time : _first;
            _last = EventCount == 0 || time > _last ? time : _last;
            EventCount++;
        }
        if (EventCount > 0)
            return;
        string remarks = string.Concat(Remarks.Select(remark => $"; {remark}"));
        throw new FailedException($"{path} has no events; check that it is a recording of kind '{recording.Name}'{remarks}");
    }

    /// <summary>Sends the recording.</summary>
    /// <param name="send">Takes an event.</param>
    /// <param name="times">Whether its times are moved.</param>
    /// <param name="token">Ends the sending.</param>
    /// <returns>A task that ends when the sender has accepted the last event.</returns>
    public async Task PlayAsync(Func<Event, CancellationToken, ValueTask> send, Times times, CancellationToken token)
    {
        long start = timeProvider.GetTimestamp();
        TimeSpan shift = timeProvider.GetUtcNow() + speed.Delay(_last - _first) - _last;
        foreach (Event item in recording.Read(path))
        {
            TimeSpan early = speed.Delay(TimeOf(item) - _first) - timeProvider.GetElapsedTime(start);
            if (early > TimeSpan.Zero)
                await Task.Delay(early, timeProvider, token);
            await send(times == Times.Rebased ? Rebase.Move(item, shift) : item, token);
        }
    }

    private static DateTimeOffset TimeOf(Event item) => item.OccurredTime?.ToDateTimeOffset() ?? DateTimeOffset.UnixEpoch;
}
