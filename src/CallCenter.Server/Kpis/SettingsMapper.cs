using CallCenter.Core.Settings;
using CallCenter.Core.Windows;
using CallCenter.Server.Callers;
using CallCenter.V1;
using Google.Protobuf.WellKnownTypes;

namespace CallCenter.Server.Kpis;

/// <summary>Turns the settings of a tenant into a message.</summary>
internal static class SettingsMapper
{
    /// <param name="rights">Of the caller: queues outside of its filters are left out.</param>
    public static GetSettingsResponse ToMessage(TenantSettings settings, Rights rights)
    {
        var queues = settings.Queues.Where(q => rights.Filters.All(f => !f.Dimension.IsQueue || f.Values.Contains(q.Name)));
        return new GetSettingsResponse
        {
            TimeZone = settings.Zone.Id,
            WeekStart = WindowMapper.WeekdayOf(settings.WeekStart),
            Limits = ToLimits(new OwnTarget(settings.Targets.OfAll.Threshold, settings.Targets.OfAll.ShortAbandon)),
            Channels =
            {
                settings.Targets.Channels.OrderBy(c => c.Key).Select(c => new ChannelSettings
                {
                    Channel = c.Key.ToString().ToLowerInvariant(),
                    Limits = ToLimits(c.Value),
                }),
            },
            Queues = { queues.Select(ToQueue) },
            Calendars = { settings.Calendars.Values.OrderBy(c => c.Name, StringComparer.Ordinal).Select(ToCalendar) },
            Calendar = settings.QueueCalendars.OfOthers?.Name ?? "",
            ProductiveReasons = { settings.Reasons.Productive },
            UnproductiveReasons = { settings.Reasons.Unproductive },
            Costs = settings.Costs is not { } costs ? null : new V1.CostRates
            {
                Currency = costs.Currency,
                AgentHour = (double)costs.AgentHour,
                FixedHour = (double)costs.FixedHour,
            },
            AgentLimits = settings.AgentLimits == Core.Settings.AgentLimits.None ? null : ToLimits(settings.AgentLimits),
        };
    }

    private static V1.QueueSettings ToQueue(Core.Settings.QueueSettings queue) => new()
    {
        Queue = queue.Name,
        Limits = ToLimits(queue.Target),
        Calendar = queue.Calendar,
        Department = queue.Department,
    };

    private static WaitLimits ToLimits(OwnTarget target) => new()
    {
        ServiceLevelThreshold = target.Threshold is { } threshold ? Duration.FromTimeSpan(threshold) : null,
        ShortAbandonLimit = target.ShortAbandon is { } limit ? Duration.FromTimeSpan(limit) : null,
    };

    private static V1.AgentLimits ToLimits(Core.Settings.AgentLimits limits)
    {
        var message = new V1.AgentLimits
        {
            Break = ToSpan(limits.Break),
            NotReady = ToSpan(limits.NotReady),
            Ringing = ToSpan(limits.Ringing),
            Talk = ToSpan(limits.Talk),
            Hold = ToSpan(limits.Hold),
            WrapUp = ToSpan(limits.WrapUp),
        };
        if (limits.Breaks is { } breaks) message.BreakCount = breaks;
        return message;
    }

    private static Duration? ToSpan(TimeSpan? limit) => limit is { } time ? Duration.FromTimeSpan(time) : null;

    private static Calendar ToCalendar(BusinessCalendar calendar) => new()
    {
        Name = calendar.Name,
        TimeZone = calendar.Zone.Id,
        Week =
        {
            calendar.Week.Select((hours, day) => ToDay((DayOfWeek)day, hours)).Where(day => day.Spans.Count > 0).OrderBy(day => day.Day),
        },
        Holidays =
        {
            calendar.Holidays.OrderBy(h => h.Key)
                .Select(h => new HolidayHours { Date = $"{h.Key:yyyy-MM-dd}", Spans = { ToSpans(h.Value) } }),
        },
        Bands =
        {
            calendar.Bands.OrderBy(b => b.Key, StringComparer.Ordinal)
                .Select(b => new CalendarBand { Name = b.Key, Spans = { ToSpans(b.Value) } }),
        },
    };

    private static WeekdayHours ToDay(DayOfWeek day, DayHours hours)
        => new() { Day = WindowMapper.WeekdayOf(day), Spans = { ToSpans(hours) } };

    private static IEnumerable<HoursSpan> ToSpans(DayHours hours)
        => hours.Spans.Select(span => new HoursSpan { StartMinute = span.From, EndMinute = span.To });
}
