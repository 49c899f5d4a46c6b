using CallCenter.Core.Encoding;
using CallCenter.Core.Identity;
using CallCenter.Core.Log;
using CallCenter.Core.Measures;
using CallCenter.Core.Storage;
using CallCenter.Core.Windows;

namespace CallCenter.Core.Tests.Stored;

/// <summary>Rows written to blocks and loaded from them have the totals of adding value by value.</summary>
public sealed class BlockTests
{
    private const uint Start = 20_000 * 86_400;
    private static readonly uint[] EdgesOfTwoHours = [0, 60, 3_600, 6_600, 6_601, 7_200];
    private static readonly SourceId Pbx = new(TenantId.Default, "pbx");
    private static readonly Measure Number = Gauge.Talking.Number(), Moment = Gauge.Talking.Moment();

    [Fact]
    public void Row_comes_back_from_blocks_of_several_levels()
    {
        var row = RowOf(Enumerable.Range(0, 7_200).SelectMany(i => DeltasAt(Start + (uint)i)));
        AssertSame(row, Load(Block(row, 0, 3_600, 60), Block(row, 3_600, 3_000, 10), Block(row, 6_600, 600, 1)), EdgesOfTwoHours);
    }

    [Fact]
    public void Blocks_in_any_order_give_the_same_totals()
    {
        var row = RowOf(Enumerable.Range(0, 7_200).SelectMany(i => DeltasAt(Start + (uint)i)));
        AssertSame(row, Load(Block(row, 6_600, 600, 1), Block(row, 0, 3_600, 60), Block(row, 3_600, 3_000, 10)), EdgesOfTwoHours);
    }

    [Fact]
    public void Interleaved_slots_of_two_blocks_give_the_same_totals()
    {
        // As a block of another server's hand would be: even minutes in one, odd ones in the other, one minute in both.
        var even = RowOf(Enumerable.Range(0, 30).SelectMany(i => DeltasAt(Start + (uint)i * 120)));
        var odd = RowOf(Enumerable.Range(0, 30).SelectMany(i => DeltasAt(Start + 60 + (uint)i * 120)).Concat(DeltasAt(Start + 600)));
        var both = RowOf(Enumerable.Range(0, 60).SelectMany(i => DeltasAt(Start + (uint)i * 60)).Concat(DeltasAt(Start + 600)));
        AssertSame(both, Load(Block(even, 0, 3_600, 60), Block(odd, 0, 3_600, 60)), [0, 60, 600, 601, 660, 1_800, 3_600]);
    }

    [Fact]
    public void Late_and_new_slots_after_loading_give_the_same_totals()
    {
        var row = RowOf(Enumerable.Range(0, 3_600).SelectMany(i => DeltasAt(Start + (uint)i)));
        var loaded = Load(Block(row, 0, 3_600, 1));
        foreach (var second in (uint[])[1_800, 3_600, 3_601, 7, 3_600, .. Enumerable.Range(4_000, 3_000).Select(i => (uint)i)])
        {
            foreach (var (slot, measure, value) in DeltasAt(Start + second))
            {
                row.Add(slot, measure, value);
                loaded.Add(slot, measure, value);
            }
        }
        AssertSame(row, loaded, [0, 60, 1_800, 1_860, 3_600, 5_000, 6_900, 7_000]);
    }

    [Fact]
    public void Rows_loaded_one_after_the_other_share_nothing()
    {
        var (first, second) = (RowOf(DeltasAt(Start)), RowOf([(Start + 60, Measure.Offered, 5)]));
        var loader = new RowLoader(new SkippedContent());
        var (one, two) = (Row(), Row());
        loader.Load(one, BlockCodec.Split(Block(first, 0, 60, 1)));
        loader.Load(two, BlockCodec.Split(Block(second, 0, 120, 1)));
        AssertSame(first, one, [0, 1, 61]);
        AssertSame(second, two, [0, 60, 61]);
        Assert.Equal([Measure.Offered], MeasuresOf(two));
    }

