using System.Net.Http.Json;
using System.Text;
using CallCenter.Client;
using CallCenter.Server.Access;
using CallCenter.V1;
using Grpc.Core;
using Microsoft.Data.Sqlite;

namespace CallCenter.Server.Tests;

/// <summary>A contact's id is erased on an administrator's word, on both stores.</summary>
public sealed class ForgetTests : IAsyncLifetime
{
    private const string Phone = "+44 20 7946 0000";

    private readonly DataFolder _folder = new();
    private RedisServer? _redis;

    public async Task InitializeAsync()
    {
        if (RedisServer.Missing is null) _redis = await RedisServer.StartAsync();
    }

    public async Task DisposeAsync()
    {
        _folder.Dispose();
        if (_redis is not null) await _redis.DisposeAsync();
    }

    [Fact]
    public Task On_disk_the_id_is_gone_from_all_that_is_kept()
        => ErasesAsync(ServerStore.OnDisk(_folder.Path), DiskTextAsync, HasLedgerOnDiskAsync);

    [RedisFact]
    public Task On_Redis_the_id_is_gone_from_all_that_is_kept()
        => ErasesAsync(ServerStore.OnRedis($"{_redis!.Address}?logkept=1000"), RedisTextAsync,
            async () => await _redis.AskAsync("KEYS", "*:ledger") != "");

    [Fact]
    public async Task It_needs_the_role_of_administrators_and_stays_within_the_tenant()
    {
        await using var server = await GuardedServer.StartAsync();
        var acme = await server.ClientAsync("acme", "admin");
        await acme.PublishAsync("web", Of("v1"));
        var reader = await server.ClientAsync("acme", "read", "ingest", "operator");
        var globex = await server.ClientAsync("globex", "admin");

        var refused = await Assert.ThrowsAsync<RpcException>(() => ForgetAsync(reader.Channel));

        Assert.Equal("ROLE_MISSING", CallCenterException.From(refused).Reason);
        Assert.Equal(0, (await ForgetAsync(globex.Channel)).VisitCount);
        Assert.Equal(1, (await ForgetAsync(acme.Channel)).VisitCount);
    }

    [Fact]
    public async Task It_is_served_over_HTTP()
    {
        await using var server = await GuardedServer.StartAsync();
        var acme = await server.ClientAsync("acme", "admin");
        await acme.PublishAsync("web", Of("v1"));

        using var answer = await acme.Http.PostAsJsonAsync("/v1/contacts:forget", new { contactId = Phone, dryRun = true }).InTime();

        Assert.Equal("""{"visitCount":1}""", await answer.Content.ReadAsStringAsync().InTime());
        using var wrong = await acme.Http.PostAsJsonAsync("/v1/contacts:forget", new { dryRun = true }).InTime();
        Assert.Equal("EVENT_INVALID", (await WebServer.JsonOf(wrong)).GetProperty("reason").GetString());
    }

    [Fact]
    public async Task Where_hashes_are_stored_the_id_is_given_as_it_was_sent()
    {
        var secret = Path.Combine(_folder.Path, "secret");
        await File.WriteAllBytesAsync(secret, new byte[32]);
        await using var server = await LiveServer.StartAsync(o => o.Privacy = new PrivacyOptions { SecretFile = secret });
        await server.PublishAsync(Of("v1"), Given.Named($"{Phone}/2", Given.Queued("v2")), Given.Queued(Phone));

        var answer = await ForgetAsync(server.Channel);

        Assert.Equal((1, 1, 1), (answer.VisitCount, answer.EventIdCount, answer.NamedVisitCount));
        Assert.Equal((0, 0, 1), await LeftAsync(server));
    }

    [RedisFact]
    public async Task A_source_that_streams_to_another_server_is_left_to_that_one()
    {
        var store = ServerStore.OnRedis(_redis!.Address);
        await using var one = await LiveServer.StartAsync(store);
        await using var two = await LiveServer.StartAsync(store);
        await using var adapter = await one.HelloAsync("ann");
        await adapter.SendAndAckAsync(1, Of("v1"));
        await Waits.UntilAsync(async () => (await two.CountAsync("contacts_offered"))[0] == 1, "the other server to follow");

        var elsewhere = await ForgetAsync(two.Channel);

        Assert.Equal(["ann"], elsewhere.ElsewhereSources);
        Assert.Equal((0, null), (elsewhere.VisitCount, elsewhere.LogExpireTime));
        Assert.Equal(1, (await ForgetAsync(one.Channel)).VisitCount);
        await adapter.SendAndAckAsync(2, Given.Ended("v1", VisitOutcome.Abandoned));
        await Waits.UntilAsync(async () => await LeftAsync(two) == default, "the other server to follow");
    }

