using CallCenter.V1;

namespace CallCenter.Asterisk;

/// <summary>
/// Fills the time without a connection from queue_log, on each new connection before its floor report. The log is looked at as soon as the
/// connection is there; the messages that come meanwhile wait, since the members' interfaces come with the snapshot.
/// </summary>
internal sealed class LiveRepair
{
    /// <summary>Older events the server refuses.</summary>
    private static readonly TimeSpan HistoryMax = TimeSpan.FromDays(9) - TimeSpan.FromHours(1);

    /// <summary>Longest time that a call may have lasted at the beginning of a gap.</summary>
    private static readonly TimeSpan CallMax = TimeSpan.FromHours(6);

    private readonly MemberNames _names = new();
    private readonly QueueLogSkips _skipped = new();
    private readonly List<(AmiMessage Message, DateTimeOffset Arrived)> _held = [];
    private readonly Dictionary<string, long> _lengths = [];
    private readonly AsteriskOptions _options;
    private readonly AsteriskMapper _mapper;
    private readonly TimeProvider _time;
    private readonly GapRepair _repair;
    private DateTimeOffset _connected;
    private string? _failure;

    public LiveRepair(AsteriskOptions options, AsteriskMapper mapper, TimeProvider time)
    {
        (_options, _mapper, _time) = (options, mapper, time);
        _repair = new GapRepair(mapper, _names, _skipped);
    }

    /// <summary>Messages wait for the log.</summary>
    public bool IsHolding { get; private set; }

    /// <summary>Nothing is missing between what was sent last and the floor report.</summary>
    public bool IsWhole { get; private set; }

    /// <summary>Every event passes here on its way to the server.</summary>
    public void Pass(Event each)
    {
        _repair.Note(each);
        EventNames.Name(each);
        if (each.FloorReport is { } report)
            report.GapRepaired = IsWhole;
    }

    /// <summary>A connection was made: what is in the log now happened before, or its messages are on their way.</summary>
    public void Begin()
    {
        _held.Clear();
        _lengths.Clear();
        _connected = _time.GetUtcNow();
        (IsHolding, IsWhole, _failure) = (true, false, null);
        try
        {
            foreach (var file in QueueLogFiles.WithRotated(_options.QueueLog!))
                _lengths[file] = new FileInfo(file).Length;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            (IsHolding, _failure) = (false, exception.Message);
            _options.OnGapFilled?.Invoke(new GapFilled(_connected, 0, _failure));
        }
    }

    /// <summary>Keeps a message until the log was read; false: apply it now.</summary>
    /// <param name="message">What came.</param>
    /// <param name="arrived">When, by our clock: Asterisk's is not known yet.</param>
    public bool Hold(AmiMessage message, DateTimeOffset arrived)
    {
        if (IsHolding)
            _held.Add((message, arrived));
        return IsHolding;
    }

    /// <summary>Sends the events of the log, and then those of the held messages.</summary>
    public async Task FillAsync(
        QueueSnapshot snapshot, SourceClock clock, Func<Event, CancellationToken, ValueTask> send, CancellationToken cancellation)
    {
        if (!IsHolding)
            return;
        Learn(snapshot);
        var held = _held.Select(each => (each.Message, Time: TimeOf(each.Message, clock.At(each.Arrived)))).ToArray();
        var connected = clock.At(_connected);
        var counted = _repair.Since is null && _options.CountedUntil is { } ask ? await ask(cancellation) : null;
        var since = _repair.Since ?? Start(connected, counted);
        var before = counted is null ? null : new CountedBefore(counted.Value, _options.Mapping.Patience);
        var log = new QueueLogFiles(_skipped, _options.Mapping.Text);
        var count = 0L;
        try
        {
            IsWhole = log.FirstTime(_lengths.Keys) <= (_repair.Since ?? counted ?? DateTimeOffset.MaxValue);
            _failure = IsWhole ? null : "it begins later";
            foreach (var (line, each) in _repair.Fill(log.Read(_lengths.Keys, since, _lengths), connected, held))
            {
                if (before?.Contains(line, each) == true)
                {
                    _repair.Note(each);
                    continue;
                }
                await send(each, cancellation);
                count++;
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            (IsWhole, _failure) = (false, exception.Message);
        }
        IsHolding = false;
        foreach (var (message, at) in held)
            foreach (var each in _mapper.Apply(message, at, at))
                await send(each, cancellation);
        _held.Clear();
        _options.OnGapFilled?.Invoke(new GapFilled(since, count, _failure));
    }

    private static DateTimeOffset TimeOf(AmiMessage message, DateTimeOffset arrived) =>
        message.Timestamp is { } stamp && stamp <= arrived + AsteriskSession.AheadMax ? stamp : arrived;

    private DateTimeOffset Start(DateTimeOffset connected, DateTimeOffset? counted)
    {
        var midnight = LocalDay.StartOf(connected, _time.LocalTimeZone);
        if (counted is null)
            return midnight;
        var earliest = counted < connected - HistoryMax ? connected - HistoryMax : counted.Value;
        return earliest - CallMax < midnight ? earliest - CallMax : midnight;
    }

    private void Learn(QueueSnapshot snapshot)
    {
        foreach (var queue in snapshot.Queues)
            _mapper.LearnQueue(queue);
        foreach (var member in snapshot.Members)
            _names.Learn(member.Name, member.Interface);
        foreach (var row in snapshot.Channels?.Talking ?? [])
            _names.LearnChannel(row.AgentChannel, row.Interface);
    }
}
