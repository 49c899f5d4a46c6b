using CallCenter.Core.Identity;
using CallCenter.Core.Settings;
using CallCenter.Core.Windows;
using CallCenter.Server.Errors;
using CallCenter.Server.Ingest;
using CallCenter.Server.Settings;
using CallCenter.V1;
using Google.Protobuf.WellKnownTypes;
using PeriodUnit = CallCenter.Core.Windows.PeriodUnit;
using Window = CallCenter.Core.Windows.Window;

namespace CallCenter.Server.Kpis;

/// <summary>Maps windows.</summary>
/// <param name="windowMax">Longest window that rows are kept for.</param>
internal sealed class WindowMapper(TimeSpan windowMax, TimeProvider time)
{
    private const string Option = "Engine:Floor:WindowMax";

    /// <param name="settings">Of the tenant.</param>
    public Window Map(V1.Window? window, TenantSettings settings, string field)
    {
        if (window is null) return PeriodWindow.Today(settings.Zone);
        var errors = new FieldErrors();
        var hours = window.Hours is { } asked ? errors.Try(() => HoursMapper.Map(asked, settings, $"{field}.hours")) : null;
        errors.Try(() => hours is null || WithoutHours(window) is not { } other ? field : throw new FieldErrorException(
            $"{field}.hours", $"is set beside {other}; set either"));
        var span = errors.Try(() => SpanOf(window, settings with { Zone = hours?.Calendars.OfOthers?.Zone ?? settings.Zone }, field));
        errors.ThrowIfAny();
        return hours is null ? span! : hours with { Within = span! };
    }

    // Their edges are those of agents and of groups.
    private static string? WithoutHours(V1.Window window) => window.SpanCase switch
    {
        V1.Window.SpanOneofCase.SinceLogin => "since_login",
        V1.Window.SpanOneofCase.LastContacts => "last_contacts",
        _ => null,
    };

