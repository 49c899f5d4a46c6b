using System.Globalization;

namespace CallCenter.Benchmarks.Redis;

/// <summary>Each counter a sorted set of events by time, trimmed to the window with every event.</summary>
internal sealed class SortedSets(int port) : IDesign
{
    private const long WindowMs = 30 * 60_000;

    private readonly RespLink _link = new(port);
    private long _number;

    public async Task FlushAsync(ReadOnlyMemory<CountedEvent> events, long nowMs)
    {
        Write(events.Span, nowMs);
        await _link.RunAsync();
    }

    public ValueTask DisposeAsync()
    {
        _link.Dispose();
        return ValueTask.CompletedTask;
    }

    private void Write(ReadOnlySpan<CountedEvent> events, long nowMs)
    {
        foreach (var e in events)
        {
            var id = string.Create(CultureInfo.InvariantCulture, $"{e.Source}:{++_number}");
            foreach (var (row, measure, value) in e.Increments)
            {
                var key = string.Create(CultureInfo.InvariantCulture, $"log:{row}:{(int)measure}");
                _link.Command("ZADD", 3);
                _link.Text(key);
                _link.Number(e.AtMs);
                // A sum must carry its value in the member.
                _link.Text(value == 1 ? id : string.Create(CultureInfo.InvariantCulture, $"{id}:{value}"));
                _link.Command("ZREMRANGEBYSCORE", 3);
                _link.Text(key);
                _link.Text("-inf");
                _link.Number(nowMs - WindowMs);
            }
        }
    }
}
