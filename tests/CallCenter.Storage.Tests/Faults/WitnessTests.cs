using CallCenter.Core.Storage;
using CallCenter.Storage.Embedded;

namespace CallCenter.Storage.Tests.Faults;

/// <summary>A data file that is not the one that had events acknowledged is refused, until someone decides.</summary>
public sealed class WitnessTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("ccg-witness-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Theory]
    [InlineData("deleted")]
    [InlineData("emptied")]
    public async Task A_data_file_that_lost_acknowledged_events_is_refused_with_the_next_step(string fate)
    {
        await CommitAsync();
        if (fate == "emptied") await File.WriteAllTextAsync(PathOf("callcenter.db"), "");
        else File.Delete(PathOf("callcenter.db"));

        var error = Assert.Throws<StoreUnavailableException>(() => Open());

        Assert.Contains("had 5 commits acknowledged", error.Message, StringComparison.Ordinal);
        Assert.Contains("Restore it from a copy, or delete", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_witness_an_empty_data_file_starts_a_new_store()
    {
        await CommitAsync();
        File.Delete(PathOf("callcenter.db"));
        File.Delete(PathOf("callcenter.witness"));

        await using var store = Open();

        Assert.Empty(await store.ReadLogAsync(0, LogPosition.Start, 10, default));
    }

    [Fact]
    public async Task A_restored_older_copy_of_the_data_file_opens()
    {
        await CommitAsync();
        File.Copy(PathOf("callcenter.db"), PathOf("copy"));
        await CommitAsync();
        File.Copy(PathOf("copy"), PathOf("callcenter.db"), overwrite: true);

        await using var store = Open();

        Assert.Equal(5, (await store.ReadLogAsync(0, LogPosition.Start, 10, default)).Count);
    }

    [Theory]
    [InlineData("")]
    [InlineData("no witness at all")]
    [InlineData("A B C")]
    public async Task An_unreadable_witness_does_not_stop_the_server(string content)
    {
        await CommitAsync();
        await File.WriteAllTextAsync(PathOf("callcenter.witness"), content);

        await using var store = Open();

        Assert.Equal(5, (await store.ReadLogAsync(0, LogPosition.Start, 10, default)).Count);
    }

    private async Task CommitAsync()
    {
        await using var store = Open();
        await Samples.CommitManyAsync(store, Samples.Ann, 5);
    }

    private EmbeddedMetricStore Open() => new(new EmbeddedStoreOptions { Directory = _directory }, TimeProvider.System);

    private string PathOf(string file) => Path.Combine(_directory, file);
}
