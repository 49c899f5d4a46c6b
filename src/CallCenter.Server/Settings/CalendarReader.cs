using System.Globalization;
using CallCenter.Core.Identity;
using CallCenter.Core.Windows;
using CallCenter.Notation;

namespace CallCenter.Server.Settings;

/// <summary>Reads the calendars of a tenant.</summary>
/// <param name="path">Where the tenant's options are.</param>
/// <param name="zone">Of calendars that name none.</param>
internal sealed class CalendarReader(string path, SettingErrors errors, TimeZoneInfo zone)
{
    /// <summary>The days, for errors.</summary>
    public static readonly string Days = string.Join(", ", Enum.GetNames<DayOfWeek>().Skip(1).Append(nameof(DayOfWeek.Sunday)));

    private const string DateFormat = "yyyy-MM-dd";

    public static DayOfWeek? DayOf(string? text)
        => Enum.GetValues<DayOfWeek>().Where(day => $"{day}" == text).Cast<DayOfWeek?>().FirstOrDefault();

    public IReadOnlyDictionary<string, BusinessCalendar> Read(Dictionary<string, CalendarOptions> calendars)
    {
        var read = new Dictionary<string, BusinessCalendar>(StringComparer.Ordinal);
        foreach (var (name, options) in calendars)
        {
            var field = $"{path}:{nameof(TenantSettingOptions.Calendars)}:{name}";
            if (!SettingsReader.IsName(name) || name == SettingsReader.OwnCalendar)
                Say(field, $"is no name for a calendar; use 1 to 63 of a-z, 0-9 and '-', and not '{SettingsReader.OwnCalendar}'");
            read.Add(name, Read(name, options, field));
        }
        return read;
    }

    private BusinessCalendar Read(string name, CalendarOptions options, string field)
    {
        var own = options.TimeZone is null ? zone : ZoneNames.Find(options.TimeZone);
        if (own is null)
            Say(
                $"{field}:{nameof(options.TimeZone)}",
                $"is '{SafeText.Of(options.TimeZone!)}'; set it to an IANA time zone such as Europe/London");
        var week = Enumerable.Repeat(DayHours.Closed, 7).ToArray();
        foreach (var (text, hours) in Hours(options.Open, $"{field}:{nameof(options.Open)}"))
        {
            if (DayOf(text) is { } day) week[(int)day] = hours;
            else Say($"{field}:{nameof(options.Open)}:{text}", $"is no day of the week; there are {Days}");
        }
        var holidays = new Dictionary<DateOnly, DayHours>();
        foreach (var (text, hours) in Hours(options.Holidays, $"{field}:{nameof(options.Holidays)}"))
        {
            if (DateOnly.TryParseExact(text, DateFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
                holidays[date] = hours;
            else
                Say($"{field}:{nameof(options.Holidays)}:{text}", "is no date; write it as 2026-12-25");
        }
        var bands = new Dictionary<string, DayHours>(StringComparer.Ordinal);
        foreach (var (band, hours) in Hours(options.Bands, $"{field}:{nameof(options.Bands)}"))
        {
            bands[band] = hours;
            if (!SettingsReader.IsName(band))
                Say($"{field}:{nameof(options.Bands)}:{band}", "is no name for a band; use 1 to 63 of a-z, 0-9 and '-'");
        }
        return new BusinessCalendar(name, own ?? TimeZoneInfo.Utc, week, holidays, bands);
    }

    private IEnumerable<(string Name, DayHours Hours)> Hours(Dictionary<string, string> texts, string field)
    {
        foreach (var (name, text) in texts)
        {
            var hours = HoursText.TryParse(text);
            if (hours is null) Say($"{field}:{name}", $"is '{SafeText.Of(text)}'; set it to {HoursText.Form}");
            yield return (name, hours ?? DayHours.Closed);
        }
    }

    private void Say(string field, string problem) => errors.Add(field, problem);
}
