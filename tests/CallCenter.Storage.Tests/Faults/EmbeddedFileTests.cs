using System.Runtime.Versioning;
using CallCenter.Core.Log;
using CallCenter.Core.Storage;
using CallCenter.Storage.Embedded;

namespace CallCenter.Storage.Tests.Faults;

/// <summary>The embedded store's file is damaged, used twice or may not be written.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class EmbeddedFileTests : IDisposable
{
    private const int Commits = 200;

    private readonly string _directory = Directory.CreateTempSubdirectory("ccg-file-").FullName;

    private string DataFile => Path.Combine(_directory, "callcenter.db");

    public void Dispose()
    {
        File.SetUnixFileMode(_directory, (UnixFileMode)0b111_000_000);
        Directory.Delete(_directory, recursive: true);
    }

    [Fact]
    public async Task An_untouched_file_opens_with_all_its_data()
    {
        await WriteAsync();

        Assert.Equal(Commits, await ReadAsync());
    }

    [Theory]
    [InlineData("not a data file at all")]
    [InlineData("")]
    public async Task A_file_of_another_program_is_refused_by_name(string content)
    {
        await WriteAsync();
        DeleteWriteAhead();
        await File.WriteAllTextAsync(DataFile, content);

        await AssertRefusedAsync();
    }

    [Fact]
    public async Task A_file_of_another_format_is_refused_with_what_to_do()
    {
        await WriteAsync();
        // user_version, a number of SQLite's header.
        await OverwriteAsync(60, [0, 0, 0, 9]);

        var error = await AssertRefusedAsync();

        Assert.Contains("was written by format 8; this server reads up to 2. Use the server version that wrote it.", error.Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0.3)]
    [InlineData(0.6)]
    [InlineData(0.95)]
    public async Task A_truncated_file_is_refused_by_name(double part)
    {
        await WriteAsync();
        using (var file = File.OpenWrite(DataFile)) file.SetLength((long)(file.Length * part));

        await AssertRefusedAsync();
    }

    // Each page in turn, so that tables, indices and the schema are all met.
    [Fact]
    public async Task A_zeroed_page_is_refused_by_name_wherever_it_is()
    {
        await WriteAsync();
        var sound = await File.ReadAllBytesAsync(DataFile);
        const int page = 4096;
        for (var at = 0; at < sound.Length; at += page)
        {
            await File.WriteAllBytesAsync(DataFile, sound);
            await OverwriteAsync(at, new byte[page]);

            await AssertRefusedAsync();
        }
    }

    // Each of some thousand bits in turn: either it is refused by name, or the bit meant nothing.
    [Fact]
    public async Task A_flipped_bit_is_refused_by_name_or_changes_nothing()
    {
        await WriteAsync();
        var sound = await File.ReadAllBytesAsync(DataFile);
        var before = await DescribeAsync();
        var refused = 0;
        for (var at = 0; at < sound.Length; at += 53)
        {
            var damaged = (byte[])sound.Clone();
            damaged[at] ^= (byte)(1 << (at % 8));
            DeleteWriteAhead();
            await File.WriteAllBytesAsync(DataFile, damaged);

            try
            {
                Assert.Equal(before, await DescribeAsync());
            }
            catch (StoreUnavailableException e)
            {
                Assert.Contains(DataFile, e.Message, StringComparison.Ordinal);
                refused++;
            }
        }
        Assert.InRange(refused, 100, int.MaxValue);
    }

    // Committed work that was not yet moved to the file is in the write-ahead file; a crash in mid-write leaves a torn end of it.
    [Fact]
    public async Task A_torn_end_of_the_write_ahead_log_loses_only_the_torn_commit()
    {
        var store = Open();
        var writing = await Samples.CommitManyAsync(store, Samples.Ann, Commits);
        var copy = Directory.CreateTempSubdirectory("ccg-copy-").FullName;
        foreach (var file in Directory.GetFiles(_directory).Where(f => !f.EndsWith(".lock", StringComparison.Ordinal)))
            File.Copy(file, Path.Combine(copy, Path.GetFileName(file)));
        await store.DisposeAsync();
        using (var file = File.OpenWrite(Path.Combine(copy, "callcenter.db-wal"))) file.SetLength(file.Length - 100);

        await using (var torn = new EmbeddedMetricStore(Options(copy), TimeProvider.System))
        {
            var log = await torn.ReadLogAsync(0, LogPosition.Start, int.MaxValue, default);
            Assert.Equal(Commits - 1, log.Count);
            Assert.Equal(Commits - 1, (await torn.ClaimAsync(0, Samples.Ann, default)).Committed.Value);
            Samples.AssertChain(LogPosition.Start, log);
        }
        Directory.Delete(copy, recursive: true);
        Assert.Equal(Commits, writing.Count);
    }

    [Fact]
    public async Task A_folder_in_use_is_refused_with_the_cause()
    {
        await using var first = Open();

        Assert.Contains("is in use by another process", Assert.Throws<StoreUnavailableException>(Open).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_opens_again_after_its_server_has_ended()
    {
        await Open().DisposeAsync();

        await using var second = Open();
        Assert.Equal(1, second.ShardCount);
    }

    [Fact]
    public async Task A_folder_that_cannot_be_made_is_refused_with_the_cause()
    {
        await File.WriteAllTextAsync(Path.Combine(_directory, "file"), "");

        var error = Assert.Throws<StoreUnavailableException>(
            () => new EmbeddedMetricStore(Options(Path.Combine(_directory, "file")), TimeProvider.System));

        Assert.Contains(Path.Combine(_directory, "file"), error.Message, StringComparison.Ordinal);
        Assert.Contains("cannot be made", error.Message, StringComparison.Ordinal);
    }

    [UnprivilegedFact]
    public async Task A_folder_that_may_not_be_written_is_refused_with_the_cause()
    {
        await WriteAsync();
        File.SetUnixFileMode(_directory, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        File.SetUnixFileMode(Path.Combine(_directory, "callcenter.lock"), UnixFileMode.UserRead);

        Assert.Contains("cannot be written; change its owner", Assert.Throws<StoreUnavailableException>(Open).Message,
            StringComparison.Ordinal);
    }

    private EmbeddedMetricStore Open() => new(Options(_directory), TimeProvider.System);

    private static EmbeddedStoreOptions Options(string directory) => new() { Directory = directory, Durability = Durability.Interval };

    private async Task WriteAsync()
    {
        await using var store = Open();
        var log = await Samples.CommitManyAsync(store, Samples.Ann, Commits);
        var fold = new ShardFold(
            LogPosition.Start, log[0].Position, 100,
            [.. Enumerable.Range(0, 20).Select(i => Samples.Block(0, (uint)i * 60, [.. Enumerable.Range(0, 500).Select(b => (byte)b)]))],
            [.. Enumerable.Range(0, 50).Select(i => Samples.Row(Samples.Ann, i, (byte)i, 7))],
            [.. Enumerable.Range(0, 50).Select(i => Samples.Item(Samples.Ann, FloorItemKind.VisitFixed, i, (byte)i, 9))]);
        Assert.True(await store.FoldAsync(0, fold, default));
    }

    // Everything that the store holds, as text.
    private async Task<string[]> DescribeAsync()
    {
        await using var store = Open();
        var log = await store.ReadLogAsync(0, LogPosition.Start, int.MaxValue, default);
        var mark = await store.ClaimAsync(0, Samples.Ann, default);
        return
        [
            .. Samples.Lines(await store.LoadAsync(0, default)),
            .. log.Select(e => $"{e.Position} after {e.Previous}: {Convert.ToHexString(e.Batch.Span)}"),
            $"{mark.Committed}",
        ];
    }

    private async Task<int> ReadAsync()
    {
        await using var store = Open();
        var checkpoint = (await store.LoadAsync(0, default)).Checkpoint;
        var log = await store.ReadLogAsync(0, checkpoint, int.MaxValue, default);
        Samples.AssertChain(checkpoint, log);
        var counted = (int)checkpoint.Minor + log.Count;
        Assert.Equal(counted, (await store.ClaimAsync(0, Samples.Ann, default)).Committed.Value);
        return counted;
    }

    private async Task<StoreUnavailableException> AssertRefusedAsync()
    {
        var error = await Assert.ThrowsAsync<StoreUnavailableException>(ReadAsync);
        Assert.Contains(DataFile, error.Message, StringComparison.Ordinal);
        return error;
    }

    private async Task OverwriteAsync(long at, byte[] bytes)
    {
        await using var file = File.OpenWrite(DataFile);
        file.Position = at;
        await file.WriteAsync(bytes);
    }

    private void DeleteWriteAhead()
    {
        foreach (var file in Directory.GetFiles(_directory, "callcenter.db-*")) File.Delete(file);
    }
}

/// <summary>A test of what the system forbids; root is forbidden nothing, so it is skipped there by name.</summary>
internal sealed class UnprivilegedFactAttribute : FactAttribute
{
    public UnprivilegedFactAttribute()
    {
        if (Environment.IsPrivilegedProcess) Skip = "root may write everywhere: run the tests as another user";
    }
}
