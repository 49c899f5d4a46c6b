using System.Globalization;
using System.Text;

namespace CallCenter.Storage.Redis;

/// <summary>Redis Cluster's hash slots: which slot a tag falls into, and tags that spread shards evenly.</summary>
internal static class HashSlots
{
    private const int Count = 16384;
    private const int Polynomial = 0x1021; // CRC-16/XMODEM, as Redis Cluster's specification has it.

    public static int Of(string tag)
    {
        var crc = 0;
        foreach (var b in Encoding.UTF8.GetBytes(tag))
        {
            crc ^= b << 8;
            for (var bit = 0; bit < 8; bit++) crc = (crc & 0x8000) != 0 ? (crc << 1) ^ Polynomial : crc << 1;
            crc &= 0xFFFF;
        }
        return crc % Count;
    }

    /// <summary>
    /// The smallest numbers whose slots are shard * 16384 / shards. Any number of masters then has its share of shards. Stored keys
    /// depend on it: never change.
    /// </summary>
    public static string[] Tags(int shards)
    {
        var wanted = Enumerable.Range(0, shards).ToDictionary(shard => (int)((long)shard * Count / shards));
        var tags = new string[shards];
        for (var number = 0; wanted.Count > 0; number++)
        {
            var tag = number.ToString(CultureInfo.InvariantCulture);
            if (wanted.Remove(Of(tag), out var shard)) tags[shard] = tag;
        }
        return tags;
    }
}
