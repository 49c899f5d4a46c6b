using CallCenter.Core.Measures;

namespace CallCenter.Core.Tests.Measures;

public sealed class MeasureTableTests
{
    [Fact]
    public void Every_id_is_in_the_table()
        => Assert.Equal(
            Enum.GetValues<Measure>().Concat(Enum.GetValues<Gauge>().Select(g => g.Number())).Order(),
            MeasureTable.All.Select(m => m.Id).Order());

    [Fact]
    public void Ids_between_those_of_the_table_are_unknown()
    {
        Assert.All(MeasureTable.All, m => Assert.All(Enumerable.Range((int)m.Id, m.Width), id => Assert.True(MeasureTable.IsKnown(id))));
        Assert.All([18, 127, 399, MeasureTable.End, int.MaxValue], id => Assert.False(MeasureTable.IsKnown(id)));
    }

    [Fact]
    public void Stored_ids_stay() => Assert.Equal(
        (MeasureKind.Gauge, 426, 26_624, 45_056, MeasureKind.WaitFamily, 311),
        (MeasureTable.Of(Gauge.AgentSlots).Kind, (int)Gauge.AgentSlots.Number(), (int)Measure.ReactionTimes, MeasureTable.End,
            MeasureTable.Of((Measure)309).Kind, (int)Measure.KeyExitByWait + MeasureTable.Of(Measure.KeyExitByWait).Width));

    [Fact]
    public void Moments_are_kept_with_the_number_of_their_gauge() => Assert.All(Enum.GetValues<Gauge>(), gauge =>
    {
        Assert.Equal(gauge.Number(), gauge.Moment().WhoseSeries());
        Assert.Equal((true, false), (gauge.Number().IsGaugeNumber(), gauge.Moment().IsGaugeNumber()));
    });
}
