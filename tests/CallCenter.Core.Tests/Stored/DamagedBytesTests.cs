using CallCenter.Core.Encoding;
using CallCenter.Core.Events;
using CallCenter.Core.Floor;
using CallCenter.Core.Identity;
using CallCenter.Core.Log;
using CallCenter.Core.Measures;
using CallCenter.Core.Storage;
using CallCenter.Core.Tests.Floors;
using CallCenter.Core.Windows;

namespace CallCenter.Core.Tests.Stored;

/// <summary>Stored bytes that are not what was written are read as something else or refused: no crash, no endless loop.</summary>
public sealed class DamagedBytesTests
{
    private static readonly Instant Now = Centre.Start;
    private static readonly string Berlin = TagText.Of([new("site", "berlin")]);

    [Fact]
    public void Damaged_batch_is_read_or_refused() => Damage(Batch(), bytes => BatchCodec.Decode(bytes));

    [Fact]
    public void Damaged_row_is_read_or_refused()
        => Damage(RowCodec.Encode(Busy().Rows[0], StoredFormat.Newest), bytes => RowCodec.Decode(bytes, StoredFormat.Newest,
            new SectionBuffers()));

    [Fact]
    public void Damaged_block_is_read_or_refused() => Damage(BlockOf(Busy()), bytes =>
    {
        var row = new RowHistory(new SourceId(TenantId.Default, "pbx"), new RowKey(RowKind.Contact), new SeriesArena());
        foreach (var stored in BlockCodec.Split(bytes)) new RowLoader(new SkippedContent()).Load(row, [stored]);
    });

    [Fact]
    public void Damaged_floor_is_restored_or_refused()
    {
        var changes = Busy();
        foreach (var at in Enumerable.Range(0, changes.Items.Count).Where(i => changes.Items[i].Value is not null))
        {
            Damage(changes.Items[at].Value!, bytes
                => new SourceFloor(new FloorOptions(), changes.KnownRows(), With(changes.Items, at, bytes)));
        }
    }

    [Fact]
    public void Floor_with_dangling_references_is_refused()
        => Assert.Throws<StoredFormException>(() => new SourceFloor(
            new FloorOptions(), Busy().KnownRows(), Busy().Items.Where(i => i.Key.Kind != FloorItemKind.AgentFixed)));

    [Fact]
    public void Count_larger_than_its_bytes_is_refused()
    {
        var w = new VarWriter();
        w.Byte(1);
        w.Text("pbx");
        for (var i = 0; i < 4; i++) w.Signed(0);
        w.Count(int.MaxValue);
        Assert.Throws<StoredFormException>(() => BatchCodec.Decode(w.Written.Span));
    }

    [Fact]
    public void Batch_of_another_version_is_refused() => Assert.Throws<StoredFormException>(() => BatchCodec.Decode([3]));

    [Fact]
    public void Unterminated_number_is_refused()
        => Assert.Throws<StoredFormException>(() => new VarReader([255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255]).Unsigned());

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(long.MinValue)]
    [InlineData(long.MaxValue)]
    public void Signed_number_comes_back(long value)
    {
        var w = new VarWriter();
        w.Signed(value);
        Assert.Equal(value, new VarReader(w.Written.Span).Signed());
    }

    private static void Damage(byte[] good, Action<byte[]> read)
    {
        read(good);
        for (var at = 0; at < good.Length; at++)
        {
            Try(good[..at], read, $"cut after {at} bytes");
            foreach (var other in (byte[])[0, 1, 0x7F, 0x80, 0xFF, (byte)(good[at] ^ 1), (byte)(good[at] ^ 0x40), (byte)(good[at] + 1)])
                Try([.. good[..at], other, .. good[(at + 1)..]], read, $"byte {at} is {other}, not {good[at]}");
        }
    }

    private static void Try(byte[] bytes, Action<byte[]> read, string damage)
    {
        try
        {
            read(bytes);
        }
        catch (StoredFormException)
        {
            // Refused, as it should be.
        }
        catch (Exception e)
        {
            Assert.Fail($"{damage}: {e}");
        }
    }

    private static FloorItem[] With(List<FloorItem> items, int at, byte[] value)
        => [.. items.Select((item, i) => i == at ? item with { Value = value } : item)];

    // Something of everything that is stored.
    private static FloorCommit Busy()
    {
        var floor = new SourceFloor(new FloorOptions());
        SourceEvent[] events =
        [
            new AgentDescribed("ann", "Ann", "blue", "senior") { OccurredAt = Now, EventId = "e1" },
            new AgentPresenceChanged("ann", Presence.Break, "lunch") { OccurredAt = Now },
            new QueueMembershipChanged("ann", "sales", MembershipState.Paused, "back office") { OccurredAt = Now },
            new QueueMembershipChanged("ann", "support", MembershipState.Joined, "") { OccurredAt = Now },
            new AgentCapacityChanged("ann", Channel.Chat, 3) { OccurredAt = Now },
            new AgentCapacityChanged("ann", Channel.Phone, 1) { OccurredAt = Now },
            new AgentScheduled("ann", Now, Now + TimeSpan.FromHours(8)) { OccurredAt = Now },
            .. VisitEvents("waiting", 1), .. VisitEvents("held", 4), .. VisitEvents("wrapped", 5),
            new FloorReported([], []) { OccurredAt = Now + TimeSpan.FromMinutes(2) },
            .. VisitEvents("waiting", 2), .. VisitEvents("held", 4), .. VisitEvents("talking", 3),
        ];
        foreach (var e in events) floor.Apply(e, Now + TimeSpan.FromMinutes(2), out _);
        return floor.DrainChanges(StoredFormat.Newest);
    }

    private static IEnumerable<SourceEvent> VisitEvents(string visit, int count) => new SourceEvent[]
    {
        new VisitQueued(visit, $"c-{visit}", Centre.TraitsOf("sales") with { Tags = Berlin }) { OccurredAt = Now },
        new VisitOffered(visit, "ann") { OccurredAt = Now + TimeSpan.FromSeconds(3) },
        new VisitAnswered(visit, "bob", null, null) { OccurredAt = Now + TimeSpan.FromSeconds(9) },
        new VisitHeld(visit) { OccurredAt = Now + TimeSpan.FromSeconds(20) },
        new VisitEnded(visit, VisitOutcome.CompletedByAgent, null, null, true) { OccurredAt = Now + TimeSpan.FromSeconds(50) },
    }.Take(count);

    private static byte[] Batch()
    {
        var changes = Busy();
        var section = new SourceSection(
            new SourceId(TenantId.Default, "pbx"), new Fence(1), Sequence.None, new Sequence(20),
            changes.FirstRow, changes.Rows, changes.Deltas, changes.Items);
        return BatchCodec.Join([BatchCodec.Encode(section, StoredFormat.Newest), BatchCodec.Encode(section, StoredFormat.Newest)]).ToArray(
            );
    }

    private static byte[] BlockOf(FloorCommit changes)
    {
        var arena = new SeriesArena();
        var rows = changes.Rows.Select(key => new RowHistory(new SourceId(TenantId.Default, "pbx"), key, arena)).ToList();
        foreach (var delta in changes.Deltas) rows[delta.Row].Add(delta.Slot, delta.Measure, delta.Value);
        var blocks = rows.Select((row, i) => new BlockRow(i, row));
        return BlockCodec.Encode(
            [new BlockSource(new SourceId(TenantId.Default, "pbx"), blocks)],
                new BlockKey(1, (uint)(Now.UnixSeconds - Now.UnixSeconds % 3600)),
            (3600, 10), StoredFormat.Newest).ToArray();
    }
}
