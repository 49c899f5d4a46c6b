using System.Globalization;
using CallCenter.Core.Identity;
using CallCenter.Core.Kpis;
using CallCenter.Core.Settings;
using CallCenter.Core.Windows;

namespace CallCenter.Core.Tests.Scenarios;

/// <summary>The words of scenarios: short names of KPIs, windows, values.</summary>
internal static class ScenarioWords
{
    // Where the short name is not "contacts_NAME", "agents_NAME" or the id itself.
    private static readonly Dictionary<string, string> Short = new()
    {
        ["asa"] = "speed_of_answer",
        ["no_answer"] = "agent_no_answer",
        ["residual"] = "reconciliation_residual",
    };

    /// <summary>Of "service_level:answered_only(20s)": the KPI, the variant, the threshold in seconds, of "(own)" none; of
    /// "talk_time:with_hold~90" the quantile in percent.</summary>
    public static (string Kpi, string Variant, int? Threshold, double? Quantile) Kpi(string name)
    {
        int? threshold = 20;
        double? quantile = null;
        if (name.IndexOf('~', StringComparison.Ordinal) is var tilde and > 0)
        {
            quantile = double.Parse(name[(tilde + 1)..], CultureInfo.InvariantCulture) / 100;
            name = name[..tilde];
        }
        if (name.IndexOf('(', StringComparison.Ordinal) is var open and > 0)
        {
            threshold = name[(open + 1)..^1] is var time and not "own" ? (int)Duration(time).TotalSeconds : null;
            name = name[..open];
        }
        var parts = name.Split(':');
        return (IdOf(parts[0]), parts.ElementAtOrDefault(1) ?? "", threshold, quantile);
    }

