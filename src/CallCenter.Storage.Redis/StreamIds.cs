using System.Globalization;
using CallCenter.Core.Storage;
using StackExchange.Redis;

namespace CallCenter.Storage.Redis;

/// <summary>Positions as a stream's ids, and entries from a stream.</summary>
internal static class StreamIds
{
    public static LogPosition Read(RedisValue id)
    {
        var text = id.ToString();
        var dash = text.IndexOf('-', StringComparison.Ordinal);
        return new LogPosition(Number(text.AsSpan(0, dash)), Number(text.AsSpan(dash + 1)));
    }

    public static LogEntry Entry(StreamEntry entry) => new(Read(entry.Id), Read(entry["p"]), (byte[])entry["d"]!);

    private static long Number(ReadOnlySpan<char> text) => long.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);
}
