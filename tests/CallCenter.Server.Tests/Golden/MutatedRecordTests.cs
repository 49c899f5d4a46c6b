using CallCenter.Core.Encoding;
using CallCenter.Core.Log;
using CallCenter.Core.Storage;
using CallCenter.Core.Windows;
using CallCenter.Storage.Embedded;
using Xunit.Abstractions;

namespace CallCenter.Server.Tests.Golden;

/// <summary>Stored records that are random, or the golden ones with random changes, end no board: the shard is read as something else, or
/// unreadable.</summary>
public sealed class MutatedRecordTests(ITestOutputHelper output)
{
    private const int Seed = 20261128;
    private const int Tries = 400;

    public static TheoryData<int> Formats => GoldenStoreTests.Formats;

    [Theory]
    [MemberData(nameof(Formats))]
    public async Task A_board_answers_whatever_a_record_of_its_shard_is(int format)
    {
        var (image, log) = await ReadAsync(format);
        var random = new Random(Seed);
        var (read, unreadable) = (0, 0);
        for (var i = 0; i < Tries; i++)
        {
            await using var store = Mutate(image, log, random);
            var lines = await GoldenBoard.ReadAsync(store, ["contacts_offered:standard", "contacts_waiting:standard"]);
            if (lines.Exists(l => l.StartsWith("[] 152 ", StringComparison.Ordinal))) read++;
            else unreadable++;
        }
        output.WriteLine($"format {format}, seed {Seed}: {Tries} mutations, {read} with an equal total, {unreadable} other or refused");
    }

    [Fact]
    public void Random_bytes_are_read_or_refused_by_every_decoder()
    {
        var random = new Random(Seed);
        var (read, refused) = (0, 0);
        for (var i = 0; i < 200_000; i++)
        {
            var bytes = new byte[random.Next(0, 80)];
            random.NextBytes(bytes);
            if (bytes.Length > 0) bytes[0] = (byte)random.Next(0, 4);
            try
            {
                Decode(i % 5, bytes);
                read++;
            }
            catch (StoredFormException)
            {
                refused++;
            }
        }
        output.WriteLine($"seed {Seed}: 200,000 random records, {read} read, {refused} refused");
    }

    private static void Decode(int decoder, byte[] bytes)
    {
        switch (decoder)
        {
            case 0:
                BatchCodec.Decode(bytes);
                break;
            case 1:
                foreach (var slots in BlockCodec.Split(bytes))
                {
                    var row = new RowHistory(slots.Source, new Core.Measures.RowKey(Core.Measures.RowKind.Contact), new SeriesArena());
                    new RowLoader(new SkippedContent()).Load(row, [slots]);
                }
                break;
            case 2:
                RowCodec.Decode(bytes, StoredFormat.Newest, new SectionBuffers());
                break;
            case 3:
                SourceStatusCodec.Read(bytes);
                break;
            default:
                new LiveItems().Apply(new FloorItem(new FloorItemKey(FloorItemKind.VisitFixed, 1), bytes));
                break;
        }
    }

    private static FrozenStore Mutate(ShardImage image, IReadOnlyList<LogEntry> log, Random random)
    {
        switch (random.Next(4))
        {
            case 0:
                var block = random.Next(image.Blocks.Count);
                return new FrozenStore(
                    image with
                    {
                        Blocks = [.. image.Blocks.Select((b, i) => i == block ? b with { Bytes = Mutate(b.Bytes, random) }
                        : b)]
                    }, log);
            case 1:
                var row = random.Next(image.Rows.Count);
                return new FrozenStore(
                    image with { Rows = [.. image.Rows.Select((r, i) => i == row ? r with { Key = Mutate(r.Key, random) } : r)] }, log);
            case 2:
                var item = random.Next(image.Items.Count);
                return new FrozenStore(
                    image with { Items = [.. image.Items.Select((s, i) => i == item ? Mutate(s, random) : s)] }, log);
            default:
                var entry = random.Next(log.Count);
                return new FrozenStore(
                    image, [.. log.Select((e, i) => i == entry ? e with { Batch = Mutate(e.Batch, random) } : e)]);
        }
    }

    private static StoredItem Mutate(StoredItem stored, Random random)
        => stored with { Item = stored.Item with { Value = Mutate(stored.Item.Value, random).ToArray() } };

    // One to four bytes changed, or cut short, or all random.
    private static ReadOnlyMemory<byte> Mutate(ReadOnlyMemory<byte> good, Random random)
    {
        var bytes = good.ToArray();
        if (random.Next(8) == 0) return bytes.AsMemory(0, random.Next(bytes.Length));
        if (random.Next(8) == 0) random.NextBytes(bytes);
        else for (var n = random.Next(1, 5); n > 0; n--) bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
        return bytes;
    }

    private static async Task<(ShardImage Image, IReadOnlyList<LogEntry> Log)> ReadAsync(int format)
    {
        using var folder = new DataFolder();
        File.Copy(GoldenStoreTests.GoldenFile(format, "callcenter.db"), Path.Combine(folder.Path, "callcenter.db"));
        await using var store = new EmbeddedMetricStore(new EmbeddedStoreOptions { Directory = folder.Path }, TimeProvider.System);
        var image = await store.LoadAsync(0, CancellationToken.None);
        return (image, await store.ReadLogAsync(0, image.Checkpoint, int.MaxValue, CancellationToken.None));
    }
}
