using CallCenter.Core.Replicas;
using CallCenter.Engine.Instruments;

namespace CallCenter.Engine.Board;

/// <summary>Sizes of everything that this node holds, own and other nodes' sources, at one moment. Immutable, so any thread may read
/// it.</summary>
/// <param name="Items">Stored parts of visits, agents and sources, remembered event ids included.</param>
/// <param name="Readers">Subscriptions of all views.</param>
internal sealed record BoardFigures(int Sources, int Rows, int Visits, int Agents, int Items, int Views, int Readers)
{
    public static readonly BoardFigures None = new(0, 0, 0, 0, 0, 0, 0);

    public static BoardFigures Of(IEnumerable<SourceReplica> all, ViewSet views)
    {
        var (sources, visits, agents, items) = (0, 0, 0, 0);
        foreach (var source in all)
        {
            sources++;
            visits += source.Size.Visits;
            agents += source.Size.Agents;
            items += source.ItemCount;
        }
        return new BoardFigures(sources, views.Rows.Count, visits, agents, items, views.Count, views.ReaderCount);
    }

    /// <summary>Adds the gauges of a board to a meter.</summary>
    /// <param name="queued">Requests that wait for the board's loop.</param>
    public static void Observe(EngineMeter meter, BoardLoop loop, Func<int> queued)
    {
        meter.Meter.CreateObservableGauge("callcenter.board.queue", queued, "{request}", "Requests that wait for the board's loop.");
        meter.Meter.CreateObservableGauge("callcenter.log.lag", () => loop.Shards.Lag.TotalSeconds, "s",
            "Since the log of the shard that is furthest behind was read to its end; 0 where no other server writes.");
        Gauge("callcenter.sources", "{source}", "Sources that this server knows.", figures => figures.Sources);
        Gauge("callcenter.rows", "{row}", "Rows of counts in memory.", figures => figures.Rows);
        Gauge("callcenter.floor.visits", "{visit}", "Live visits.", figures => figures.Visits);
        Gauge("callcenter.floor.agents", "{agent}", "Known agents.", figures => figures.Agents);
        Gauge("callcenter.floor.items", "{item}", "Stored parts of visits, agents and sources.", figures => figures.Items);
        Gauge("callcenter.views", "{view}", "Watched views.", figures => figures.Views);
        Gauge("callcenter.view.readers", "{stream}", "Subscriptions of watched views.", figures => figures.Readers);

        void Gauge(string name, string unit, string description, Func<BoardFigures, int> of)
            => meter.Meter.CreateObservableGauge(name, () => of(loop.Figures), unit, description);
    }
}
