using CallCenter.Core.Identity;
using CallCenter.Core.Windows;
using CallCenter.Engine.Board;
using CallCenter.Server.Kpis;
using CallCenter.V1;
using Column = CallCenter.Core.Views.Column;
using KpiValue = CallCenter.Core.Kpis.KpiValue;

namespace CallCenter.Server.Tests;

/// <summary>Encoded snapshots and updates, parsed by the generated code, against messages made of objects.</summary>
public sealed class RowEncoderTests
{
    private const long Since = 5;

    private static readonly Core.Views.Selector Selector = Selectors.Everything;

    [Fact]
    public void What_is_encoded_is_what_the_message_would_be()
    {
        var random = new Random(1);
        for (var i = 0; i < 500; i++)
        {
            var state = StateOf(random, rows: random.Next(6));

            var parts = new RowEncoder(Selector).EncodeChanges(state, Since, int.MaxValue);

            Assert.Equal(MessageOf(state), Update.Parser.ParseFrom(Assert.Single(parts)));
        }
    }

    [Fact]
    public void Parts_have_all_rows_once_and_the_removed_groups_are_in_the_first()
    {
        var state = StateOf(new Random(2), rows: 200);

        var parts = new RowEncoder(Selector).EncodeChanges(state, Since, 1_000).Select(part => Update.Parser.ParseFrom(part)).ToList();

        Assert.True(parts.Count > 5);
        var whole = MessageOf(state);
        Assert.Equal(whole.Rows, parts.SelectMany(part => part.Rows));
        Assert.Equal(whole.RemovedGroups, parts[0].RemovedGroups);
        Assert.All(parts.Skip(1), part => Assert.Empty(part.RemovedGroups));
        Assert.All(parts, part => Assert.Equal((whole.WindowStartTime, whole.WindowEndTime), (part.WindowStartTime, part.WindowEndTime)));
    }

    [Fact]
    public void A_snapshot_is_what_the_message_would_be_and_its_columns_are_in_the_first_part()
    {
        var random = new Random(3);
        for (var i = 0; i < 100; i++)
        {
            var state = StateOf(random, rows: random.Next(6));
            var part = Assert.Single(new RowEncoder(Selector).EncodeAll(state, int.MaxValue));
            Assert.Equal(KpiMapper.ToSnapshot(state, Selector), Snapshot.Parser.ParseFrom(part));
        }
        var large = StateOf(random, rows: 50);
        var parts = new RowEncoder(Selector).EncodeAll(large, 1_000).Select(part => Snapshot.Parser.ParseFrom(part)).ToList();
        var whole = KpiMapper.ToSnapshot(large, Selector);
        Assert.Equal(whole.Rows, parts.SelectMany(part => part.Rows));
        Assert.Equal(whole.Columns, parts[0].Columns);
        Assert.All(parts.Skip(1), part => Assert.Empty(part.Columns));
        Assert.All(parts, part => Assert.Equal((whole.WindowStartTime, whole.WindowEndTime), (part.WindowStartTime, part.WindowEndTime)));
    }

    private static Update MessageOf(BoardState state)
    {
        var update = new Update
        {
            WindowStartTime = KpiMapper.ToTime(state.Window.Start),
            WindowEndTime = KpiMapper.ToTime(state.Window.End),
        };
        foreach (var group in state.Removals.Groups.Where(g => g.RemovedAt > Since))
            update.RemovedGroups.Add(new GroupLabels { Row = group.Number, Labels = { group.Labels } });
        foreach (var row in state.Rows.Where(row => row.ChangedAt.Any(at => at > Since)))
        {
            var changed = Enumerable.Range(0, row.Values.Length).Where(i => row.ChangedAt[i] > Since).Select(i => new ColumnValue
            {
                Column = i,
                Value = ValueMapper.ToValue(row.Values[i], Selector.Columns[i].Kind),
            });
            update.Rows.Add(new RowUpdate { Row = row.Number, Labels = { row.Labels }, Values = { changed } });
        }
        return update;
    }

    private static BoardState StateOf(Random random, int rows) => new(
        new BoardRevision(Guid.Empty, 1, 9), new Instant(1_700_000_000_123),
        new WindowSpans(new Instant(-1), new Instant(1_700_000_000_000), new Instant(1_700_000_000_123), []),
        [.. Enumerable.Range(1, rows).Select(number => new BoardRow(
            number, [TextOf(random), TextOf(random)], [.. Selector.Columns.Select(column => ValueOf(random, column))],
            [.. Selector.Columns.Select(_ => random.NextInt64(3, 8))]))],
        new Engine.Shards.Completeness(null, [], new Engine.Shards.ShardsState(true, [])))
    {
        Removals = new Removals([.. Enumerable.Range(3, 5).Select(at => new RemovedGroup(100 + at, [TextOf(random)], at))], 0),
    };

    private static KpiValue ValueOf(Random random, Column column)
    {
        var (a, b) = (random.NextInt64(-10_000_000, 10_000_000), random.NextInt64(1, 1_000));
        return random.Next(9) switch
        {
            0 => KpiValue.None,
            1 => KpiValue.NoValue(Core.Kpis.NoValueReason.NotKept),
            2 => KpiValue.Count(0),
            3 => KpiValue.Count(a * b),
            4 => KpiValue.Duration(a),
            5 => KpiValue.Ratio(column.Kind == Core.Kpis.KpiKind.Rate ? 3600 * b : a, b),
            6 => KpiValue.Mean(a, b),
            7 => KpiValue.Time(new Instant(a)),
            _ => KpiValue.Score(a, b),
        };
    }

    private static string TextOf(Random random) => new(random.Next(3) == 0 ? '队' : 'q', random.Next(200));
}
