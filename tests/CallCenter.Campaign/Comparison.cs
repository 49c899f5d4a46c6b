using CallCenter.V1;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace CallCenter.Campaign;

/// <summary>Compares every node with both models until all agree or the time limit is reached.</summary>
public sealed class Comparison(World world, MemoryModel model, IReadOnlyList<Story> stories)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);
    private static readonly KpiRef[] OfFeeds = [new() { Id = "events_counted" }, new() { Id = "events_rejected" }];
    private static readonly KpiRef[] Residual = [new() { Id = "reconciliation_residual" }];

    private IReadOnlyList<KpiRef> _counters = [];

    /// <summary>The last differences; empty when all agree.</summary>
    public async Task<Differences> UntilEqualAsync(TimeSpan max)
    {
        _counters = await Boards.CountersAsync(model.Kpis);
        using var limit = new CancellationTokenSource(max);
        var last = Differences.None;
        do
        {
            try
            {
                last = await CompareAsync();
                if (!last.Any) return last;
            }
            catch (RpcException e) when (Boards.IsTransient(e))
            {
                last = new Differences(0, 0, [$"A node does not answer: {e.Status}"]);
            }
            await Task.Delay(Pause, CancellationToken.None);
        }
        while (!limit.IsCancellationRequested);
        return last;
    }

    private async Task<Differences> CompareAsync()
    {
        var selector = Boards.Select(_counters, "source", "queue");
        var expected = await Boards.ReadAsync(model.Kpis, selector);
        var all = Differences.Between("the model's server", CountedBy(stories), Named(expected, CountedBy(stories).Keys));
        foreach (var node in world.Nodes)
        {
            var values = await Boards.ReadAsync(node.Kpis, selector);
            all = all.And(Differences.Between(node.Name, expected, values));
            var feeds = await Boards.ReadAsync(node.Kpis, Boards.Select(OfFeeds, "source"));
            all = all.And(Differences.Between(node.Name, FedBy(stories), feeds));
            var residual = await Boards.ReadAsync(node.Kpis, Boards.Select(Residual, "source", "queue"));
            all = all.And(Differences.Between(node.Name, residual.ToDictionary(r => r.Key, _ => new KpiValue { Count = 0 }), residual));
        }
        return all;
    }

    private static Dictionary<string, KpiValue> Named(SortedDictionary<string, KpiValue> values, IEnumerable<string> names)
        => names.Where(values.ContainsKey).ToDictionary(name => name, name => values[name]);

    private static Dictionary<string, KpiValue> FedBy(IEnumerable<Story> stories) => stories.SelectMany(s => new[]
    {
        KeyValuePair.Create($"{s.Source} events_counted", new KpiValue { Count = s.Tally.Counted }),
        KeyValuePair.Create($"{s.Source} events_rejected", new KpiValue { Count = s.Tally.Rejected }),
    }).ToDictionary();

    private static Dictionary<string, KpiValue> CountedBy(IEnumerable<Story> stories)
    {
        var values = new Dictionary<string, KpiValue>();
        foreach (var (source, queue, tally) in stories.SelectMany(s => s.Tally.Queues.Select(q => (s.Source, q.Key, q.Value))))
        {
            void Count(string kpi, long count) => values[$"{source}/{queue} {kpi}"] = new KpiValue { Count = count };
            Count("contacts_offered", tally.Offered);
            Count("contacts_answered", tally.Answered);
            Count("contacts_abandoned", tally.Abandoned);
            Count("contacts_handled:all", tally.Handled);
            Count("contacts_excluded", tally.Excluded);
            if (tally.Handled == 0) continue;
            var talk = new Mean { Total = Duration.FromTimeSpan(TimeSpan.FromMilliseconds(tally.TalkMs)), Count = tally.Handled };
            values[$"{source}/{queue} talk_time:with_hold"] = new KpiValue { Mean = talk };
        }
        return values;
    }
}
