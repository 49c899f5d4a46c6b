using System.Globalization;
using CallCenter.Client;
using CallCenter.V1;

namespace CallCenter.Cli;

/// <summary>One import: measures the files, sends them, and says what was not sent.</summary>
internal sealed class ImportRun(CliContext cli, IHistory history, string source)
{
    private readonly TaskCompletionSource<DateTimeOffset?> _counted = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly RejectionCounts _rejections = new();
    private int _eventCount;
    private int _visitCount;
    private DateTimeOffset _first = DateTimeOffset.MaxValue;
    private DateTimeOffset _last = DateTimeOffset.MinValue;

    /// <summary>Reads everything and sends nothing.</summary>
    public async Task<int> TryAsync()
    {
        Measure();
        await cli.Out.WriteLineAsync($"would send {Contents()} as '{source}'");
        await TellSkippedAsync();
        return ExitCode.Ok;
    }

    public async Task<int> RunAsync(string server, CancellationToken token)
    {
        Measure();
        SendProgress sent = await SendProgressView.ShowAsync(cli, _eventCount, show => SendAsync(server, show, token));
        await cli.Out.WriteLineAsync($"imported {Contents()} as '{source}'");
        await cli.Out.WriteLineAsync(SendSummary.Of(sent));
        _rejections.Write(cli.Out);
        await TellSkippedAsync();
        if (sent.AckedCount == sent.DuplicateCount)
            await cli.Error.WriteLineAsync($"ccg: source '{source}' had all of this before; to count it again give another --source");
        return ExitCode.Ok;
    }

    private Task<SendProgress> SendAsync(string server, Action<SendProgress> show, CancellationToken token)
    {
        var options = new EventSenderOptions
        {
            Source = source,
            Numbering = history.Numbering,
            OnConnected = history.Numbering == Numbering.ContinueAfterCommitted ? NoteCounted : null,
            OnProgress = show,
            OnRejected = rejected => _rejections.Add(rejected),
        };
        return new SendRun(cli, server).RunAsync(options, FeedAsync, token);
    }

    private async Task FeedAsync(EventSender sender, CancellationToken token)
    {
        DateTimeOffset? counted = history.Numbering == Numbering.ContinueAfterCommitted ? await _counted.Task.WaitAsync(token) : null;
        foreach (Event item in history.Read(counted))
            await sender.SendAsync(item, token);
    }

    private ValueTask<Event?> NoteCounted(V1.Welcome welcome, CancellationToken token)
    {
        _counted.TrySetResult(welcome.NewestEventTime?.ToDateTimeOffset());
        return ValueTask.FromResult<Event?>(null);
    }

    private void Measure()
    {
        foreach (Event item in history.Read(counted: null))
        {
            DateTimeOffset time = item.OccurredTime?.ToDateTimeOffset() ?? _first;
            _first = time < _first ? time : _first;
            _last = time > _last ? time : _last;
            _eventCount++;
            _visitCount += item.VisitQueued is null ? 0 : 1;
        }
        if (_eventCount == 0)
            throw new FailedException(
                $"there are no events in these files; {string.Join(", ", history.Skipped.DefaultIfEmpty("they are empty"))}");
    }

    private string Contents() => string.Create(
        CultureInfo.InvariantCulture, $"{_eventCount} events of {_visitCount} visits, {Text(_first)} to {Text(_last)}");

    private string Text(DateTimeOffset time) => TimeZoneInfo.ConvertTime(time, cli.TimeProvider.LocalTimeZone)
        .ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    private async Task TellSkippedAsync()
    {
        foreach (string line in history.Skipped)
            await cli.Out.WriteLineAsync(line);
    }
}
