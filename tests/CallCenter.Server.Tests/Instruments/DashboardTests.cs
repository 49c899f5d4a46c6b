using System.Text.Json;
using System.Text.RegularExpressions;
using CallCenter.Server.Hosting;
using CallCenter.V1;
using Microsoft.Extensions.DependencyInjection;

namespace CallCenter.Server.Tests;

/// <summary>The dashboard and the table of instruments in src/deploy name what a server shows.</summary>
public sealed partial class DashboardTests
{
    private static readonly string Deploy = Path.Combine(AppContext.BaseDirectory, "deploy");

    [Fact]
    public async Task Every_metric_of_the_dashboard_is_shown_and_those_that_are_shown_are_those_that_are_documented()
    {
        await using var web = await WebServer.StartAsync(LimitVisits);
        await UseEverythingAsync(web.Server);

        var shown = await ShownAsync(web);
        Assert.Equal([], Asked().Where(name => !IsOfRedis(name)).Except(shown));
        // The meter of Redis is one for the process, in which servers of other tests may use Redis.
        Assert.Equal(
            Documented().Where(IsOwn).Where(name => !IsOfRedis(name)).Order(StringComparer.Ordinal),
            shown.Where(IsOwn).Where(name => !IsOfRedis(name)).Select(Family).Distinct().Order(StringComparer.Ordinal));
    }

    [RedisFact]
    public async Task Every_metric_of_Redis_is_shown_and_documented_too()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var web = await WebServer.StartAsync(o =>
        {
            o.Redis = redis.Address;
            LimitVisits(o);
        });
        await UseEverythingAsync(web.Server);

        var shown = await ShownAsync(web);
        Assert.Equal([], Asked().Where(IsOfRedis).Except(shown));
        Assert.Equal([], shown.Where(IsOwn).Select(Family).Except(Documented()));
    }

    private static bool IsOfRedis(string name) => name.StartsWith("callcenter_redis_", StringComparison.Ordinal);

    private static bool IsOwn(string name)
        => name.StartsWith("callcenter_", StringComparison.Ordinal) && !name.StartsWith("callcenter_kpi_", StringComparison.Ordinal);

    private static IEnumerable<string> Documented()
        => Name().Matches(File.ReadAllText(Path.Combine(Deploy, "README.md"))).Select(match => match.Value).Distinct();

    private static async Task<HashSet<string>> ShownAsync(WebServer web)
        => [.. NamesIn(await web.TextAsync("/metrics")), .. NamesIn(await web.TextAsync($"/metrics/kpis?{ScrapedKpis()}"))];

    private static void LimitVisits(ServerOptions options)
        => options.Engine = options.Engine with { Floor = options.Engine.Floor with { VisitsMax = 2 } };

    // An instrument is shown from its first value on.
    private static async Task UseEverythingAsync(LiveServer server)
    {
        await using var adapter = await server.HelloAsync();
        await adapter.SendAndAckAsync(
            1, Given.Queued(1), Given.Queued(2), Given.Answered("v1", "ann"), Given.Ended("v2", V1.VisitOutcome.Lost), Given.Queued(3),
            Given.Queued(4));
        await Failures.OfAsync(server.Kpis.GetSnapshotAsync(new V1.GetSnapshotRequest()));
        using var subscriber = server.Subscribe(Given.SelectBy(["queue"], ["contacts_offered"]));
        await subscriber.ReadAsync();
        // Real ones take their time: SlowSubscriberTests.
        var slow = server.Services.GetRequiredService<Kpis.SubscriptionMeter>();
        slow.AddConflated(1, SubscribeResponse.MessageOneofCase.Update);
        slow.AddTimedOut(SubscribeResponse.MessageOneofCase.Update);
    }

    private static IEnumerable<string> Asked()
    {
        using var dashboard = JsonDocument.Parse(File.ReadAllText(Path.Combine(Deploy, "grafana", "callcenter.json")));
        return [.. dashboard.RootElement.GetProperty("panels").EnumerateArray()
            .SelectMany(panel => panel.GetProperty("targets").EnumerateArray())
            .SelectMany(target => Name().Matches(target.GetProperty("expr").GetString()!))
            .Select(match => match.Value)];
    }

    // As the shipped configuration of Prometheus has it.
    private static string ScrapedKpis()
    {
        var kpis = KpiList().Match(File.ReadAllText(Path.Combine(Deploy, "prometheus", "prometheus.yml"))).Groups[1].Value;
        return $"kpi={Uri.EscapeDataString(kpis)}&by=queue&window=30m";
    }

    private static HashSet<string> NamesIn(string text)
        => [.. text.Split('\n').Where(line => line.Length > 0).SelectMany(line => line.Split(' ') is ["#", "TYPE", var family, ..]
            ? [family] : line[0] == '#' ? [] : (string[])[line.Split('{', ' ')[0]])];

    private static string Family(string sample) => Suffix().Replace(sample, "");

    [GeneratedRegex("(callcenter|kestrel|dotnet)_[a-z0-9_]+")]
    private static partial Regex Name();

    [GeneratedRegex("_(bucket|sum|count|created)$")]
    private static partial Regex Suffix();

    [GeneratedRegex("kpi: \\[\"([^\"]+)\"\\]")]
    private static partial Regex KpiList();
}
