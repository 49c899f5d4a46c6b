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
    public static IEnumerable<Event> ReadEvents(IEnumerable<string> files, MappingOptions options, QueueLogSkips skipped)
    {
        var mapper = new AsteriskMapper(options);
        var lines = new LineMapper(mapper, new MemberNames(), skipped);
        foreach (var line in new QueueLogFiles(skipped).Read(files, DateTimeOffset.MinValue))
        {
            foreach (var each in lines.Apply(line))
                yield return each;
        }
        foreach (var each in mapper.AdvanceTo(mapper.LatestTime + TimeSpan.FromSeconds(1)))
            yield return each;
    }
}
