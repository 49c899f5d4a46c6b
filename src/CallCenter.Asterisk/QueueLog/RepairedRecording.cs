using CallCenter.V1;

namespace CallCenter.Asterisk;

/// <summary>
/// Plays recorded connections, and lines of queue_log where messages are missing: before, between and after the connections, and within
/// one where messages stop for seconds while the log goes on.
/// </summary>
internal sealed class RepairedRecording
{
    /// <summary>Below it the two edges of a silence overlap.</summary>
    private static readonly TimeSpan SilenceMin = TimeSpan.FromSeconds(2);

    private readonly AsteriskMapper _mapper;
    private readonly GapRepair _repair;
    private readonly RecentMessages _recent = new();
    private readonly string[] _logs;
    private readonly QueueLogFiles _log;
    private readonly List<RecordedMessage> _ahead = [];

    public RepairedRecording(MappingOptions options, string queueLog, MemberNames names)
    {
        var skipped = new QueueLogSkips();
        _mapper = new AsteriskMapper(options);
        _repair = new GapRepair(_mapper, names, skipped);
        _logs = QueueLogFiles.WithRotated(queueLog);
        _log = new QueueLogFiles(skipped, options.Text);
    }

    /// <summary>A queue's name as its own events spell it.</summary>
    public void LearnQueue(string spelling) => _mapper.LearnQueue(spelling);

    /// <summary>The events of all connections and of the log, from the start of the first day of the recording to the end of its
    /// last.</summary>
    /// <param name="messages">The messages of all connections, in order.</param>
    /// <param name="zone">Where a day begins at midnight.</param>
    public IEnumerable<Event> Read(IEnumerable<RecordedMessage> messages, TimeZoneInfo zone)
    {
        using var rest = messages.GetEnumerator();
        if (TimeAhead(rest) is not { } first)
            throw new AmiRecordingException(
                "The recording has no Timestamp, so queue_log cannot be joined to it: record with timestampevents = yes.");
        var midnight = LocalDay.StartOf(first, zone);
        using var window = new LogWindow(_log.Read(_logs, midnight));
        while (Pull(rest, 1))
        {
            foreach (var each in Fill(rest, window, _repair.Since ?? midnight))
                yield return each;
            foreach (var each in Apply())
                yield return each;
        }
        foreach (var each in End(window, LocalDay.EndOf(_mapper.LatestTime, zone)))
            yield return each;
    }

    /// <summary>The lines of the time before the next message, when it is the first of its connection or messages are missing.</summary>
    private IEnumerable<Event> Fill(IEnumerator<RecordedMessage> rest, LogWindow window, DateTimeOffset since)
    {
        var (next, isFirst) = _ahead[0];
        var mayLack = isFirst || next.Event == "FullyBooted" || next.Timestamp - _mapper.LatestTime >= SilenceMin;
        if (!mayLack || TimeAhead(rest) is not { } time)
            return [];
        while (!(_ahead[^1].Message.Timestamp > time + GapRepair.Ahead) && Pull(rest, _ahead.Count + 1))
        {
            // Until the messages reach far enough to be compared with the log.
        }
        var lines = window.Between(since, GapRepair.EndOf(time));
        var ahead = Timed(time).ToArray();
        if (!isFirst && !_recent.Lack(lines, _repair.Recent, ahead))
            return [];
        window.Drop(lines.Count);
        return Fill(lines, time, ahead);
    }

    private List<Event> Fill(IReadOnlyList<QueueLogLine> lines, DateTimeOffset time, (AmiMessage, DateTimeOffset)[] ahead)
    {
        _mapper.MarkGap();
        _repair.Note(_recent.DrainMembers());
        var events = new List<Event>();
        foreach (var (_, each) in _repair.Fill(lines, time, ahead))
        {
            _repair.Note(each);
            events.Add(each);
        }
        return events;
    }

    private List<Event> End(LogWindow window, DateTimeOffset end)
    {
        var since = _repair.Since!.Value;
        var lines = window.Between(since, end);
        var events = _recent.Lack(lines, _repair.Recent, []) ? Fill(lines, end, []) : [];
        events.AddRange(_mapper.AdvanceTo(_mapper.LatestTime + TimeSpan.FromSeconds(1)));
        return events;
    }

    private IReadOnlyList<Event> Apply()
    {
        var message = _ahead[0].Message;
        _ahead.RemoveAt(0);
        var time = message.Timestamp ?? _mapper.LatestTime.AddMicroseconds(1);
        var events = _mapper.Apply(message, time);
        _recent.Add(message, time);
        foreach (var each in events.Where(each => each.QueueMembershipChanged is null))
            _repair.Note(each);
        return events;
    }

    private bool Pull(IEnumerator<RecordedMessage> rest, int count)
    {
        while (_ahead.Count < count && rest.MoveNext())
            _ahead.Add(rest.Current);
        return _ahead.Count >= count;
    }

    /// <summary>The next time that a message bears; null when none does any more.</summary>
    private DateTimeOffset? TimeAhead(IEnumerator<RecordedMessage> rest)
    {
        for (var i = 0; Pull(rest, i + 1); i++)
        {
            if (_ahead[i].Message.Timestamp is { } time)
                return time;
        }
        return null;
    }

    private IEnumerable<(AmiMessage, DateTimeOffset)> Timed(DateTimeOffset time)
    {
        foreach (var (message, _) in _ahead)
        {
            time = message.Timestamp ?? time;
            yield return (message, time);
        }
    }
}
