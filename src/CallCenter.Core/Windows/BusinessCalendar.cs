using CallCenter.Core.Identity;

namespace CallCenter.Core.Windows;

/// <summary>When a contact centre is open, by the clock of a zone. A time that the clock shows twice is the first; one that it skips is
/// the next that it shows.</summary>
/// <param name="Week">Hours by day of the week, Sunday first.</param>
/// <param name="Holidays">Hours of single dates, in place of those of the week.</param>
/// <param name="Bands">Parts of each day by name, such as peak hours.</param>
public sealed record BusinessCalendar(
    string Name, TimeZoneInfo Zone, IReadOnlyList<DayHours> Week, IReadOnlyDictionary<DateOnly, DayHours> Holidays,
    IReadOnlyDictionary<string, DayHours> Bands)
{
    /// <summary>The open spans between two moments, disjoint and in order.</summary>
    /// <param name="band">Only what is in this band too; empty: all open hours.</param>
    internal List<(Instant From, Instant To)> OpenBetween(Instant from, Instant to, string band)
    {
        var open = SpansBetween(from, to, HoursOn);
        return band.Length == 0 ? open : Common(open, SpansBetween(from, to, _ => Bands[band]));
    }

    private DayHours HoursOn(DateOnly day) => Holidays.TryGetValue(day, out var hours) ? hours : Week[(int)day.DayOfWeek];

    private List<(Instant From, Instant To)> SpansBetween(Instant from, Instant to, Func<DateOnly, DayHours> hoursOn)
    {
        var spans = new List<(Instant From, Instant To)>();
        var last = LocalTime.DateAt(Zone, to);
        // The hours of the day before may go on after midnight.
        for (var day = LocalTime.DateAt(Zone, from).AddDays(-1); day <= last; day = day.AddDays(1))
        {
            foreach (var (start, end) in hoursOn(day).Spans) Add(spans, (Max(from, At(day, start)), Min(to, At(day, end))));
        }
        return spans;
    }

    // Hours over midnight may reach into those of the next day.
    private static void Add(List<(Instant From, Instant To)> spans, (Instant From, Instant To) next)
    {
        if (next.From >= next.To) return;
        if (spans.Count > 0 && spans[^1].To >= next.From) spans[^1] = (spans[^1].From, Max(spans[^1].To, next.To));
        else spans.Add(next);
    }

    private static List<(Instant From, Instant To)> Common(List<(Instant From, Instant To)> a, List<(Instant From, Instant To)> b)
    {
        var common = new List<(Instant From, Instant To)>();
        for (var (i, j) = (0, 0); i < a.Count && j < b.Count;)
        {
            Add(common, (Max(a[i].From, b[j].From), Min(a[i].To, b[j].To)));
            if (a[i].To < b[j].To) i++;
            else j++;
        }
        return common;
    }

    private Instant At(DateOnly day, int minute) => LocalTime.At(Zone, day.ToDateTime(TimeOnly.MinValue).AddMinutes(minute));

    private static Instant Max(Instant a, Instant b) => Instant.Max(a, b);

    private static Instant Min(Instant a, Instant b) => Instant.Min(a, b);
}

/// <summary>The calendar of each queue.</summary>
/// <param name="OfOthers">Of queues without one, and of what is of no queue; null: always open.</param>
public sealed record QueueCalendars(BusinessCalendar? OfOthers, IReadOnlyDictionary<string, BusinessCalendar> Queues)
{
    public static QueueCalendars All(BusinessCalendar calendar) => new(calendar, new Dictionary<string, BusinessCalendar>());

    public BusinessCalendar? Of(string queue) => Queues.Count > 0 && Queues.TryGetValue(queue, out var own) ? own : OfOthers;
}
