using CallCenter.Core.Storage;
using CallCenter.Storage.Embedded;
using Microsoft.Data.Sqlite;

namespace CallCenter.Storage.Tests.Formats;

/// <summary>A data file of format 1 is raised at its first start.</summary>
public sealed class FileMigrationTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("ccg-format-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public async Task A_file_of_format_1_is_migrated_and_a_copy_is_kept()
    {
        await MakeOldFileAsync();

        Assert.Equal(10, await CountAsync());

        Assert.Equal((3, 2), (VersionOf("callcenter.db"), VersionOf("callcenter.db.format1")));
    }

    [Fact]
    public async Task An_interrupted_copy_is_made_again()
    {
        await MakeOldFileAsync();
        await File.WriteAllTextAsync(PathOf("callcenter.db.format1.tmp"), "half a copy");
        await File.WriteAllTextAsync(PathOf("callcenter.db.format1"), "an older copy");

        Assert.Equal(10, await CountAsync());

        Assert.Equal(2, VersionOf("callcenter.db.format1"));
        Assert.False(File.Exists(PathOf("callcenter.db.format1.tmp")));
    }

    [Fact]
    public async Task Without_space_for_the_copy_the_file_stays_unchanged_and_the_error_says_why()
    {
        await MakeOldFileAsync();
        Directory.CreateDirectory(Path.Combine(PathOf("callcenter.db.format1.tmp"), "in the way"));

        var error = await Assert.ThrowsAsync<StoreUnavailableException>(CountAsync);

        Assert.Contains("no copy of it can be kept", error.Message, StringComparison.Ordinal);
        Assert.Contains("the file is unchanged", error.Message, StringComparison.Ordinal);
        Assert.Equal(2, VersionOf("callcenter.db"));
    }

    // As a server of format 1 leaves it: without the table of formats.
    private async Task MakeOldFileAsync()
    {
        await using (var store = Open()) await Samples.CommitManyAsync(store, Samples.Ann, 10);
        Run("callcenter.db", "DROP TABLE format; PRAGMA user_version=2");
        File.Delete(PathOf("callcenter.witness"));
    }

    private async Task<int> CountAsync()
    {
        await using var store = Open();
        return (await store.ReadLogAsync(0, LogPosition.Start, int.MaxValue, default)).Count;
    }

    private EmbeddedMetricStore Open() => new(new EmbeddedStoreOptions { Directory = _directory }, TimeProvider.System);

    private int VersionOf(string file) => Convert.ToInt32(Run(file, "PRAGMA user_version"),
        System.Globalization.CultureInfo.InvariantCulture);

    private object? Run(string file, string sql)
    {
        using var connection = new SqliteConnection(
            new SqliteConnectionStringBuilder { DataSource = PathOf(file), Pooling = false }.ToString());
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }

    private string PathOf(string file) => Path.Combine(_directory, file);
}
