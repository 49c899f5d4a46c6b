using System.Globalization;
using System.Text;
using CallCenter.Core.Events;
using CallCenter.Core.Identity;
using CallCenter.Core.Settings;
using CallCenter.Core.Windows;
using CallCenter.Notation;

namespace CallCenter.Server.Settings;

/// <summary>Turns the options of a tenant into its settings, and names everything that is wrong in them, with what would be
/// right.</summary>
/// <param name="path">Where the options are.</param>
internal sealed class SettingsReader(string path, SettingErrors errors)
{
    /// <summary>Stands for the calendar of each queue in selectors, so no calendar may have this name.</summary>
    public const string OwnCalendar = "own";

    /// <summary>The section of the configuration, and the first part of every path.</summary>
    public const string Root = "Settings";

    private const int NameLengthMax = 63;

    // As in events.
    private const int TextBytesMax = 128;

    private static readonly TimeSpan ThresholdMin = TimeSpan.FromSeconds(1), ThresholdMax = TimeSpan.FromDays(7);
    private const int BreaksMax = 1_000;
    private static readonly TimeSpan StateMax = TimeSpan.FromHours(24);
    private static readonly TimeSpan ShortMax = TimeSpan.FromHours(1);

    /// <summary>The settings of all tenants; not to be used when there are errors.</summary>
    public static SettingsOfTenants Read(SettingOptions options, SettingErrors errors)
    {
        const string path = Root;
        var common = new SettingsReader(path, errors).Read(options);
        var own = new Dictionary<TenantId, TenantSettings>();
        foreach (var (tenant, overrides) in options.Tenants)
        {
            var at = $"{path}:{nameof(options.Tenants)}:{tenant}";
            if (!TenantId.IsValid(tenant)) errors.Add(at, "names no tenant; use 1 to 63 of a-z, 0-9 and '-', as in the keys file");
            // What it takes over is wrong once, where it is written.
            var (found, known) = (errors.Apart(), errors.All.ToHashSet());
            var settings = new SettingsReader(at, found).Read(Over(overrides, options));
            foreach (var error in found.All.Where(e => !known.Contains(OfCommon(e)))) errors.Add(error.Path, error.Problem);
            if (TenantId.IsValid(tenant)) own[new TenantId(tenant)] = settings;

            SettingError OfCommon(SettingError error) => new(
                error.Path.Replace(at, path, StringComparison.Ordinal),
                error.Problem.Replace(CalendarsAt(at), CalendarsAt(path), StringComparison.Ordinal));
        }
        return new SettingsOfTenants(common, own);

        string CalendarsAt(string place) => errors.NameOf($"{place}:{nameof(options.Calendars)}");
    }

    /// <summary>The options of a tenant with those of all where it has none.</summary>
    internal static TenantSettingOptions Over(TenantSettingOptions own, TenantSettingOptions common) => new()
    {
        TimeZone = own.TimeZone ?? common.TimeZone,
        WeekStart = own.WeekStart ?? common.WeekStart,
        ServiceLevelThreshold = own.ServiceLevelThreshold ?? common.ServiceLevelThreshold,
        ShortAbandonLimit = own.ShortAbandonLimit ?? common.ShortAbandonLimit,
        Calendar = own.Calendar ?? common.Calendar,
        Channels = own.Channels.Count > 0 ? own.Channels : common.Channels,
        Queues = own.Queues.Count > 0 ? own.Queues : common.Queues,
        Calendars = own.Calendars.Count > 0 ? own.Calendars : common.Calendars,
        ProductiveReasons = own.ProductiveReasons.Count > 0 ? own.ProductiveReasons : common.ProductiveReasons,
        UnproductiveReasons = own.UnproductiveReasons.Count > 0 ? own.UnproductiveReasons : common.UnproductiveReasons,
        Costs = own.Costs == new CostOptions() ? common.Costs : own.Costs,
        AgentLimits = own.AgentLimits == new AgentLimitOptions() ? common.AgentLimits : own.AgentLimits,
        KpiTargets = own.KpiTargets.Count > 0 ? own.KpiTargets : common.KpiTargets,
        Exclusions = own.Exclusions.Count > 0 ? own.Exclusions : common.Exclusions,
        Kpis = own.Kpis.Count > 0 ? own.Kpis : common.Kpis,
    };

