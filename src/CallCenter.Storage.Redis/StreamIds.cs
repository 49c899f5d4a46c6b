using System.Globalization;
using CallCenter.Core.Encoding;
using CallCenter.Core.Storage;
using StackExchange.Redis;

namespace CallCenter.Storage.Redis;

/// <summary>Positions as a stream's ids, and entries from a stream.</summary>
internal static class StreamIds
{
    public static LogPosition Read(RedisValue id)
    {
        var parts = id.ToString().Split('-');
        return parts.Length == 2 && TryRead(parts[0], out var major) && TryRead(parts[1], out var minor)
            ? new LogPosition(major, minor)
            : throw new StoredFormException($"the stored log position '{id}' is none");
    }

    public static LogEntry Entry(StreamEntry entry) => new(Read(entry.Id), Read(entry["p"]), (byte[]?)entry["d"] ?? []);

    private static bool TryRead(string text, out long number)
        => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
