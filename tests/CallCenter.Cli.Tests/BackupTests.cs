using CallCenter.Core.Identity;
using CallCenter.Core.Storage;
using CallCenter.Storage.Embedded;

namespace CallCenter.Cli.Tests;

/// <summary>ccg backup copies a store that is in use; ccg restore gives a store with the commits of that moment.</summary>
public sealed class BackupTests : IDisposable
{
    private static readonly SourceId Source = new(TenantId.Default, "pbx");

    private readonly string _folder = Directory.CreateTempSubdirectory("ccg-backup-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_copy_of_a_store_in_use_is_restored_with_the_commits_of_its_moment()
    {
        await using (EmbeddedMetricStore running = Open("data"))
        {
            await CommitAsync(running, 5);
            Ended saved = await CommandRun.ToEndAsync(["backup", "--data", PathOf("data"), "--to", PathOf("copy")]);
            Assert.Equal((0, ""), (saved.Code, saved.Error));
            await CommitAsync(running, 2);
            Assert.Equal(7, await CountAsync(running));
        }

        Ended restored = await CommandRun.ToEndAsync(["restore", "--from", PathOf("copy"), "--data", PathOf("restored")]);

        Assert.Equal(0, restored.Code);
        Assert.Equal($"{PathOf("restored")} is ready; start the server with --data {PathOf("restored")}\n", restored.Out);
        await using EmbeddedMetricStore store = Open("restored");
        Assert.Equal(5, await CountAsync(store));
        Assert.Equal(5, (await store.ClaimAsync(0, Source, default)).Committed.Value);
    }

    [Fact]
    public async Task A_copy_never_replaces_a_file_or_a_store()
    {
        await using (EmbeddedMetricStore store = Open("data")) await CommitAsync(store, 1);
        await File.WriteAllTextAsync(PathOf("kept"), "kept");

        Ended saved = await CommandRun.ToEndAsync(["backup", "--data", PathOf("data"), "--to", PathOf("kept")]);
        await CommandRun.ToEndAsync(["backup", "--data", PathOf("data"), "--to", PathOf("copy")]);
        Ended restored = await CommandRun.ToEndAsync(["restore", "--from", PathOf("copy"), "--data", PathOf("data")]);

        Assert.Equal((1, $"ccg: '{PathOf("kept")}' exists; name a new file for the copy\n"), (saved.Code, saved.Error));
        Assert.Equal("kept", await File.ReadAllTextAsync(PathOf("kept")));
        Assert.Equal(1, restored.Code);
        Assert.Contains("exists; stop the server and move the folder away", restored.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("no SQLite file")]
    [InlineData("")]
    public async Task A_file_that_is_no_copy_is_refused(string content)
    {
        await File.WriteAllTextAsync(PathOf("other"), content);

        Ended restored = await CommandRun.ToEndAsync(["restore", "--from", PathOf("other"), "--data", PathOf("data")]);

        Assert.Equal(1, restored.Code);
        Assert.Contains(PathOf("other"), restored.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(PathOf("data")));
    }

    [Fact]
    public async Task A_folder_without_data_is_named()
    {
        Ended saved = await CommandRun.ToEndAsync(["backup", "--data", PathOf("none"), "--to", PathOf("copy")]);

        Assert.Equal(
            (1, $"ccg: There is no data file '{PathOf("none/callcenter.db")}'; name the folder of the store\n"), (saved.Code, saved.Error));
    }

    private static async Task CommitAsync(EmbeddedMetricStore store, int commits)
    {
        SourceMark mark = await store.ClaimAsync(0, Source, default);
        for (var i = 0; i < commits; i++)
        {
            var step = new MarkStep(Source, mark.Fence, new Sequence(mark.Committed.Value + i), new Sequence(mark.Committed.Value + i + 1));
            Assert.IsType<CommitOutcome.Committed>(await store.CommitAsync(0, new LogCommit([step], new byte[] { 1 }), default));
        }
    }

    private static async Task<int> CountAsync(EmbeddedMetricStore store)
        => (await store.ReadLogAsync(0, LogPosition.Start, 100, default)).Count;

    private EmbeddedMetricStore Open(string name) => new(new EmbeddedStoreOptions { Directory = PathOf(name) }, TimeProvider.System);

    private string PathOf(string name) => Path.Combine(_folder, name);
}
