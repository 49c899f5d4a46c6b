using CallCenter.Core.Identity;
using CallCenter.Core.Settings;
using CallCenter.Core.Windows;
using CallCenter.Server.Errors;
using CallCenter.Server.Settings;
using CallCenter.V1;

namespace CallCenter.Server.Kpis;

/// <summary>Maps the open hours that a window is restricted to.</summary>
internal static class HoursMapper
{
    /// <summary>The restriction of a window that is still to be set.</summary>
    public static HoursWindow Map(OpenHours hours, TenantSettings settings, string field)
    {
        var calendars = CalendarsOf(hours.Calendar, settings, $"{field}.calendar");
        if (hours.Band.Length == 0) return new HoursWindow(PeriodWindow.Today(settings.Zone), calendars, "");
        if (calendars.OfOthers is null)
            throw new FieldErrorException(
                $"{field}.band", "is set, but queues without a calendar have no bands; set Settings:Calendar on the server", hours.Band);
        foreach (var calendar in calendars.Queues.Values.Prepend(calendars.OfOthers))
        {
            if (calendar.Bands.ContainsKey(hours.Band)) continue;
            var there = calendar.Bands.Count == 0 ? "no bands" : string.Join(", ", calendar.Bands.Keys.Order(StringComparer.Ordinal));
            throw new FieldErrorException(
                $"{field}.band", $"is '{SafeText.Of(hours.Band)}'; calendar {calendar.Name} has {there}", hours.Band);
        }
        return new HoursWindow(PeriodWindow.Today(settings.Zone), calendars, hours.Band);
    }

    /// <summary>Adds the restriction to the message of the restricted window.</summary>
    public static V1.Window AddTo(V1.Window message, HoursWindow hours)
    {
        var single = hours.Calendars.Queues.Count > 0 ? null : hours.Calendars.OfOthers?.Name;
        message.Hours = new OpenHours { Calendar = single ?? SettingsReader.OwnCalendar, Band = hours.Band };
        return message;
    }

    private static QueueCalendars CalendarsOf(string name, TenantSettings settings, string field)
    {
        if (name == SettingsReader.OwnCalendar) return settings.QueueCalendars;
        if (settings.Calendars.TryGetValue(name, out var calendar)) return QueueCalendars.All(calendar);
        var there = string.Join(", ", settings.Calendars.Keys.Order(StringComparer.Ordinal).Append(SettingsReader.OwnCalendar));
        throw new FieldErrorException(field, $"is '{SafeText.Of(name)}'; there are {there}", name);
    }
}
