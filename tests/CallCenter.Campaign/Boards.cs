using System.Globalization;
using CallCenter.V1;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Grpc.Net.Client;

namespace CallCenter.Campaign;

/// <summary>The queries to every node, with answers as flat tables of text, so that differences are readable.</summary>
public static class Boards
{
    private static readonly TimeSpan CallMax = TimeSpan.FromSeconds(10);

    // Time that passes during the comparison is a part of them.
    private static readonly (string Kpi, string Variant)[] RunOn =
        [("contacts_per_agent_hour", ""), ("queue_time", "with_waiting"), ("first_response_time", "with_waiting")];

    /// <summary>The counts that must never exceed the model.</summary>
    public static readonly string[] Watched = ["contacts_offered", "contacts_answered", "contacts_abandoned", "contacts_handled"];

    public static Selector Select(IEnumerable<KpiRef> kpis, params string[] groupBy)
    {
        var selector = new Selector { Window = new Window { Sliding = Duration.FromTimeSpan(TimeSpan.FromHours(24)) } };
        selector.Kpis.AddRange(kpis);
        selector.GroupBy.AddRange(groupBy);
        return selector;
    }

    /// <summary>Every KPI over the window, in all variants; without gauges and running times.</summary>
    public static async Task<IReadOnlyList<KpiRef>> CountersAsync(KpiService.KpiServiceClient client)
    {
        var list = await client.ListKpisAsync(new ListKpisRequest(), deadline: DateTime.UtcNow + CallMax);
        return [.. from kpi in list.Kpis
                   where kpi.Kind is KpiKind.Counter or KpiKind.Ratio or KpiKind.Mean or KpiKind.Score
                   where kpi.Attribution != Attribution.Unspecified
                   from variant in kpi.Variants.Select(v => v.Id).DefaultIfEmpty("")
                   where !RunOn.Contains((kpi.Id, variant))
                   select new KpiRef { Id = kpi.Id, Variant = variant }];
    }

    /// <summary>The value of each KPI of each group, by a name such as "source/queue contacts_offered".</summary>
    public static async Task<SortedDictionary<string, KpiValue>> ReadAsync(KpiService.KpiServiceClient client, Selector selector)
    {
        var answer = await client.GetSnapshotAsync(new GetSnapshotRequest { Selector = selector }, deadline: DateTime.UtcNow + CallMax);
        return Flatten(answer.Snapshot);
    }

    public static SortedDictionary<string, KpiValue> Flatten(Snapshot snapshot)
    {
        var values = new SortedDictionary<string, KpiValue>(StringComparer.Ordinal);
        foreach (var row in snapshot.Rows)
        {
            for (var i = 0; i < row.Values.Count; i++) values[Name(row.Labels, snapshot.Columns[i].Kpi)] = row.Values[i];
        }
        return values;
    }

    public static string Name(IEnumerable<string> labels, KpiRef kpi)
        => $"{string.Join('/', labels)} {kpi.Id}{(kpi.Variant is "" or "standard" ? "" : ":" + kpi.Variant)}";

    /// <summary>A value as text; no value and a count of 0 are equal, since nodes create groups at different times.</summary>
    public static string Text(KpiValue? value) => value?.ValueCase switch
    {
        KpiValue.ValueOneofCase.Count => value.Count.ToString(CultureInfo.InvariantCulture),
        KpiValue.ValueOneofCase.Ratio => $"{value.Ratio.Numerator}/{value.Ratio.Denominator}",
        KpiValue.ValueOneofCase.Mean =>
            string.Create(CultureInfo.InvariantCulture, $"{value.Mean.Total.ToTimeSpan().TotalMilliseconds} ms/{value.Mean.Count}"),
        KpiValue.ValueOneofCase.Score => string.Create(CultureInfo.InvariantCulture, $"{value.Score.Total}/{value.Score.Count}"),
        _ => "0",
    };

    public static GrpcChannel Open(string url) => CallCenter.Client.CallCenterChannel.Open(url);

    public static bool IsTransient(RpcException e)
        => e.StatusCode is StatusCode.Unavailable or StatusCode.DeadlineExceeded or StatusCode.Internal or StatusCode.Cancelled;

    /// <summary>The counts that are watched, by source and queue.</summary>
    public static Selector WatchedSelector => Select(Watched.Select(id => new KpiRef { Id = id }), "source", "queue");
}
