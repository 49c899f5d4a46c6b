using CallCenter.V1;

namespace CallCenter.Asterisk;

/// <summary>Plays recorded connections with the lines of queue_log in what lies before and between them.</summary>
internal sealed class RepairedRecording
{
    private readonly AsteriskMapper _mapper;
    private readonly GapRepair _repair;
    private readonly string[] _logs;
    private readonly QueueLogFiles _log;
    private readonly List<AmiMessage> _held = [];

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

    /// <summary>The events of one connection, and before them those of the gap that it ends.</summary>
    /// <param name="messages">What the connection sent.</param>
    /// <param name="connected">The first time that it sent; null when it sent none: the next one tells where it belongs.</param>
    /// <param name="zone">Where a day begins at midnight.</param>
    public IEnumerable<Event> Read(IEnumerable<AmiMessage> messages, DateTimeOffset? connected, TimeZoneInfo zone)
    {
        using var rest = messages.GetEnumerator();
        Hold(rest, connected ?? DateTimeOffset.MaxValue - GapRepair.Ahead);
        if (connected is not { } time)
            yield break;
        _mapper.MarkGap();
        var lines = _log.Read(_logs, _repair.Since ?? LocalDay.StartOf(time, zone));
        foreach (var (_, each) in _repair.Fill(lines, time, Timed(time)))
        {
            _repair.Note(each);
            yield return each;
        }
        foreach (var each in _held.SelectMany(Apply))
            yield return each;
        _held.Clear();
        while (rest.MoveNext())
        {
            foreach (var each in Apply(rest.Current))
                yield return each;
        }
    }

    /// <summary>What is left when there are no more connections.</summary>
    public IEnumerable<Event> End()
    {
        if (_mapper.LatestTime == DateTimeOffset.UnixEpoch && _held.Count > 0)
            throw new InvalidDataException(
                "The recording has no Timestamp, so queue_log cannot be joined to it: record with timestampevents = yes.");
        return [.. _held.SelectMany(Apply), .. _mapper.AdvanceTo(_mapper.LatestTime + TimeSpan.FromSeconds(1))];
    }

    private void Hold(IEnumerator<AmiMessage> messages, DateTimeOffset connected)
    {
        while (messages.MoveNext())
        {
            _held.Add(messages.Current);
            if (messages.Current.Timestamp > connected + GapRepair.Ahead)
                break;
        }
    }

    private IEnumerable<(AmiMessage, DateTimeOffset)> Timed(DateTimeOffset time)
    {
        foreach (var message in _held)
        {
            time = message.Timestamp ?? time;
            yield return (message, time);
        }
    }

    private IReadOnlyList<Event> Apply(AmiMessage message)
    {
        var events = _mapper.Apply(message, _mapper.LatestTime.AddMicroseconds(1));
        foreach (var each in events)
            _repair.Note(each);
        return events;
    }
}
