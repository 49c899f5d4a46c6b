using System.Globalization;
using System.Text;
using StackExchange.Redis;

namespace CallCenter.Server.Tests.Golden;

/// <summary>Keys of Redis as lines of commands that make them, which every version understands; bytes that are not plain are %XX.</summary>
internal static class RedisDump
{
    public static async Task<List<string>> WriteAsync(IConnectionMultiplexer redis, string prefix, string writtenPrefix)
    {
        var db = redis.GetDatabase();
        var lines = new List<string>();
        await foreach (var key in redis.GetServers()[0].KeysAsync(pattern: $"{prefix}:*"))
        {
            var name = writtenPrefix + key.ToString()[prefix.Length..];
            switch (await db.KeyTypeAsync(key))
            {
                case RedisType.String:
                    lines.Add(Line("SET", name, await db.StringGetAsync(key)));
                    break;
                case RedisType.Hash:
                    foreach (var entry in await db.HashGetAllAsync(key)) lines.Add(Line("HSET", name, entry.Name, entry.Value));
                    break;
                case RedisType.Stream:
                    foreach (var entry in await db.StreamRangeAsync(key))
                        lines.Add(Line(["XADD", name, entry.Id, .. entry.Values.SelectMany(v => new[] { v.Name, v.Value })]));
                    break;
            }
        }
        // A stream's entries are in order already, and stay so.
        return [.. lines.OrderBy(l => l[..(l.IndexOf(' ', l.IndexOf(' ') + 1))], StringComparer.Ordinal)];
    }

    public static async Task ReadAsync(IConnectionMultiplexer redis, IEnumerable<string> lines, string writtenPrefix, string prefix)
    {
        var db = redis.GetDatabase();
        foreach (var line in lines)
        {
            var parts = line.Split(' ').Select(Unescape).ToList();
            parts[1] = Encoding.UTF8.GetBytes(prefix + Encoding.UTF8.GetString(parts[1])[writtenPrefix.Length..]);
            await db.ExecuteAsync(Encoding.UTF8.GetString(parts[0]), [.. parts.Skip(1).Select(p => (object)(RedisValue)p)]);
        }
    }

    private static string Line(params RedisValue[] parts) => string.Join(' ', parts.Select(p => Escape((byte[])p!)));

    private static string Escape(byte[] bytes)
    {
        var text = new StringBuilder();
        foreach (var b in bytes)
        {
            if (b is > 0x20 and < 0x7F and not (byte)'%') text.Append((char)b);
            else text.Append(CultureInfo.InvariantCulture, $"%{b:X2}");
        }
        return text.ToString();
    }

    private static byte[] Unescape(string text)
    {
        var bytes = new List<byte>();
        for (var i = 0; i < text.Length; i++)
        {
            bytes.Add(text[i] == '%' ? byte.Parse(text.AsSpan(i + 1, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture)
                : (byte)text[i]);
            if (text[i] == '%') i += 2;
        }
        return [.. bytes];
    }
}
