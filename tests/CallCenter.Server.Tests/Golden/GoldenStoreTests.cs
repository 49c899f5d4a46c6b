using System.Globalization;
using CallCenter.Core.Encoding;
using CallCenter.Core.Storage;
using CallCenter.Storage.Embedded;
using CallCenter.Storage.Redis;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using StackExchange.Redis;

namespace CallCenter.Server.Tests.Golden;

/// <summary>Stores that older servers wrote open in this one, with the KPIs of then.</summary>
public sealed class GoldenStoreTests : IClassFixture<OneRedis>
{
    private const string WrittenPrefix = "ccg";
    private const int Shards = 2;

    private readonly RedisServer? _redis;

    public GoldenStoreTests(OneRedis redis) => _redis = redis.Server;

    public static TheoryData<int> Formats => [1, 2];

    [Theory]
    [MemberData(nameof(Formats))]
    public async Task An_embedded_file_of_each_format_opens_with_equal_kpis(int format)
    {
        using var folder = new DataFolder();
        File.Copy(GoldenFile(format, "callcenter.db"), Path.Combine(folder.Path, "callcenter.db"));
        await using var store = new EmbeddedMetricStore(new EmbeddedStoreOptions { Directory = folder.Path }, TimeProvider.System);

        await AssertGoldenAsync(format, "embedded.kpis.txt", store);
    }

    [RedisTheory]
    [MemberData(nameof(Formats))]
    public async Task Redis_shards_of_each_format_open_with_equal_kpis(int format)
    {
        var own = ServerStore.OnRedis(_redis!.Address);
        await using var redis = await ConnectionMultiplexer.ConnectAsync($"127.0.0.1:{_redis.Port}");
        await RedisDump.ReadAsync(redis, await File.ReadAllLinesAsync(GoldenFile(format, "redis.txt")), WrittenPrefix, own.Prefix);
        await using var store = Open(own.Prefix);

        await AssertGoldenAsync(format, "redis.kpis.txt", store);
    }

    [Fact]
    public async Task An_embedded_file_of_format_1_is_written_anew_by_the_first_fold_with_equal_kpis()
    {
        using var folder = new DataFolder();
        File.Copy(GoldenFile(1, "callcenter.db"), Path.Combine(folder.Path, "callcenter.db"));
        var connection = $"Data Source={Path.Combine(folder.Path, "callcenter.db")};Pooling=False;Mode=ReadOnly";

        await FoldAsync(ServerStore.OnDisk(folder.Path), async () =>
        {
            await using var reader = new SqliteConnection(connection);
            await reader.OpenAsync();
            await using var command = reader.CreateCommand();
            command.CommandText = "SELECT image FROM format";
            return Convert.ToInt32(await command.ExecuteScalarAsync(), CultureInfo.InvariantCulture) == StoredFormat.Newest;
        });

        await using var store = new EmbeddedMetricStore(new EmbeddedStoreOptions { Directory = folder.Path }, TimeProvider.System);
        Assert.Equal(StoredFormat.Newest, (await store.LoadAsync(0, CancellationToken.None)).Format);
        await AssertGoldenAsync(1, "embedded.kpis.txt", store);
    }

    [RedisFact]
    public async Task Raised_Redis_shards_are_written_anew_by_the_first_fold_with_equal_kpis()
    {
        var own = ServerStore.OnRedis($"{_redis!.Address}?shards={Shards}");
        await using var redis = await ConnectionMultiplexer.ConnectAsync($"127.0.0.1:{_redis.Port}");
        await RedisDump.ReadAsync(redis, await File.ReadAllLinesAsync(GoldenFile(1, "redis.txt")), WrittenPrefix, own.Prefix);
        await using (var store = Open(own.Prefix))
            Assert.Equal(1, (await store.RaiseFormatAsync(StoredFormat.Newest, CancellationToken.None)).Before);

        // The shard that holds the sources.
        await FoldAsync(own, async () => await redis.GetDatabase().HashGetAsync($"{own.Prefix}:{{8209}}:meta", "format") == "2");

        await using var after = Open(own.Prefix);
        await AssertGoldenAsync(1, "redis.kpis.txt", after);
    }

    /// <summary>Makes the golden stores of a new format; see golden/README.md.</summary>
    [GoldenMakerFact]
    public async Task The_golden_stores_are_made_by_a_server_that_is_fed_over_grpc()
    {
        var target = GoldenMakerFactAttribute.Target!;
        Directory.CreateDirectory(target);
        using var folder = new DataFolder();
        await GoldenMaker.FeedAsync(ServerStore.OnDisk(folder.Path));
        await using (var store = new EmbeddedMetricStore(new EmbeddedStoreOptions { Directory = folder.Path }, TimeProvider.System))
            await WriteKpisAsync(store, Path.Combine(target, "embedded.kpis.txt"));
        File.Copy(Path.Combine(folder.Path, "callcenter.db"), Path.Combine(target, "callcenter.db"), overwrite: true);

        var own = ServerStore.OnRedis($"{_redis!.Address}?shards={Shards}");
        await GoldenMaker.FeedAsync(own);
        await using (var store = Open(own.Prefix)) await WriteKpisAsync(store, Path.Combine(target, "redis.kpis.txt"));
        await using var redis = await ConnectionMultiplexer.ConnectAsync($"127.0.0.1:{_redis.Port}");
        await File.WriteAllLinesAsync(Path.Combine(target, "redis.txt"), await RedisDump.WriteAsync(redis, own.Prefix, WrittenPrefix));
    }

    // A server at the golden history's end, until it has folded.
    private static async Task FoldAsync(ServerStore store, Func<Task<bool>> isFolded)
    {
        await using var server = await LiveServer.StartAsync(options =>
        {
            store.Adjust(options);
            options.Engine = options.Engine with { FoldInterval = TimeSpan.FromSeconds(1) };
        }, new StandingClock { Now = GoldenHistory.End });
        await Waits.UntilAsync(isFolded, "a fold");
        await server.StopAsync();
    }

    private RedisMetricStore Open(string prefix) => new(
        RedisStoreOptions.Parse(_redis!.Address) with { Prefix = prefix, Shards = Shards, Timeout = TimeSpan.FromSeconds(20) },
        $"golden-{prefix}", TimeProvider.System, NullLogger.Instance);

    private static async Task WriteKpisAsync(IMetricStore store, string path)
        => await File.WriteAllLinesAsync(path, await GoldenBoard.ReadAsync(store, GoldenBoard.AllColumns));

    private static async Task AssertGoldenAsync(int format, string kpis, IMetricStore store)
    {
        var expected = await File.ReadAllLinesAsync(GoldenFile(format, kpis));
        Assert.Equal(expected, await GoldenBoard.ReadAsync(store, expected[0].Split(' ')));
    }

    internal static string GoldenFile(int format, string name) => Path.Combine(AppContext.BaseDirectory, "golden", $"format-{format}",
        name);
}
