using System.Text.Json;
using CallCenter.Client;
using CallCenter.V1;

namespace CallCenter.Server.Tests;

/// <summary>Compares the served values with the PBX's own log: every figure of every queue, every agent and the total.</summary>
internal static class TruthBoard
{
    // Name in truth.json and its formula over the values of a row. Times are whole seconds, as in the PBX's log.
    private static readonly (string Name, Func<Row, long> Of)[] Figures =
    [
        ("offered", r => r["contacts_offered"].Count),
        ("answered", r => r["contacts_answered"].Count),
        ("abandoned", r => r["contacts_abandoned"].Count),
        ("timeout", r => r["contacts_flowed_out:timed_out"].Count),
        ("key", r => r["contacts_flowed_out:key_exit"].Count),
        ("leave_empty", r => r["contacts_flowed_out:queue_empty"].Count),
        ("withdrawn", r => r["contacts_flowed_out:withdrawn"].Count),
        ("open_waiting", r => r["contacts_waiting"].Count),
        ("open_talking", r => r["contacts_interacting"].Count + r["contacts_on_hold"].Count),
        ("completed", r => r["contacts_handled:all"].Count),
        ("completed_by_caller", r => r["contacts_handled:by_customer"].Count),
        ("completed_by_agent", r => r["contacts_handled:by_agent"].Count),
        ("transferred_blind", r => r["transfers:blind"].Count),
        ("transferred_attended", r => r["transfers:consult"].Count),
        ("ring_no_answer", r => r["agent_no_answer"].Count + r["agent_rejected"].Count),
        ("wait_answered_sum", r => Seconds(r["speed_of_answer"])),
        ("wait_answered_count", r => r["speed_of_answer"].Mean?.Count ?? 0),
        ("wait_abandoned_sum", r => Seconds(r["abandon_time"])),
        ("wait_abandoned_count", r => r["abandon_time"].Mean?.Count ?? 0),
        ("talk_sum", r => Seconds(r["talk_time:with_hold"])),
        ("talk_count", r => r["talk_time:with_hold"].Mean?.Count ?? 0),
        ("ring_sum", r => Seconds(r["ring_time"])),
        ("answered_within_sl", r => AnsweredWithin(r)),
        ("abandoned_within_sl", r => (r["service_level:abandons_positive@20"].Ratio?.Numerator ?? 0) - AnsweredWithin(r)),
    ];

    private static readonly string[] Kpis =
    [
        "contacts_offered", "contacts_answered", "contacts_abandoned", "contacts_flowed_out:timed_out", "contacts_flowed_out:key_exit",
        "contacts_flowed_out:queue_empty", "contacts_flowed_out:withdrawn", "contacts_waiting", "contacts_interacting", "contacts_on_hold",
        "contacts_handled:all", "contacts_handled:by_customer", "contacts_handled:by_agent", "transfers:blind", "transfers:consult",
        "agent_no_answer", "agent_rejected", "speed_of_answer", "abandon_time", "queue_time", "talk_time:with_hold", "ring_time",
        "service_level:answered_only@20", "service_level:abandons_positive@20", "reconciliation_residual",
    ];

    private static readonly string[] FeedKpis = ["events_counted", "events_rejected", "events_future", "ghosts_closed"];

    public static Selector ByQueue => Given.SelectBy(["queue"], Kpis);

    public static async Task AssertTrueAsync(KpiWatcher watcher, Recording recording)
    {
        var truth = recording.Truth;
        var total = Rows(await SnapshotAsync(watcher, Given.Select(Kpis))).Single().Value;
        var queues = Rows(await SnapshotAsync(watcher, ByQueue));

        AssertRow("in total", truth.GetProperty("overall"), recording.WaitOfLeft(null), total);
        foreach (var queue in truth.GetProperty("queues").EnumerateObject())
            AssertRow(queue.Name, queue.Value, recording.WaitOfLeft(queue.Name), queues[queue.Name]);
        AssertAgents(truth, recording.Events, Rows(await SnapshotAsync(watcher, Given.SelectBy(["agent"], Kpis))));
        var feed = await SnapshotAsync(watcher, Given.Select(FeedKpis));
        Assert.Equal([recording.Events.Count, 0, 0, 0], feed.Rows[0].Values.Select(v => v.Count));
    }