    private TenantSettings Read(TenantSettingOptions options)
    {
        var zone = ZoneOf(options.TimeZone, nameof(options.TimeZone));
        var calendars = new CalendarReader(path, errors, zone).Read(options.Calendars);
        var queues = QueuesOf(options, calendars);
        return new TenantSettings
        {
            Zone = zone,
            WeekStart = WeekStartOf(options.WeekStart),
            Targets = TargetsOf(options, queues),
            Queues = queues,
            Calendars = calendars,
            QueueCalendars = new QueueCalendars(
                CalendarOf(options.Calendar, calendars, nameof(options.Calendar)),
                queues.Where(q => calendars.ContainsKey(q.Calendar)).ToDictionary(q => q.Name, q => calendars[q.Calendar])),
            Reasons = ReasonsOf(options),
            Costs = CostsOf(options.Costs),
            AgentLimits = AgentLimitsOf(options.AgentLimits),
            KpiTargets = new KpiTargetReader(path, errors, calendars).Read(options.KpiTargets),
            Exclusions = new ExclusionReader(path, errors, NameOf).Read(options.Exclusions),
            Kpis = new OwnKpiReader(path, errors).Read(options.Kpis),
        };
    }

    private WaitTargets TargetsOf(TenantSettingOptions options, List<QueueSettings> queues)
    {
        var channels = new Dictionary<Channel, OwnTarget>();
        foreach (var (name, target) in options.Channels)
        {
            var field = $"{nameof(options.Channels)}:{name}";
            var own = TargetOf(target, field);
            if (Enum.GetValues<Channel>().Where(c => NameOf(c) == name).ToList() is [var channel]) channels[channel] = own;
            else Say(field, $"is no channel; there are {string.Join(", ", Enum.GetValues<Channel>().Select(NameOf))}");
        }
        var ofAll = new WaitTarget(
            ThresholdOf(options.ServiceLevelThreshold, nameof(options.ServiceLevelThreshold)) ?? WaitTarget.Standard.Threshold,
            ShortOf(options.ShortAbandonLimit, nameof(options.ShortAbandonLimit)) ?? WaitTarget.Standard.ShortAbandon);
        return new WaitTargets(ofAll, channels, queues.ToDictionary(q => q.Name, q => q.Target));
    }

    private List<QueueSettings> QueuesOf(TenantSettingOptions options, IReadOnlyDictionary<string, BusinessCalendar> calendars)
    {
        var queues = new Dictionary<string, QueueSettings>(StringComparer.Ordinal);
        for (var i = 0; i < options.Queues.Count; i++)
        {
            var (queue, field) = (options.Queues[i], $"{nameof(options.Queues)}:{i}");
            CalendarOf(queue.Calendar, calendars, $"{field}:{nameof(queue.Calendar)}");
            var settings = new QueueSettings(
                NameOf(queue.Name, $"{field}:{nameof(queue.Name)}", "the name of a queue"), TargetOf(queue, field),
                queue.Department is null ? "" : NameOf(queue.Department, $"{field}:{nameof(queue.Department)}", "the name of a department"),
                queue.Calendar ?? "");
            if (!queues.TryAdd(settings.Name, settings) && settings.Name.Length > 0)
                Say($"{field}:{nameof(queue.Name)}", $"is '{SafeText.Of(settings.Name)}', which is there already; name each queue once");
        }
        return [.. queues.Values];
    }

    private OwnTarget TargetOf(TargetOptions target, string field) => new(
        ThresholdOf(target.ServiceLevelThreshold, $"{field}:{nameof(target.ServiceLevelThreshold)}"),
        ShortOf(target.ShortAbandonLimit, $"{field}:{nameof(target.ShortAbandonLimit)}"));

    private TimeSpan? ThresholdOf(string? text, string field) => TimeOf(text, ThresholdMin, ThresholdMax, field);

    private TimeSpan? ShortOf(string? text, string field) => TimeOf(text, TimeSpan.Zero, ShortMax, field);

