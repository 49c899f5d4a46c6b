using CallCenter.Core.Kpis;
using CallCenter.V1;
using Google.Protobuf.WellKnownTypes;

namespace CallCenter.Campaign.Fuzz;

/// <summary>Messages that the server accepts, so that cases reach what lies behind its checks: boards, counts, contacts.</summary>
internal static class PlausibleMessage
{
    private const int Contacts = 20, Visits = 200;

    private static readonly IReadOnlyList<string> Dimensions = ["queue", "channel", "direction", "customer_tier", "source", "tag.t"];

    /// <summary>One to three KPIs by dimensions that all of them have.</summary>
    public static Selector Selector(Random random)
    {
        var selector = new Selector { Window = Window(random) };
        for (var count = random.Next(1, 4); count > 0; count--) selector.Kpis.Add(new KpiRef { Spec = Spec(random) });
        selector.GroupBy.AddRange(Dimensions.Where(_ => random.Next(4) == 0).Take(4));
        if (random.Next(4) == 0) selector.Where.Add(new Filter { Dimension = "queue", Values = { Queue(random) } });
        if (random.Next(4) == 0) selector.Groups = new GroupChoice { OnlyActive = true, Top = Top(random, selector.Kpis.Count) };
        return selector;
    }

    /// <summary>A visit of a contact whose id other cases forget, waiting or over at once.</summary>
    public static PublishRequest Visit(Random random)
    {
        var now = Timestamp.FromDateTime(DateTime.UtcNow);
        var queued = new VisitQueued
        {
            VisitId = Id(random),
            Queue = Queue(random),
            ContactId = ContactId(random),
            Tags = { ["t"] = Mutations.Pick(random, ["a", "=1+1", "\"", "\u4E2D\u6587", "<b>"]) },
        };
        var request = new PublishRequest { Source = $"fuzz-{random.Next(4)}" };
        request.Events.Add(new Event { OccurredTime = now, EventId = $"{queued.ContactId}-{random.Next()}", VisitQueued = queued });
        if (random.Next(8) == 0)
            request.Events.Add(new Event { OccurredTime = now, VisitExcluded = new VisitExcluded { VisitId = Id(random) } });
        if (random.Next(8) == 0)
        {
            var classified = new ContactClassified { VisitId = Id(random), IssueType = Queue(random), Tags = { ["t"] = Queue(random) } };
            request.Events.Add(new Event { OccurredTime = now, ContactClassified = classified });
        }
        if (random.Next(2) > 0) return request;
        var ended = new VisitEnded { VisitId = queued.VisitId, Outcome = VisitOutcome.Abandoned };
        request.Events.Add(new Event { OccurredTime = now, VisitEnded = ended });
        return request;
    }

    public static ForgetContactRequest Forget(Random random)
        => new() { ContactId = ContactId(random), DryRun = random.Next(2) == 0 };

    public static string ContactId(Random random) => $"contact-{random.Next(Contacts)}";

    private static string Id(Random random) => $"v{random.Next(Visits)}";

    private static string Queue(Random random) => $"q{random.Next(10)}";

    private static string Spec(Random random)
    {
        var kpi = Mutations.Pick(random, KpiCatalog.All.Where(k => Dimensions.All(k.HasDimension)).ToList());
        var variant = Mutations.Pick(random, kpi.Variants);
        var end = kpi.HasThreshold ? "@20s" : variant.Distribution is not null ? ":p95" : "";
        if (random.Next(2) == 0) end = "";
        return kpi.Variants.Count > 1 ? $"{kpi.Id}.{variant.Id}{end}" : $"{kpi.Id}{end}";
    }

    private static Window Window(Random random) => random.Next(6) switch
    {
        0 => new Window { SinceMidnight = "Europe/London" },
        1 => new Window { Interval = new ClockInterval { Length = Duration.FromTimeSpan(TimeSpan.FromMinutes(30)) } },
        2 => new Window { Period = Period(random) },
        3 => new Window { Range = Range(random), Hours = new OpenHours { Calendar = "own" } },
        _ => new Window { Sliding = Duration.FromTimeSpan(TimeSpan.FromSeconds(random.Next(10, 100_000))) },
    };

    private static CalendarPeriod Period(Random random) => new()
    {
        Unit = (PeriodUnit)random.Next(1, 5),
        Position = (IntervalPosition)random.Next(3),
        TimeZone = "Asia/Kolkata",
    };

    private static TimeRange Range(Random random)
    {
        var end = DateTime.UtcNow.AddSeconds(-random.Next(100_000));
        var start = end.AddSeconds(-random.Next(1, 500_000));
        return new TimeRange { StartTime = Timestamp.FromDateTime(start), EndTime = Timestamp.FromDateTime(end) };
    }

    private static TopGroups Top(Random random, int columns) => new() { Count = random.Next(1, 50), Column = random.Next(columns) };
}