    [Fact]
    public void Block_of_another_version_is_refused() => Assert.Throws<StoredFormException>(() => BlockCodec.Split(new byte[] { 3 }));

    [Fact]
    public void Row_of_a_source_that_the_block_does_not_name_is_refused()
        => Assert.Throws<StoredFormException>(() => BlockCodec.Split(BlockBytes(w => w.Count(1))));

    [Fact]
    public void Unknown_measure_is_skipped_and_counted()
    {
        var (row, skipped) = (Row(), new SkippedContent());
        var block = BlockBytes(w => Counts(w, 0, 0, 2, (int)Measure.Offered, MeasureTable.End + 7, 1, 0, 0b11, 6, 2));

        new RowLoader(skipped).Load(row, BlockCodec.Split(block));

        Assert.Equal([Measure.Offered], MeasuresOf(row));
        Assert.Equal((1, 0), (skipped.Measures, skipped.Records));
    }

    [Fact]
    public void Value_of_a_measure_that_the_row_does_not_name_is_refused()
        => Assert.Throws<StoredFormException>(() => Load(BlockBytes(w => Counts(w, 0, 0, 1, (int)Measure.Offered, 1, 0, 0b10, 2))));

    [Fact]
    public void Truncated_values_are_refused()
        => Assert.Throws<StoredFormException>(() => BlockCodec.Split(
            BlockBytes(w => Counts(w, 0, 0, 1, (int)Measure.Offered, 2, 0, 1, 2))));

    private static ReadOnlyMemory<byte> BlockBytes(Action<VarWriter> row)
    {
        var w = new VarWriter();
        Counts(w, 1, 0, 60, 1);
        w.Text(Pbx.StoredKey);
        row(w);
        return w.Written;
    }

    private static void Counts(VarWriter w, params int[] counts)
    {
        foreach (var count in counts) w.Count(count);
    }

    private static IEnumerable<(uint Slot, Measure Measure, long Value)> DeltasAt(uint slot) =>
    [
        (slot, Measure.Offered, 1), (slot, Measure.WaitOfAnswered, 100 + slot % 1_000),
        (slot, Measure.AnsweredWaits.Bucket(slot % 7_000), 1), (slot, Measure.HandleTimes.Bucket(slot % 3), 1),
        // Enters the state in even slots and leaves it in odd ones; now and then both, which leaves no number and moments only.
        (slot, Number, slot % 10 == 0 ? 0 : slot % 2 == 0 ? 1 : -1), (slot, Moment, slot % 10 == 0 ? -250 : 500),
    ];

    private static RowHistory RowOf(IEnumerable<(uint Slot, Measure Measure, long Value)> deltas)
    {
        var row = Row();
        foreach (var (slot, measure, value) in deltas) row.Add(slot, measure, value);
        return row;
    }

    private static RowHistory Row() => new(Pbx, new RowKey(RowKind.Contact), new SeriesArena());

    private static ReadOnlyMemory<byte> Block(RowHistory row, uint from, uint length, uint width)
        => BlockCodec.Encode(
            [new BlockSource(Pbx, [new BlockRow(0, row)])], new BlockKey(0, Start + from), (length, width), StoredFormat.Newest);

    private static RowHistory Load(params ReadOnlyMemory<byte>[] blocks)
    {
        var row = Row();
        new RowLoader(new SkippedContent()).Load(row, blocks.SelectMany(b => BlockCodec.Split(b)));
        return row;
    }

    private static void AssertSame(RowHistory expected, RowHistory loaded, uint[] edges)
        => Assert.Equal(Sums(expected, edges), Sums(loaded, edges));

    private static IEnumerable<string> Sums(RowHistory row, uint[] edges)
        => from edge in edges.Select(e => Start + e)
           from measure in MeasuresOf(row)
           let moments = measure.IsGauge() ? row.MomentsBetween(measure, Start, edge) : 0
           select $"{measure} before {edge - Start}: {row.Between(measure, 0, edge)}, moments {moments}";

    private static IEnumerable<Measure> MeasuresOf(RowHistory row) => Enumerable.Range(0, row.MeasureCount).Select(row.MeasureAt);
}