    private TimeSpan? TimeOf(string? text, TimeSpan min, TimeSpan max, string field)
    {
        if (text is null) return null;
        TimeSpan? time = DurationText.TryParse(text) is { } words ? words
            : text.Contains(':', StringComparison.Ordinal) && TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var clock) ? clock
            : null;
        if (time >= min && time <= max) return time;
        var range = $"{DurationText.Format(min)} to {DurationText.Format(max)}";
        Say(field, $"is '{SafeText.Of(text)}'; set it to {range}, such as 20s or 00:00:20");
        return null;
    }

    private TimeZoneInfo ZoneOf(string? name, string field)
    {
        if (name is null || ZoneNames.Find(name) is not { } zone)
        {
            Say(field, $"is '{SafeText.Of(name ?? "")}'; set it to an IANA time zone such as Europe/London");
            return TimeZoneInfo.Utc;
        }
        return zone;
    }

    private DayOfWeek WeekStartOf(string? text)
    {
        if (CalendarReader.DayOf(text) is { } day) return day;
        Say(nameof(TenantSettingOptions.WeekStart), $"is '{SafeText.Of(text ?? "")}'; set it to {CalendarReader.Days}");
        return DayOfWeek.Monday;
    }

    private BusinessCalendar? CalendarOf(string? name, IReadOnlyDictionary<string, BusinessCalendar> calendars, string field)
    {
        if (name is null) return null;
        if (calendars.TryGetValue(name, out var calendar)) return calendar;
        var there = calendars.Count == 0 ? "there is none" : $"there are {string.Join(", ", calendars.Keys.Order(StringComparer.Ordinal))}";
        var all = errors.NameOf($"{path}:{nameof(TenantSettingOptions.Calendars)}");
        Say(field, $"is '{SafeText.Of(name)}', which is not among {all}; {there}");
        return null;
    }

    private ReasonClasses ReasonsOf(TenantSettingOptions options)
    {
        var productive = Names(options.ProductiveReasons, nameof(options.ProductiveReasons));
        var unproductive = Names(options.UnproductiveReasons, nameof(options.UnproductiveReasons));
        foreach (var reason in productive.Intersect(unproductive))
        {
            Say(
                nameof(options.UnproductiveReasons),
                $"has '{SafeText.Of(reason)}', which is in {errors.NameOf(nameof(options.ProductiveReasons))} too; leave it in one");
        }
        return new ReasonClasses(productive, unproductive);

        List<string> Names(List<string> names, string field)
            => [.. names.Select((name, i) => NameOf(name, $"{field}:{i}", "a reason as in events")).Distinct()];
    }

    private CostRates? CostsOf(CostOptions costs)
    {
        const string field = nameof(TenantSettingOptions.Costs);
        if (costs == new CostOptions()) return null;
        if (costs.Currency is not { Length: 3 } currency || !currency.All(char.IsAsciiLetterUpper))
            Say($"{field}:{nameof(costs.Currency)}", $"is '{SafeText.Of(costs.Currency ?? "")}'; set it to three letters such as EUR");
        return new CostRates(
            costs.Currency ?? "", AmountOf(costs.AgentHour ?? "", $"{field}:{nameof(costs.AgentHour)}"),
            AmountOf(costs.FixedHour ?? "0", $"{field}:{nameof(costs.FixedHour)}"));
    }

    private AgentLimits AgentLimitsOf(AgentLimitOptions options)
    {
        const string field = nameof(TenantSettingOptions.AgentLimits);
        return new AgentLimits
        {
            Break = LimitOf(options.Break, nameof(options.Break)),
            NotReady = LimitOf(options.NotReady, nameof(options.NotReady)),
            Ringing = LimitOf(options.Ringing, nameof(options.Ringing)),
            Talk = LimitOf(options.Talk, nameof(options.Talk)),
            Hold = LimitOf(options.Hold, nameof(options.Hold)),
            WrapUp = LimitOf(options.WrapUp, nameof(options.WrapUp)),
            Breaks = BreaksOf(options.Breaks, $"{field}:{nameof(options.Breaks)}"),
        };

        TimeSpan? LimitOf(string? text, string name) => TimeOf(text, ThresholdMin, StateMax, $"{field}:{name}");
    }

    private int? BreaksOf(string? text, string field)
    {
        if (text is null) return null;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= BreaksMax) return number;
        Say(field, $"is '{SafeText.Of(text)}'; set it to 0 to {BreaksMax}");
        return null;
    }

    private decimal AmountOf(string text, string field)
    {
        if (decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount) && amount <= 1_000_000)
            return amount;
        Say(field, $"is '{SafeText.Of(text)}'; set it to a number from 0 to 1000000 such as 38.50");
        return 0;
    }

    private string NameOf(string? name, string field, string what)
    {
        if (name is { Length: > 0 } && Encoding.UTF8.GetByteCount(name) <= TextBytesMax && !name.Any(SafeText.IsUnsafe)) return name;
        Say(field, $"is '{SafeText.Of(name ?? "")}'; set it to {what}, 1 to {TextBytesMax} bytes of printable text");
        return "";
    }

    internal static bool IsName(string name)
        => name.Length is > 0 and <= NameLengthMax && name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-');

    private static string NameOf(Channel channel) => channel.ToString().ToLowerInvariant();

    private void Say(string field, string problem) => errors.Add($"{path}:{field}", problem);
}
