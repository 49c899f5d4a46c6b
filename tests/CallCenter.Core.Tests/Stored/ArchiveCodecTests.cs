using CallCenter.Core.Encoding;
using CallCenter.Core.Events;
using CallCenter.Core.Measures;
using CallCenter.Core.Storage;

namespace CallCenter.Core.Tests.Stored;

/// <summary>Blocks of closed hours and days: what is written is read, by this version and beside what a newer one adds.</summary>
public sealed class ArchiveCodecTests
{
    private static readonly RowKey Sales = new(RowKind.Contact)
    {
        Queue = "sales",
        Agent = "ann",
        Channel = Channel.Chat,
        Direction = Direction.Outbound,
        Language = "de",
        Tags = TagText.Of([new("site", "s1")]),
    };

    [Fact]
    public void Rows_are_read_as_they_were_written()
    {
        var first = Row(Sales, (Measure.Offered, 3), (Measure.Talk, -5), (Measure.Conversations.Bucket(90_000), 2));
        first.Add(Gauge.Waiting.Number(), new StateInSpan(1, 0, 7_000));
        var second = Row(new RowKey(RowKind.Agent) { Agent = "ann" }, (Measure.Breaks, 1));

        var block = ArchiveCodec.Encode(3600, 7200, [first, second]);

        Assert.Equal((3600u, 7200u), ArchiveCodec.SpanOf(block.Span));
        Assert.Equal([.. Lines(first), .. Lines(second)], Read(block).SelectMany(Lines));
    }

    [Fact]
    public void Hours_of_a_day_add_up_and_states_are_those_of_its_ends()
    {
        var (early, late) = (Row(Sales, (Measure.Offered, 3)), Row(Sales, (Measure.Offered, 4), (Measure.Answered, 1)));
        early.Add(Gauge.Waiting.Number(), new StateInSpan(5, 2, 1_000));
        late.Add(Gauge.Waiting.Number(), new StateInSpan(2, 1, 2_000));

        var day = ArchiveMerge.Merge(0, 7200, [ArchiveCodec.Encode(0, 3600, [early]), ArchiveCodec.Encode(3600, 7200, [late])]);

        var expected = Row(Sales, (Measure.Offered, 7), (Measure.Answered, 1));
        expected.Add(Gauge.Waiting.Number(), new StateInSpan(5, 1, 3_000));
        Assert.Equal(Lines(expected), Read(day).SelectMany(Lines));
    }

    [Fact]
    public void What_a_newer_version_adds_is_passed_over()
    {
        var w = new VarWriter();
        w.Byte(StoredFormat.Newest);
        w.Unsigned(0);
        w.Unsigned(3600);
        var texts = w.BeginPart();
        w.Text("sales");
        w.Text("new");
        w.EndPart(texts);
        var row = w.BeginPart();
        w.Bytes([(byte)RowKind.Contact, 0, 0]);
        w.Count((1 << 12) | 1); // The queue, and a dimension beyond those that are known.
        w.Count(0);
        w.Count(1);
        var sums = w.BeginPart();
        w.Count((int)Measure.Offered);
        w.Signed(2);
        w.Count(MeasureTable.End + 100 - (int)Measure.Offered); // Unknown.
        w.Signed(9);
        w.EndPart(sums);
        w.EndPart(w.BeginPart());
        w.EndPart(w.BeginPart());
        w.Text("a further list");
        w.EndPart(row);

        var read = Assert.Single(Read(w.ToArray()));

        Assert.Equal(Lines(Row(new RowKey(RowKind.Contact) { Queue = "sales" }, (Measure.Offered, 2))), Lines(read));
    }

    [Fact]
    public void A_damaged_block_is_unreadable_and_nothing_else()
    {
        var block = ArchiveCodec.Encode(3600, 7200, [Row(Sales, (Measure.Offered, 3), (Measure.Talk, 70_000))]).ToArray();
        var dice = new Random(1);
        for (var i = 0; i < 2_000; i++)
        {
            byte[] damaged = [.. block.Take(dice.Next(1, block.Length + 1))];
            damaged[dice.Next(damaged.Length)] = (byte)dice.Next(256);
            if (Record.Exception(() => Read(damaged)) is { } error) Assert.IsType<StoredFormException>(error);
        }
    }

    [Theory]
    [InlineData("Europe/Berlin", "2026-03-28T23:00Z", 23)]
    [InlineData("Europe/Berlin", "2026-10-24T22:00Z", 25)]
    [InlineData("Asia/Kolkata", "2026-10-24T18:30Z", 24)]
    [InlineData("Australia/Lord_Howe", "2026-04-04T13:00Z", 25)] // One of them half an hour long.
    public void Hours_fill_a_day_whatever_the_clock_does(string name, string midnight, int count)
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById(name);
        var start = (uint)DateTimeOffset.Parse(midnight, System.Globalization.CultureInfo.InvariantCulture).ToUnixTimeSeconds();
        var hours = 0;
        var end = start;
        for (; end < ArchiveTimes.EndOfDay(zone, start); hours++) end = ArchiveTimes.EndOfHour(zone, end);

        Assert.Equal((start, ArchiveTimes.EndOfDay(zone, start), count), (ArchiveTimes.StartOfDay(zone, start + 50_000), end, hours));
    }

    private static ArchiveRow Row(RowKey key, params (Measure Measure, long Value)[] sums)
    {
        var row = new ArchiveRow(key);
        foreach (var (measure, value) in sums) row.Add(measure, value);
        return row;
    }

    private static IEnumerable<string> Lines(ArchiveRow row) =>
    [
        $"{row.Key}",
        .. row.Sums.Select(sum => $"{sum.Key} {sum.Value}"),
        .. row.States.Select(state => $"{state.Key} {state.Value}"),
    ];

    private static List<ArchiveRow> Read(ReadOnlyMemory<byte> block)
    {
        var rows = new Rows();
        ArchiveCodec.Read(block.Span, rows);
        return rows.All;
    }

    private sealed class Rows : IArchiveReader
    {
        public List<ArchiveRow> All { get; } = [];
        public bool ReadsBuckets => true;

        public bool Reads(RowKind kind) => true;

        public bool Begin(RowKey key)
        {
            All.Add(new ArchiveRow(key));
            return true;
        }

        public void Add(Measure measure, long value) => All[^1].Add(measure, value);

        public void Add(Measure gauge, StateInSpan state) => All[^1].Add(gauge, state);
    }
}
