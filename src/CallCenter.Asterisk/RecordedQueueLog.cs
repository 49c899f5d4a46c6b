using CallCenter.V1;

namespace CallCenter.Asterisk;

/// <summary>Plays queue_log files alone, without AMI: history that nobody followed.</summary>
public static class RecordedQueueLog
{
    /// <summary>
    /// The events of queue_log files, plain or .gz, in the order of their lines. Agents are named as the log names them. The same lines
    /// and options always give the same events.
    /// </summary>
    /// <param name="files">The files, in any order.</param>
    /// <param name="options">How lines become events.</param>
    /// <param name="skipped">Counts what is passed over.</param>
    public static IEnumerable<Event> ReadEvents(IEnumerable<string> files, MappingOptions options, QueueLogSkips skipped) =>
        ReadHistory(files, options, skipped, new HistoryScope(null, IsKeptLive: true));

    /// <summary>The events as above, less those that were counted before, and perhaps the end of all that is live.</summary>
    /// <param name="files">The files, in any order.</param>
    /// <param name="options">How lines become events.</param>
    /// <param name="skipped">Counts what is passed over.</param>
    /// <param name="scope">Which events.</param>
    public static IEnumerable<Event> ReadHistory(
        IEnumerable<string> files, MappingOptions options, QueueLogSkips skipped, HistoryScope scope)
    {
        var mapper = new AsteriskMapper(options);
        var lines = new LineMapper(mapper, new MemberNames(), skipped);
        var counted = scope.CountedUntil is { } newest ? new CountedBefore(newest, options.Patience) { IsExact = true } : null;
        foreach (var line in new QueueLogFiles(skipped, options.Text).Read(files, DateTimeOffset.MinValue))
        {
            foreach (var each in lines.Apply(line))
            {
                if (counted?.Contains(line, each) != true)
                    yield return each;
            }
        }
        var end = mapper.LatestTime + TimeSpan.FromMilliseconds(1);
        foreach (var each in mapper.AdvanceTo(mapper.LatestTime + TimeSpan.FromSeconds(1)))
            yield return each;
        // Nothing of it goes on: agents must not stay logged in for ever.
        var isTold = end.ToUnixTimeMilliseconds() <= (scope.CountedUntil?.ToUnixTimeMilliseconds() ?? 1);
        if (!scope.IsKeptLive && !isTold)
            yield return new Event { OccurredTime = Outbox.Stamp(end), FloorReport = new FloorReport { GapRepaired = true } };
    }
}