    /// <summary>The formulas in a line's expectations, as "id:variant", or "id:variant~" when it is a quantile.</summary>
    public static IEnumerable<string> ExpectedFormulas(string line)
    {
        var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words.ElementAtOrDefault(1) != "expect") yield break;
        foreach (var expectation in words.Skip(4))
        {
            var (kpi, variant, _, quantile) = Kpi(expectation[..expectation.IndexOf('=', StringComparison.Ordinal)]);
            yield return $"{kpi}:{KpiCatalog.Find(kpi)!.FindVariant(variant)!.Id}{(quantile is null ? "" : "~")}";
        }
    }

    public static Core.Windows.Comparison? Comparison(string word) => word switch
    {
        "previous" => Core.Windows.Comparison.Previous,
        "day" => Core.Windows.Comparison.DayBefore,
        "week" => Core.Windows.Comparison.WeekBefore,
        "rank" => Core.Windows.Comparison.Rank,
        "percentile" => Core.Windows.Comparison.Percentile,
        _ => throw new FormatException($"'{word}' is not previous, day, week, rank or percentile."),
    };

    /// <summary>Whether an expectation says a quantile: within a hundredth.</summary>
    public static bool SaysQuantile(string expected, KpiValue actual) => actual.Kind == KpiValueKind.None
        ? expected == "none"
        : expected != "none" && Math.Abs(actual.A - Ms(expected)) * 100 <= Ms(expected);

    /// <summary>"5m": the last five minutes; "last:20": the last twenty contacts; "today(Europe/London)", "previous-week(UTC)",
    /// "interval:60m(Asia/Kolkata)" and the like: of the zone's clock; "today(UTC),shop" and "today(UTC),shop/peak": in the hours of a
    /// calendar, or a band of it.</summary>
    public static Window Window(string window, IReadOnlyDictionary<string, BusinessCalendar> calendars)
    {
        if (window.Split(',') is not [var span, var hours]) return Window(window);
        var names = hours.Split('/');
        return new HoursWindow(Window(span), QueueCalendars.All(calendars[names[0]]), names.ElementAtOrDefault(1) ?? "");
    }

    /// <summary>Of "shop Europe/London Monday=08:00-12:00,13:00-17:30 2026-12-25=closed peak=10:00-12:00": days of the week, dates,
    /// bands.</summary>
    public static BusinessCalendar Calendar(string[] words)
    {
        var week = Enumerable.Repeat(DayHours.Closed, 7).ToArray();
        var holidays = new Dictionary<DateOnly, DayHours>();
        var bands = new Dictionary<string, DayHours>();
        foreach (var word in words[2..])
        {
            var (name, hours) = (word.Split('=')[0], Hours(word.Split('=')[1]));
            if (Enum.TryParse<DayOfWeek>(name, out var day)) week[(int)day] = hours;
            else if (DateOnly.TryParse(name, CultureInfo.InvariantCulture, out var date)) holidays[date] = hours;
            else bands[name] = hours;
        }
        return new BusinessCalendar(words[0], TimeZoneInfo.FindSystemTimeZoneById(words[1]), week, holidays, bands);
    }

    /// <summary>Of "break=10m hold=1m breaks=2".</summary>
    public static AgentLimits AgentLimits(string[] words)
    {
        var limits = words.Select(word => word.Split('=')).ToDictionary(parts => parts[0], parts => parts[1]);
        return new AgentLimits
        {
            Break = Of("break"),
            NotReady = Of("not-ready"),
            Ringing = Of("ringing"),
            Talk = Of("talk"),
            Hold = Of("hold"),
            WrapUp = Of("wrap-up"),
            Breaks = limits.TryGetValue("breaks", out var breaks) ? int.Parse(breaks, CultureInfo.InvariantCulture) : null,
        };

        TimeSpan? Of(string state) => limits.TryGetValue(state, out var time) ? Duration(time) : null;
    }

    private static DayHours Hours(string text) => text == "closed"
        ? DayHours.Closed
        : new DayHours([.. text.Split(',').Select(span => (Minute(span[..5]), Minute(span[6..])))]);

    private static int Minute(string time) => (int)TimeSpan.Parse(time, CultureInfo.InvariantCulture).TotalMinutes;

    private static Window Window(string window)
    {
        if (window.StartsWith("last:", StringComparison.Ordinal))
            return new LastContactsWindow(int.Parse(window[5..], CultureInfo.InvariantCulture));
        if (window.IndexOf('(', StringComparison.Ordinal) is not (>= 0 and var open)) return new SlidingWindow(Duration(window));
        var zone = TimeZoneInfo.FindSystemTimeZoneById(window[(open + 1)..^1]);
        var name = window[..open];
        var isPrevious = name.StartsWith("previous-", StringComparison.Ordinal);
        if (isPrevious) name = name["previous-".Length..];
        return name switch
        {
            "today" => PeriodWindow.Today(zone),
            "yesterday" => new PeriodWindow(PeriodUnit.Day, true, zone),
            _ when name.StartsWith("interval:", StringComparison.Ordinal) => new IntervalWindow(Duration(name[9..]), isPrevious, zone),
            _ => new PeriodWindow(Enum.Parse<PeriodUnit>(name, ignoreCase: true), isPrevious, zone),
        };
    }

    /// <summary>
    /// Whether an expectation, such as "3", "1/2", "41s/2", "10m", "09:01:22" or "none", says this value; "20s" is a mean of any number.
    /// </summary>
    public static bool Says(string expected, KpiValue actual, DateOnly date) => actual.Kind switch
    {
        KpiValueKind.None => expected == "none",
        KpiValueKind.Count => expected == Text(actual),
        KpiValueKind.Ratio => IsRatio(expected, actual),
        KpiValueKind.Score when expected.Contains('/', StringComparison.Ordinal) => expected == Text(actual),
        KpiValueKind.Score => double.TryParse(expected, CultureInfo.InvariantCulture, out var score) && score == actual.Number,
        KpiValueKind.Duration => expected != "none" && Ms(expected) == actual.A,
        KpiValueKind.Mean when expected.Contains('/', StringComparison.Ordinal) => expected == Text(actual),
        KpiValueKind.Mean => expected != "none" && Ms(expected) * actual.B == actual.A,
        KpiValueKind.Time => TimeOnly.TryParse(expected, CultureInfo.InvariantCulture, out var time)
            && actual.A == new DateTimeOffset(date.ToDateTime(time), TimeSpan.Zero).ToUnixTimeMilliseconds(),
        _ => false,
    };

    public static string Text(KpiValue value) => value.Kind switch
    {
        KpiValueKind.None => "none",
        KpiValueKind.Count => $"{value.A}",
        KpiValueKind.Ratio => $"{value.A}/{value.B}",
        KpiValueKind.Score => string.Create(CultureInfo.InvariantCulture, $"{value.A / 1000.0}/{value.B}"),
        KpiValueKind.Duration => Seconds(value.A),
        KpiValueKind.Mean => $"{Seconds(value.A)}/{value.B}",
        KpiValueKind.Time => new Instant(value.A).ToDateTimeOffset().ToString("HH:mm:ss", CultureInfo.InvariantCulture),
        _ => value.ToString(),
    };

    private static string IdOf(string name)
    {
        if (Short.TryGetValue(name, out var id)) return id;
        string[] candidates = [name, $"contacts_{name}", $"agents_{name}"];
        return candidates.FirstOrDefault(c => KpiCatalog.Find(c) is not null) ?? throw new FormatException($"No KPI is called '{name}'.");
    }

    // Ratios of times are written in seconds.
    private static bool IsRatio(string expected, KpiValue actual)
    {
        var parts = expected.Split('/').Select(p => long.Parse(p, CultureInfo.InvariantCulture)).ToArray();
        return (parts[0], parts[1]) == (actual.A, actual.B) || (parts[0] * 1000, parts[1] * 1000) == (actual.A, actual.B);
    }

    private static string Seconds(long ms) => string.Create(CultureInfo.InvariantCulture, $"{ms / 1000.0}s");

    private static long Ms(string duration) => (long)Duration(duration).TotalMilliseconds;

    public static TimeSpan Duration(string text)
    {
        var number = double.Parse(text[..^1], CultureInfo.InvariantCulture);
        return text[^1] switch
        {
            's' => TimeSpan.FromSeconds(number),
            'm' => TimeSpan.FromMinutes(number),
            'h' => TimeSpan.FromHours(number),
            _ => throw new FormatException($"'{text}' is no length of time."),
        };
    }
}
