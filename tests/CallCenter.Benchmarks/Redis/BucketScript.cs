using System.Globalization;
using System.Runtime.InteropServices;
using CallCenter.Core.Identity;
using CallCenter.Core.Measures;
using CallCenter.Core.Storage;
using CallCenter.Testing;

namespace CallCenter.Benchmarks.Redis;

/// <summary>Counted beforehand; a flush is one script call a shard that compares the sources' marks and adds to
/// hashes of buckets.</summary>
internal sealed class BucketScript : IDesign
{
    private const int Shards = 16;

    private const string Script = """
        local at, n = 2, tonumber(ARGV[1])
        for i = 1, n do
          if (redis.call('HGET', KEYS[1], ARGV[at]) or '0') ~= ARGV[at + 1] then return 0 end
          redis.call('HSET', KEYS[1], ARGV[at], ARGV[at + 2])
          at = at + 3
        end
        while at <= #ARGV do
          local key, life, fields = ARGV[at], ARGV[at + 1], tonumber(ARGV[at + 2])
          for i = at + 3, at + 1 + 2 * fields, 2 do redis.call('HINCRBY', key, ARGV[i], ARGV[i + 1]) end
          if life ~= '0' then redis.call('EXPIRE', key, life) end
          at = at + 3 + 2 * fields
        end
        return 1
        """;

    private readonly RespLink _link;
    private readonly string _hash;
    private readonly HashSet<(int Row, int Width, long Bucket)> _known = [];
    private readonly long[] _marks = new long[Workload.Sources];
    private readonly int[] _shardOf = [.. Enumerable.Range(0, Workload.Sources)
        .Select(s => Sharding.ShardOf(new SourceId(TenantId.Default, $"source-{s}"), Shards))];

    private BucketScript(int port, string hash) => (_link, _hash) = (new RespLink(port), hash);

    public static async Task<BucketScript> OpenAsync(RedisServer redis)
        => new(redis.Port, (await redis.AskAsync("SCRIPT", "LOAD", Script)).Trim());

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
        var shards = new Dictionary<(int Row, int Width, long Bucket), Dictionary<Measure, long>>?[Shards];
        var counts = new long[Workload.Sources];
        foreach (var e in events)
        {
            counts[e.Source]++;
            var sums = shards[_shardOf[e.Source]] ??= [];
            foreach (var (row, measure, value) in e.Increments)
            {
                foreach (var (width, _) in Ladders.All)
                {
                    ref var fields = ref CollectionsMarshal.GetValueRefOrAddDefault(sums, (row, width, e.AtMs / 1000 / width), out _);
                    CollectionsMarshal.GetValueRefOrAddDefault(fields ??= [], measure, out _) += value;
                }
            }
        }
        for (var shard = 0; shard < Shards; shard++)
        {
            if (shards[shard] is { } sums) WriteCall(shard, sums, counts);
        }
    }

    private void WriteCall(int shard, Dictionary<(int Row, int Width, long Bucket), Dictionary<Measure, long>> sums, long[] counts)
    {
        var sources = Enumerable.Range(0, Workload.Sources).Where(s => _shardOf[s] == shard && counts[s] > 0).ToList();
        _link.Command("EVALSHA", 4 + 3 * sources.Count + sums.Values.Sum(fields => 3 + 2 * fields.Count));
        _link.Text(_hash);
        _link.Number(1);
        _link.Text(string.Create(CultureInfo.InvariantCulture, $"marks:{shard}"));
        _link.Number(sources.Count);
        foreach (var source in sources)
        {
            _link.Text($"source-{source}");
            _link.Number(_marks[source]);
            _link.Number(_marks[source] += counts[source]);
        }
        foreach (var ((row, width, bucket), fields) in sums)
        {
            _link.Text(Buckets.KeyOf(row, width, bucket));
            _link.Number(_known.Add((row, width, bucket)) ? Ladders.All.First(l => l.Width == width).Kept : 0);
            _link.Number(fields.Count);
            foreach (var (measure, value) in fields)
            {
                _link.Number((int)measure);
                _link.Number(value);
            }
        }
    }
}
