using CallCenter.Simulator;
using CallCenter.V1;

namespace CallCenter.Cli.Tests;

/// <summary>The demonstration's centre, at different hours.</summary>
public sealed class DemoCentreTests
{
    private static readonly TimeSpan Threshold = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(30);

    [Theory]
    [InlineData("2026-11-30T00:00:10Z")]
    [InlineData("2026-11-30T07:31:20Z")]
    [InlineData("2026-11-30T15:12:30Z")]
    [InlineData("2026-11-30T22:43:40Z")]
    public void Support_meets_its_service_level_until_the_incident_and_misses_it_two_minutes_later(string moment)
    {
        DateTimeOffset now = DateTimeOffset.Parse(moment, System.Globalization.CultureInfo.InvariantCulture);
        List<Event> events = SimulatedHistory.Generate(DemoCentre.Options(now), now.AddMinutes(2));

        Assert.InRange(ServiceLevelOf(events, now), 0.8, 1);
        Assert.InRange(ServiceLevelOf(events, now.AddMinutes(2)), 0, 0.8);
    }

    // Answered within the threshold, of those whose wait ended or has passed it.
    private static double ServiceLevelOf(List<Event> events, DateTimeOffset at)
    {
        DateTimeOffset from = at - Window;
        var queued = events.Where(e => e.VisitQueued?.Queue == "support")
            .ToDictionary(e => e.VisitQueued.VisitId, e => e.OccurredTime.ToDateTimeOffset());
        Dictionary<string, DateTimeOffset> answered = TimesOf(events, at, e => e.VisitAnswered?.VisitId);
        Dictionary<string, DateTimeOffset> ended = TimesOf(events, at, e => e.VisitEnded?.VisitId);
        var decided = queued.Where(v => v.Value >= from && v.Value <= at)
            .Where(v => answered.ContainsKey(v.Key) || ended.ContainsKey(v.Key) || at - v.Value > Threshold).ToList();
        return decided.Average(v => answered.TryGetValue(v.Key, out DateTimeOffset time) && time - v.Value <= Threshold ? 1 : 0);
    }

    private static Dictionary<string, DateTimeOffset> TimesOf(List<Event> events, DateTimeOffset at, Func<Event, string?> visitOf)
        => events.Where(e => visitOf(e) is not null && e.OccurredTime.ToDateTimeOffset() <= at)
            .ToDictionary(e => visitOf(e)!, e => e.OccurredTime.ToDateTimeOffset());
}