    private static async Task ErasesAsync(ServerStore store, Func<Task<string>> stored, Func<Task<bool>> hasLedger)
    {
        await using var server = await LiveServer.StartAsync(o =>
        {
            store.Adjust(o);
            o.Engine = o.Engine with { FoldInterval = TimeSpan.FromSeconds(1) };
        });
        await using var adapter = await server.HelloAsync();
        await adapter.SendAndAckAsync(1, Of("v1"), Given.Named($"{Phone}/2", Given.Queued("v2")));
        await server.PublishAsync(Of("v3"), Of("over"), Given.Ended("over", VisitOutcome.Abandoned));
        await Waits.UntilAsync(hasLedger, "the log to be folded");
        await server.PublishAsync(Given.Queued(Phone), Given.Ended(Phone, VisitOutcome.Abandoned));
        Assert.Contains(Phone, await stored());

        var answer = await ForgetAsync(server.Channel);

        Assert.Equal((2, 1, 0, 2), (answer.VisitCount, answer.EventIdCount, answer.NamedVisitCount, answer.FinishedVisitCount));
        Assert.NotNull(answer.LogExpireTime);
        Assert.Equal(default, await LeftAsync(server));
        await adapter.SendAndAckAsync(3, Given.Answered("v1", "ann"));
        await server.AssertCountAsync([5, 1, 0], "contacts_offered", "contacts_answered", "events_rejected");
        var sequence = 4;
        await Waits.UntilAsync(async () =>
        {
            // Redis trims its log when something new is folded, and frees the bytes when all entries around them are trimmed.
            for (var i = 0; i < 20; i++)
            {
                await adapter.SendAndAckAsync(sequence++, Given.Present("bob"));
                await server.PublishAsync(Given.Present("bob"));
            }
            return !(await stored()).Contains(Phone);
        }, "the log to be folded");
    }

    private static Event Of(string visit)
        => Given.At(Given.Now, new() { VisitQueued = new() { VisitId = visit, Queue = "sales", ContactId = Phone } });

    private static async Task<ForgetContactResponse> ForgetAsync(ChannelBase channel, bool dryRun = false)
        => await new AdminService.AdminServiceClient(channel)
            .ForgetContactAsync(new ForgetContactRequest { ContactId = Phone, DryRun = dryRun }).ResponseAsync.InTime();

    private static async Task<(int Visits, int EventIds, int Named)> LeftAsync(LiveServer server)
        => await ForgetAsync(server.Channel, dryRun: true) is var left
            ? (left.VisitCount, left.EventIdCount, left.NamedVisitCount) : throw new InvalidOperationException();

    private async Task<string> RedisTextAsync()
    {
        await _redis!.AskAsync("CONFIG", "SET", "rdbcompression", "no");
        await _redis.AskAsync("SAVE");
        return Encoding.Latin1.GetString(await File.ReadAllBytesAsync(Path.Combine(_redis.Directory, "dump.rdb")));
    }

    private async Task<bool> HasLedgerOnDiskAsync()
    {
        await using var data = new SqliteConnection($"Data Source={Path.Combine(_folder.Path, "callcenter.db")};Pooling=False");
        await data.OpenAsync();
        await using var command = data.CreateCommand();
        command.CommandText = "SELECT count(*) FROM ledger";
        return (long)(await command.ExecuteScalarAsync())! > 0;
    }

    // As a backup has it: without the unused pages of the file.
    private async Task<string> DiskTextAsync()
    {
        var copy = Path.Combine(_folder.Path, "copy");
        File.Delete(copy);
        await using var data = new SqliteConnection($"Data Source={Path.Combine(_folder.Path, "callcenter.db")};Pooling=False");
        await data.OpenAsync();
        await using var command = data.CreateCommand();
        command.CommandText = "VACUUM INTO $1";
        command.Parameters.AddWithValue("$1", copy);
        await command.ExecuteNonQueryAsync();
        return Encoding.Latin1.GetString(await File.ReadAllBytesAsync(copy));
    }
}
