using System.Globalization;

namespace CallCenter.Benchmarks.Redis;

/// <summary>Each row and bucket a hash: HINCRBY per counter and ladder, pipelined; EXPIRE once for each new key.</summary>
internal sealed class Buckets(int port) : IDesign
{
    private readonly RespLink _link = new(port);
    private readonly HashSet<(int Row, int Width, long Bucket)> _known = [];

    public static string KeyOf(int row, int width, long bucket) => string.Create(CultureInfo.InvariantCulture, $"b:{row}:{width}:{bucket}");

    public async Task FlushAsync(ReadOnlyMemory<CountedEvent> events, long nowMs)
    {
        Write(events.Span);
        await _link.RunAsync();
    }

    public ValueTask DisposeAsync()
    {
        _link.Dispose();
        return ValueTask.CompletedTask;
    }

    private void Write(ReadOnlySpan<CountedEvent> events)
    {
        foreach (var e in events)
        {
            foreach (var (row, measure, value) in e.Increments)
            {
                foreach (var (width, kept) in Ladders.All)
                {
                    var bucket = e.AtMs / 1000 / width;
                    var key = KeyOf(row, width, bucket);
                    _link.Command("HINCRBY", 3);
                    _link.Text(key);
                    _link.Number((int)measure);
                    _link.Number(value);
                    if (!_known.Add((row, width, bucket))) continue;
                    _link.Command("EXPIRE", 2);
                    _link.Text(key);
                    _link.Number(kept);
                }
            }
        }
    }
}
