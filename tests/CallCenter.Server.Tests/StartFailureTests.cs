using System.Globalization;

namespace CallCenter.Server.Tests;

/// <summary>A server that cannot start says why and what to do in one sentence, and logs no stack trace.</summary>
public sealed class StartFailureTests : IDisposable
{
    private readonly DataFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_port_in_use_is_named_with_what_to_do()
    {
        await using var first = await LiveServer.StartAsync();

        await AssertFailsAsync(
            1, $"The address {first.Address} is in use, perhaps by another server; stop that one, or set Listen (--listen) to another port",
            OnDisk(), first.Address);
    }

    [Fact]
    public async Task A_public_address_is_named_with_what_to_do()
        => await AssertFailsAsync(
            2, "Listen is 'http://0.0.0.0:0', which others can reach, without TLS; use https:// with Tls:Certificate and Tls:Key, or listen on "
            + "127.0.0.1, or set AllowPlainText where the network itself is trusted; see 'ccg serve --help'", OnDisk(), "http://0.0.0.0:0");

    [Fact]
    public async Task A_data_folder_in_use_is_named_with_what_to_do()
    {
        await using var first = await LiveServer.StartAsync(OnDisk());

        await AssertFailsAsync(
            1, $"The data directory '{_folder.Path}' is in use by another process; stop that one, or set Store:Directory (--data) to "
            + "another", OnDisk());
    }

    [Fact]
    public async Task A_data_folder_that_cannot_be_made_is_named_with_what_to_do()
    {
        var file = Path.Combine(_folder.Path, "file");
        await File.WriteAllTextAsync(file, "");

        await AssertFailsAsync(
            1, $"The data directory '{file}' cannot be made: The file '{file}' already exists. Set Store:Directory (--data) to another",
            ServerStore.OnDisk(file));
    }

    [Fact]
    public async Task A_data_file_that_cannot_be_opened_is_named_with_what_to_do()
    {
        var file = Directory.CreateDirectory(Path.Combine(_folder.Path, "callcenter.db")).FullName;

        await AssertFailsAsync(
            1, $"The data file '{file}' cannot be used: SQLite Error 14: 'unable to open database file'. Restore it from a copy, or move "
            + "it away to begin anew", OnDisk());
    }

    [Fact]
    public async Task A_data_file_of_something_else_is_named_with_what_to_do()
    {
        var file = Path.Combine(_folder.Path, "callcenter.db");
        await File.WriteAllTextAsync(file, "no database, but longer than the header of one: " + new string('x', 4096));

        await AssertFailsAsync(
            1, $"The data file '{file}' cannot be used: SQLite Error 26: 'file is not a database'. Restore it from a copy, or move it away "
            + "to begin anew", OnDisk());
    }

    [Fact]
    public async Task A_Redis_that_is_not_there_is_named_with_what_to_do()
    {
        var redis = string.Create(CultureInfo.InvariantCulture, $"redis://127.0.0.1:{Ports.Take()}");

        await AssertFailsAsync(
            1, $"{redis} cannot be reached: no server answers there; see that Redis runs and that the address is right", OnRedis(redis));
    }

    [Fact]
    public async Task A_Redis_address_that_cannot_be_read_is_told_with_what_to_write()
        => await AssertFailsAsync(
            2, "The address of Redis cannot be read: it does not begin with redis:// or rediss://. Write "
            + "redis://[user:password@]host:port[,host:port...][/database][?option=value&...]; see 'ccg serve --help'",
            OnRedis("localhost"));

    [Fact]
    public async Task An_unknown_durability_is_reported_with_the_valid_ones()
        => await AssertFailsAsync(
            2, "'sometimes' is not a durability: write memory, interval or always; see 'ccg serve --help'",
            new ServerStore(_ => { }, ["--durability", "sometimes"]));

    private ServerStore OnDisk() => ServerStore.OnDisk(_folder.Path);

    private static ServerStore OnRedis(string address) => new(_ => { }, ["--redis", address]);

    private static async Task AssertFailsAsync(int code, string sentence, ServerStore store, string listen = "http://127.0.0.1:0")
    {
        var failed = await ServeProcess.RunAsync(store.Arguments, listen);

        Assert.Equal((code, $"ccg: {sentence}\n"), (failed.Code, failed.Error.ReplaceLineEndings("\n")));
        Assert.DoesNotContain("Exception", failed.Log);
        Assert.DoesNotContain("fail:", failed.Log);
    }
}