    private static void AssertRow(string name, JsonElement truth, (long Seconds, int KeyCount) left, Row row)
    {
        Assert.Equal(
            Figures.Select(f => $"{name}: {f.Name} = {truth.GetProperty(f.Name).GetInt64()}"), Figures
                .Select(f => $"{name}: {f.Name} = {f.Of(row)}"));
        // An exit by key bears no wait, so it is the difference of two stamps here and of two whole seconds in queue_log: each is up to
        // 1 s off.
        var served = Milliseconds(row["queue_time"]) - Milliseconds(row["speed_of_answer"]) - Milliseconds(row["abandon_time"]);
        Assert.InRange(served, (left.Seconds - left.KeyCount) * 1000, (left.Seconds + left.KeyCount) * 1000);
        Assert.Equal(0, row["reconciliation_residual"].Count);
    }

    // queue_log knows agents by their names; here they are their devices. One person may have several, and a device several names.
    private static void AssertAgents(JsonElement truth, IReadOnlyList<Event> events, Dictionary<string, Row> served)
    {
        var described = events.Where(e => e.AgentDescribed is not null)
            .Select(e => (e.AgentDescribed.Agent, Name: e.AgentDescribed.DisplayName)).Distinct().ToList();
        var known = truth.GetProperty("agents").EnumerateObject().ToDictionary(a => a.Name, a => a.Value);
        var left = known.Keys.ToHashSet();
        while (left.Count > 0)
        {
            var (names, devices) = Together(left.First(), described);
            left.ExceptWith(names);
            var told = names.Where(known.ContainsKey).Select(n => known[n]).ToList();
            var rows = devices.Where(served.ContainsKey).Select(d => served[d]).ToList();
            long Told(string figure) => told.Sum(a => a.GetProperty(figure).GetInt64());
            long Served(string figure) => rows.Sum(Figures.Single(f => f.Name == figure).Of);
            Assert.Equal(
                (string.Join('+', names), Told("answered"), Told("completed"), Told("talk_sum"), Told("ring_no_answer")),
                (string.Join('+', names), Served("answered"), Served("completed"), Served("talk_sum"), Served("ring_no_answer")));
        }
    }

    private static (HashSet<string> Names, HashSet<string> Devices) Together(string first, List<(string Agent, string Name)> described)
    {
        HashSet<string> names = [first], devices = [];
        int before;
        do
        {
            before = names.Count + devices.Count;
            devices.UnionWith(described.Where(d => names.Contains(d.Name)).Select(d => d.Agent));
            names.UnionWith(described.Where(d => devices.Contains(d.Agent)).Select(d => d.Name));
        }
        while (names.Count + devices.Count > before);
        return (names, devices);
    }

    private static Task<KpiBoard> SnapshotAsync(KpiWatcher watcher, Selector selector) => watcher.GetSnapshotAsync(selector)
        .WaitAsync(Waits.Limit);

    private static Dictionary<string, Row> Rows(KpiBoard board) => board.Rows
        .ToDictionary(r => r.Labels.SingleOrDefault(""), r => new Row(r));

    private static long AnsweredWithin(Row r) => r["service_level:answered_only@20"].Ratio?.Numerator ?? 0;

    private static long Milliseconds(KpiValue value) => (long)(value.Mean?.Total.ToTimeSpan().TotalMilliseconds ?? 0);

    private static long Seconds(KpiValue value)
    {
        var ms = Milliseconds(value);
        Assert.Equal(0, ms % 1000);
        return ms / 1000;
    }

    private sealed class Row(KpiRow row)
    {
        public KpiValue this[string kpi] => row.Values[Array.IndexOf(Kpis, kpi)];
    }
}
