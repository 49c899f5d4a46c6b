using CallCenter.V1;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;

namespace CallCenter.Client.Tests;

/// <summary>A server's messages to a subscriber: one column, contacts_offered, by queue. The token encodes the second.</summary>
internal static class Said
{
    public static SubscribeResponse Snapshot(int second, params (string Queue, int Offered)[] rows)
    {
        var column = new KpiColumn { Kpi = new KpiRef { Id = "contacts_offered" }, Version = 1, Unit = "contacts" };
        var snapshot = new Snapshot { Columns = { column } };
        foreach ((string queue, int offered) in rows)
            snapshot.Rows.Add(new KpiRow { Labels = { queue }, Values = { new KpiValue { Count = offered } } });
        return At(second, new SubscribeResponse { Snapshot = snapshot });
    }

    public static SubscribeResponse Update(int second, params (string Queue, int? Offered)[] rows)
    {
        var update = new Update();
        foreach ((string queue, int? offered) in rows)
        {
            KpiValue value = offered is { } count ? new KpiValue { Count = count } : new KpiValue();
            update.Rows.Add(new RowUpdate { Labels = { queue }, Values = { new ColumnValue { Column = 0, Value = value } } });
        }
        return At(second, new SubscribeResponse { Update = update });
    }

    public static SubscribeResponse Heartbeat(int second) => At(second, new SubscribeResponse { Heartbeat = new HeartbeatUpdate() });

    private static SubscribeResponse At(int second, SubscribeResponse response)
    {
        response.AsOfTime = new Timestamp { Seconds = second };
        response.ResumeToken = ByteString.CopyFromUtf8($"token {second}");
        return response;
    }

    public static string Text(KpiBoard board) => string.Join(' ', board.Rows.Select(
        row => $"{row.Labels[0]}={(row.Values[0].ValueCase == KpiValue.ValueOneofCase.None ? "none" : row.Values[0].Count)}"));
}
