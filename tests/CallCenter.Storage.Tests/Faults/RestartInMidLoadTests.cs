using System.Text;
using System.Text.RegularExpressions;
using CallCenter.Core.Log;
using CallCenter.Core.Storage;

namespace CallCenter.Storage.Tests.Faults;

/// <summary>
/// Redis restarts while a shard is read in pages. A scan's cursor is a place in a hash whose order each process draws anew, so that the
/// rest of a scan from another process lacks fields that the checkpoint does not tell of.
/// </summary>
public sealed partial class RestartInMidLoadTests : IAsyncLifetime
{
    private const int Count = 5_000;

    private RedisServer _redis = null!;
    private FaultProxy _way = null!;
    private IMetricStore _store = null!;

    public async Task InitializeAsync()
    {
        if (RedisServer.Missing is not null) return;
        _redis = await RedisServer.StartAsync("--appendonly", "yes", "--appendfsync", "always");
        _way = new FaultProxy(_redis.Port);
        _store = RedisStores.Open($"redis://127.0.0.1:{_way.Port}", "ccg");
    }

    public async Task DisposeAsync()
    {
        if (RedisServer.Missing is not null) return;
        await _store.DisposeAsync();
        await _way.DisposeAsync();
        await _redis.DisposeAsync();
    }

    [RedisTheory]
    [InlineData("rows")]
    [InlineData("items")]
    public async Task Every_row_and_item_is_read_although_Redis_restarts_between_two_pages(string hash)
    {
        await FoldAsync();
        var restarts = 0;
        _way.BeforeRequest = async request =>
        {
            if (!GoesOn(Encoding.Latin1.GetString(request.Span), hash) || Interlocked.Increment(ref restarts) > 1) return;
            await _redis.KillAsync();
            await _redis.StartAsync();
        };

        var image = await _store.LoadAsync(Shard, default).InTime();

        Assert.True(restarts > 0);
        Assert.Equal(Enumerable.Range(0, Count), image.Rows.Select(r => r.Number).Order());
        Assert.Equal(Enumerable.Range(0, Count), image.Items.Select(i => i.Item.Key.Handle).Order());
    }

    private static int Shard => Sharding.ShardOf(Samples.Ann, 16);

    private async Task FoldAsync()
    {
        var last = (await Samples.CommitManyAsync(_store, Samples.Ann, 1))[^1].Position;
        Assert.True(await _store.LeaseFoldAsync(Shard, TimeSpan.FromMinutes(1), default).InTime());
        var rows = Enumerable.Range(0, Count).Select(i => Samples.Row(Samples.Ann, i, 1));
        var items = Enumerable.Range(0, Count).Select(i => Samples.Item(Samples.Ann, FloorItemKind.VisitFixed, i, 1));
        var fold = new ShardFold(LogPosition.Start, last, 100, [], [.. rows], [.. items]);
        Assert.True(await _store.FoldAsync(Shard, fold, default).InTime());
    }

    // A later page: its cursor is not 0.
    private static bool GoesOn(string request, string hash)
        => Scans().Matches(request).Any(m => m.Groups[1].Value == hash && m.Groups[2].Value != "0");

    [GeneratedRegex(@"HSCAN\r\n\$\d+\r\n[^\r]*:(\w+)\r\n\$\d+\r\n(\d+)\r\n", RegexOptions.CultureInvariant)]
    private static partial Regex Scans();
}
