using CallCenter.Notation;
using CallCenter.V1;
using Google.Protobuf.WellKnownTypes;

namespace CallCenter.Server.Doors;

/// <summary>Adds the display texts of values, for plain HTTP. Changes the message, which must be the caller's own.</summary>
internal static class DisplayTexts
{
    public static void Add(GetSnapshotResponse answer) => Add(answer.Snapshot.Rows.SelectMany(row => row.Values), answer.AsOfTime);

    public static void Add(SubscribeResponse message)
    {
        if (message.Snapshot is { } snapshot) Add(snapshot.Rows.SelectMany(row => row.Values), message.AsOfTime);
        if (message.Update is { } update) Add(update.Rows.SelectMany(row => row.Values.Select(v => v.Value)), message.AsOfTime);
    }

    public static void Add(QuerySeriesResponse answer)
        => Add(answer.Rows.SelectMany(row => row.Columns).SelectMany(column => column.Values), answer.AsOfTime);

    private static void Add(IEnumerable<KpiValue> values, Timestamp asOf)
    {
        var at = asOf.ToDateTimeOffset();
        foreach (var value in values) value.Text = ValueText.Format(value, at);
    }
}