    private Window SpanOf(V1.Window window, TenantSettings settings, string field) => window.SpanCase switch
    {
        V1.Window.SpanOneofCase.None => PeriodWindow.Today(settings.Zone),
        V1.Window.SpanOneofCase.Sliding => SlidingOf(window.Sliding, $"{field}.sliding"),
        V1.Window.SpanOneofCase.SinceMidnight => PeriodWindow.Today(ZoneOf(window.SinceMidnight, $"{field}.since_midnight")),
        V1.Window.SpanOneofCase.Interval => IntervalOf(window.Interval, settings, $"{field}.interval"),
        V1.Window.SpanOneofCase.Period => PeriodOf(window.Period, settings, $"{field}.period"),
        V1.Window.SpanOneofCase.SinceLogin => new SinceLoginWindow(),
        V1.Window.SpanOneofCase.LastContacts => LastOf(window.LastContacts, $"{field}.last_contacts"),
        V1.Window.SpanOneofCase.Range => RangeOf(window.Range, $"{field}.range"),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    /// <summary>The message that asks for a window, with everything filled in.</summary>
    public static V1.Window ToMessage(Window window) => window switch
    {
        LastContactsWindow last => new V1.Window { LastContacts = last.Count },
        SinceLoginWindow => new V1.Window { SinceLogin = new SinceLogin() },
        HoursWindow hours => HoursMapper.AddTo(ToMessage(hours.Within), hours),
        SlidingWindow sliding => new V1.Window { Sliding = Duration.FromTimeSpan(sliding.Length) },
        IntervalWindow interval => new V1.Window
        {
            Interval = new ClockInterval
            {
                Length = Duration.FromTimeSpan(interval.Length),
                Position = PositionOf(interval.IsPrevious),
                TimeZone = (interval.Zone ?? TimeZoneInfo.Utc).Id,
            },
        },
        PeriodWindow period => new V1.Window
        {
            Period = new CalendarPeriod
            {
                Unit = (V1.PeriodUnit)period.Unit,
                Position = PositionOf(period.IsPrevious),
                TimeZone = period.Zone.Id,
                WeekStart = period.Unit == PeriodUnit.Week ? WeekdayOf(period.WeekStart) : Weekday.Unspecified,
            },
        },
        RangeWindow range => new V1.Window
        {
            Range = new TimeRange { StartTime = KpiMapper.ToTime(range.From), EndTime = range.To is { } to ? KpiMapper.ToTime(to) : null },
        },
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private static LastContactsWindow LastOf(int count, string field) => count is >= 1 and <= LastContactsWindow.CountMax
        ? new LastContactsWindow(count)
        : throw new FieldErrorException(field, $"must be 1 to {LastContactsWindow.CountMax}", $"{count}");

    private SlidingWindow SlidingOf(Duration sliding, string field)
    {
        var length = Fields.Span(sliding, field)!.Value;
        if (length < Window.SlidingMin || length > Window.SlidingMax)
            throw new FieldErrorException(field, "must be 10 s to 8 days", DurationValue.Text(sliding));
        return length <= windowMax ? new SlidingWindow(length) : throw new FieldErrorException(
            field, $"reaches back {length}; this server keeps {windowMax} (its option {Option})", $"{length}");
    }

    private static IntervalWindow IntervalOf(ClockInterval interval, TenantSettings settings, string field)
    {
        var errors = new FieldErrors();
        errors.Try(() => Minutes(interval) is 15 or 30 or 60 ? field : throw new FieldErrorException(
            $"{field}.length", "must be 15, 30 or 60 minutes", DurationValue.Text(interval.Length)));
        errors.Try(() => Known(interval.Position, $"{field}.position"));
        var zone = errors.Try(() => OptionalZone(interval.TimeZone, settings, $"{field}.time_zone"));
        errors.ThrowIfAny();
        return new IntervalWindow(TimeSpan.FromMinutes(Minutes(interval)!.Value), IsPrevious(interval.Position), zone);
    }

    private static PeriodWindow PeriodOf(CalendarPeriod period, TenantSettings settings, string field)
    {
        var errors = new FieldErrors();
        errors.Try(() => Known(period.Unit, $"{field}.unit"));
        errors.Try(() => period.Unit != V1.PeriodUnit.Unspecified ? field : throw new FieldErrorException(
            $"{field}.unit", "is missing; it is DAY, WEEK, MONTH or QUARTER"));
        errors.Try(() => Known(period.Position, $"{field}.position"));
        errors.Try(() => Known(period.WeekStart, $"{field}.week_start"));
        var isOfWeek = period.WeekStart == Weekday.Unspecified || period.Unit == V1.PeriodUnit.Week;
        errors.Try(() => isOfWeek ? field : throw new FieldErrorException(
            $"{field}.week_start", "is set, but the unit is not WEEK", $"{period.WeekStart}"));
        var zone = errors.Try(() => OptionalZone(period.TimeZone, settings, $"{field}.time_zone"));
        errors.ThrowIfAny();
        // Sunday is 7 here and 0 there.
        var weekStart = period.WeekStart == Weekday.Unspecified ? settings.WeekStart : (DayOfWeek)((int)period.WeekStart % 7);
        return new PeriodWindow((PeriodUnit)period.Unit, IsPrevious(period.Position), zone!, weekStart);
    }

    private RangeWindow RangeOf(TimeRange range, string field)
    {
        var errors = new FieldErrors();
        var now = Instant.FromDateTimeOffset(time.GetUtcNow());
        var oldest = WindowSpans.OldestKept(now, Window.KeptOf(windowMax));
        Instant from = default;
        Instant? to = null;
        errors.Try(() => $"{from = Fields.Time(range.StartTime, $"{field}.start_time")}");
        errors.Try(() => $"{to = OptionalTime(range.EndTime, $"{field}.end_time")}");
        errors.ThrowIfAny();
        if (from < oldest || from > now)
            throw new FieldErrorException(
                $"{field}.start_time",
                $"is {TextOf(from)}; this server keeps {TextOf(oldest)} to now, {TextOf(now)} (its option {Option})", TextOf(from));
        if (to <= from)
            throw new FieldErrorException(
                $"{field}.end_time", $"is {TextOf(to.Value)}, not after start_time, {TextOf(from)}", TextOf(to.Value));
        return new RangeWindow(from, to);
    }

    private static Instant? OptionalTime(Timestamp? time, string field) => time is null ? null : Fields.Time(time, field);

    private static string TextOf(Instant at)
        => at.ToDateTimeOffset().ToString("yyyy-MM-ddTHH:mm:ssZ", System.Globalization.CultureInfo.InvariantCulture);

    private static string Known<T>(T value, string field) where T : struct, System.Enum => System.Enum.IsDefined(value) ? field
        : throw new FieldErrorException(field, $"has the unknown value {Convert.ToInt32(value, null)}", $"{Convert.ToInt32(value, null)}");

    private static IntervalPosition PositionOf(bool isPrevious) => isPrevious ? IntervalPosition.Previous : IntervalPosition.Current;

    private static bool IsPrevious(IntervalPosition position) => position == IntervalPosition.Previous;

    public static Weekday WeekdayOf(DayOfWeek day) => day == DayOfWeek.Sunday ? Weekday.Sunday : (Weekday)day;

    private static double? Minutes(ClockInterval interval)
        => interval.Length is { Nanos: 0 } length ? length.Seconds / 60.0 : null;

    private static TimeZoneInfo OptionalZone(string name, TenantSettings settings, string field)
        => name.Length == 0 ? settings.Zone : ZoneOf(name, field);

    private static TimeZoneInfo ZoneOf(string name, string field) => ZoneNames.Find(name)
        ?? throw new FieldErrorException(
            field, $"is '{SafeText.Of(name)}', which is not an IANA time zone such as Europe/London", name);
}
