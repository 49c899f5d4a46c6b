using CallCenter.Client;
using CallCenter.Core.Identity;
using CallCenter.Server.Hosting;
using CallCenter.Server.Settings;
using CallCenter.V1;
using Google.Protobuf.WellKnownTypes;
using Microsoft.Extensions.Configuration;
using Channel = CallCenter.Core.Events.Channel;

namespace CallCenter.Server.Tests;

/// <summary>What the numbers of a tenant depend on: how it is read, what is wrong with it, and how it is served.</summary>
public sealed class SettingsTests
{
    private static readonly Dictionary<string, string?> Right = new()
    {
        ["Settings:TimeZone"] = "europe/london",
        ["Settings:WeekStart"] = "Sunday",
        ["Settings:ServiceLevelThreshold"] = "1m30s",
        ["Settings:Calendar"] = "shop",
        ["Settings:Channels:chat:ServiceLevelThreshold"] = "00:00:45",
        ["Settings:Queues:0:Name"] = "sales: north",
        ["Settings:Queues:0:ServiceLevelThreshold"] = "12.5s",
        ["Settings:Queues:0:ShortAbandonLimit"] = "0s",
        ["Settings:Queues:0:Department"] = "North",
        ["Settings:Queues:0:Calendar"] = "night",
        ["Settings:Calendars:shop:Open:Monday"] = "08:00-12:00, 13:00-17:30",
        ["Settings:Calendars:shop:Holidays:2026-12-25"] = "closed",
        ["Settings:Calendars:shop:Bands:peak"] = "10:00-12:00",
        ["Settings:Calendars:night:TimeZone"] = "Asia/Tokyo",
        ["Settings:Calendars:night:Open:Friday"] = "22:00-06:00",
        ["Settings:ProductiveReasons:0"] = "training",
        ["Settings:UnproductiveReasons:0"] = "private",
        ["Settings:Costs:Currency"] = "EUR",
        ["Settings:Costs:AgentHour"] = "38.50",
        ["Settings:AgentLimits:Break"] = "10m",
        ["Settings:AgentLimits:Breaks"] = "4",
        ["Settings:Tenants:acme:ServiceLevelThreshold"] = "30s",
        ["Settings:Tenants:acme:Queues:0:Name"] = "help",
    };

    [Fact]
    public void Settings_of_all_and_of_a_tenant_are_read_from_the_configuration()
    {
        var settings = TenantsOf(Read(Right));

        var common = settings.Of(TenantId.Default);
        Assert.Equal(("Europe/London", DayOfWeek.Sunday), (common.Zone.Id, common.WeekStart));
        Assert.Equal(TimeSpan.FromSeconds(90), common.Targets.OfAll.Threshold);
        Assert.Equal(TimeSpan.FromSeconds(45), common.Targets.Of("help", Channel.Chat).Threshold);
        Assert.Equal(new(TimeSpan.FromSeconds(12.5), TimeSpan.Zero), common.Targets.Of("sales: north", Channel.Chat));
        Assert.Equal(TimeSpan.FromSeconds(90), common.Targets.Of("Sales: north", Channel.Phone).Threshold);
        Assert.Equal(("shop", "night"), (common.QueueCalendars.Of("help")!.Name, common.QueueCalendars.Of("sales: north")!.Name));
        Assert.Equal([(480, 720), (780, 1050)], common.Calendars["shop"].Week[1].Spans);
        Assert.Equal([(1320, 1800)], common.Calendars["night"].Week[5].Spans);
        Assert.Equal(("Europe/London", "Asia/Tokyo"), (common.Calendars["shop"].Zone.Id, common.Calendars["night"].Zone.Id));
        Assert.Equal(new("EUR", 38.5m, 0), common.Costs);
        Assert.Equal(new() { Break = TimeSpan.FromMinutes(10), Breaks = 4 }, common.AgentLimits);
        var acme = settings.Of(new TenantId("acme"));
        Assert.Equal(("Europe/London", TimeSpan.FromSeconds(30)), (acme.Zone.Id, acme.Targets.OfAll.Threshold));
        Assert.Equal(["help"], acme.Queues.Select(q => q.Name));
        Assert.Same(common, settings.Of(new TenantId("other")));
    }

    [Fact]
    public void Every_wrong_setting_is_named_at_once_with_what_would_be_right()
    {
        var wrong = new Dictionary<string, string?>
        {
            ["ServiceLevelThreshold"] = "20s",
            ["Settings:Threshold"] = "20s",
            ["Settings:Queues:0:Treshold"] = "20s",
            ["Settings:TimeZone"] = "Mars",
            ["Settings:WeekStart"] = "monday",
            ["Settings:ServiceLevelThreshold"] = "20",
            ["Settings:ShortAbandonLimit"] = "2h",
            ["Settings:Calendar"] = "none",
            ["Settings:Channels:fax:ServiceLevelThreshold"] = "0s",
            ["Settings:Queues:0:Calendar"] = "x",
            ["Settings:Queues:1:Name"] = "a",
            ["Settings:Queues:2:Name"] = "a",
            ["Settings:Calendars:own:Open:Mon"] = "08:00-12:00",
            ["Settings:Calendars:shop:TimeZone"] = "London",
            ["Settings:Calendars:shop:Open:Monday"] = "8-12",
            ["Settings:Calendars:shop:Open:Tuesday"] = "08:00-12:00, 11:00-13:00",
            ["Settings:Calendars:shop:Open:Friday"] = "08:07-12:00",
            ["Settings:Calendars:shop:Holidays:25.12."] = "closed",
            ["Settings:Calendars:shop:Bands:Peak"] = "10:00-12:00",
            ["Settings:ProductiveReasons:0"] = "training",
            ["Settings:UnproductiveReasons:0"] = "training",
            ["Settings:Costs:AgentHour"] = "-1",
            ["Settings:AgentLimits:Talk"] = "25h",
            ["Settings:AgentLimits:Breaks"] = "-1",
            ["Settings:Tenants:No Tenant:WeekStart"] = "Monday",
            ["Settings:Tenants:acme:Costs:Currency"] = "euro",
        };

        var errors = Assert.Throws<ServerOptionsException>(() => Read(wrong)).Errors;

        const string Hours = "set it to 'closed', or hours such as '08:00-12:00, 13:00-17:30' or '22:00-06:00', on quarters of an hour, "
            + "in order.";
        const string Days = "Monday, Tuesday, Wednesday, Thursday, Friday, Saturday, Sunday";
        Assert.Equal(
            new[]
            {
                "ServiceLevelThreshold is no setting; set Settings:ServiceLevelThreshold.",
                "Settings:Threshold is no setting; there are AgentLimits, Calendar, Calendars, Channels, Costs, Exclusions, KpiTargets, "
                    + "Kpis, ProductiveReasons, Queues, ServiceLevelThreshold, ShortAbandonLimit, Tenants, TimeZone, UnproductiveReasons, "
                    + "WeekStart.",
                "Settings:Queues:0:Treshold is no setting; there are Calendar, Department, Name, ServiceLevelThreshold, ShortAbandonLimit.",
                "Settings:TimeZone is 'Mars'; set it to an IANA time zone such as Europe/London.",
                $"Settings:WeekStart is 'monday'; set it to {Days}.",
                "Settings:ServiceLevelThreshold is '20'; set it to 1s to 7d, such as 20s or 00:00:20.",
                "Settings:ShortAbandonLimit is '2h'; set it to 0s to 1h, such as 20s or 00:00:20.",
                "Settings:Calendar is 'none', which is not among Settings:Calendars; there are own, shop.",
                "Settings:Channels:fax:ServiceLevelThreshold is '0s'; set it to 1s to 7d, such as 20s or 00:00:20.",
                "Settings:Channels:fax is no channel; there are phone, chat, email, ticket, callback.",
                "Settings:Queues:0:Calendar is 'x', which is not among Settings:Calendars; there are own, shop.",
                "Settings:Queues:0:Name is ''; set it to the name of a queue, 1 to 128 bytes of printable text.",
                "Settings:Queues:2:Name is 'a', which is there already; name each queue once.",
                "Settings:Calendars:own is no name for a calendar; use 1 to 63 of a-z, 0-9 and '-', and not 'own'.",
                $"Settings:Calendars:own:Open:Mon is no day of the week; there are {Days}.",
                "Settings:Calendars:shop:TimeZone is 'London'; set it to an IANA time zone such as Europe/London.",
                $"Settings:Calendars:shop:Open:Monday is '8-12'; {Hours}",
                $"Settings:Calendars:shop:Open:Tuesday is '08:00-12:00, 11:00-13:00'; {Hours}",
                $"Settings:Calendars:shop:Open:Friday is '08:07-12:00'; {Hours}",
                "Settings:Calendars:shop:Holidays:25.12. is no date; write it as 2026-12-25.",
                "Settings:Calendars:shop:Bands:Peak is no name for a band; use 1 to 63 of a-z, 0-9 and '-'.",
                "Settings:UnproductiveReasons has 'training', which is in ProductiveReasons too; leave it in one.",
                "Settings:Costs:Currency is ''; set it to three letters such as EUR.",
                "Settings:Costs:AgentHour is '-1'; set it to a number from 0 to 1000000 such as 38.50.",
                "Settings:AgentLimits:Talk is '25h'; set it to 1s to 1d, such as 20s or 00:00:20.",
                "Settings:AgentLimits:Breaks is '-1'; set it to 0 to 1000.",
                "Settings:Tenants:No Tenant names no tenant; use 1 to 63 of a-z, 0-9 and '-', as in the keys file.",
                "Settings:Tenants:acme:Costs:Currency is 'euro'; set it to three letters such as EUR.",
                "Settings:Tenants:acme:Costs:AgentHour is ''; set it to a number from 0 to 1000000 such as 38.50.",
            }.Order(),
            errors.Order());
    }

    [Fact]
    public async Task Settings_are_served()
    {
        await using var server = await LiveServer.StartAsync(o => o.Settings = Read(Right).Settings);

        var settings = await server.Watcher.GetSettingsAsync().WaitAsync(Waits.Limit);

        Assert.Equal(("Europe/London", Weekday.Sunday, "shop"), (settings.TimeZone, settings.WeekStart, settings.Calendar));
        Assert.Equal((Seconds(90), Seconds(5)), (settings.Limits.ServiceLevelThreshold, settings.Limits.ShortAbandonLimit));
        Assert.Equal(
            [new ChannelSettings { Channel = "chat", Limits = new WaitLimits { ServiceLevelThreshold = Seconds(45) } }], settings.Channels);
        var queue = Assert.Single(settings.Queues);
        Assert.Equal(("sales: north", "night", "North"), (queue.Queue, queue.Calendar, queue.Department));
        Assert.Equal((Seconds(12.5), Seconds(0)), (queue.Limits.ServiceLevelThreshold, queue.Limits.ShortAbandonLimit));
        Assert.Equal(["night", "shop"], settings.Calendars.Select(c => c.Name));
        var shop = settings.Calendars[1];
        Assert.Equal((Weekday.Monday, 780, 1050), (shop.Week[0].Day, shop.Week[0].Spans[1].StartMinute, shop.Week[0].Spans[1].EndMinute));
        Assert.Equal(("2026-12-25", 0), (shop.Holidays[0].Date, shop.Holidays[0].Spans.Count));
        Assert.Equal(("peak", 600), (shop.Bands[0].Name, shop.Bands[0].Spans[0].StartMinute));
        Assert.Equal(["training"], settings.ProductiveReasons);
        Assert.Equal(["private"], settings.UnproductiveReasons);
        Assert.Equal(new CostRates { Currency = "EUR", AgentHour = 38.5 }, settings.Costs);
        Assert.Equal(new AgentLimits { Break = Seconds(600), BreakCount = 4 }, settings.AgentLimits);
    }

    [Fact]
    public void Queues_outside_of_a_credential_s_filters_are_left_out()
    {
        var settings = TenantsOf(Read(Right)).Of(new TenantId("acme"));

        var queues = new[] { "read:queue=help", "read:queue=sales", "read:team=t", "read" }
            .Select(role => Kpis.SettingsMapper.ToMessage(settings, Callers.Rights.Of([role])).Queues.Count);

        Assert.Equal([1, 0, 1, 1], queues);
    }

    [Fact]
    public async Task Windows_without_a_zone_are_of_the_calendar_s_or_the_tenant_s_clock()
    {
        await using var server = await LiveServer.StartAsync(o => o.Settings = Read(Right).Settings);

        Assert.Equal("Europe/London", await ZoneOfTodayAsync(server, null));
        Assert.Equal("Europe/London", await ZoneOfTodayAsync(server, new Window { Period = new CalendarPeriod { Unit = PeriodUnit.Day } }));
        Assert.Equal("Asia/Tokyo", await ZoneOfTodayAsync(server, new Window { Hours = new OpenHours { Calendar = "night" } }));
        var week = await server.BoardAsync(Offered(new Window { Period = new CalendarPeriod { Unit = PeriodUnit.Week } }));
        Assert.Equal(DayOfWeek.Sunday, LocalStart(week, "Europe/London").DayOfWeek);
    }

    [Theory]
    [InlineData("shops", "", "selector.window.hours.calendar", "is 'shops'; there are night, shop, own")]
    [InlineData("shop", "off-peak", "selector.window.hours.band", "is 'off-peak'; calendar shop has peak")]
    [InlineData("own", "peak", "selector.window.hours.band", "is 'peak'; calendar night has no bands")]
    public async Task Hours_that_are_not_there_are_named(string calendar, string band, string field, string says)
    {
        await using var server = await LiveServer.StartAsync(o => o.Settings = Read(Right).Settings);
        var selector = Offered(new Window { Hours = new OpenHours { Calendar = calendar, Band = band } });

        var failure = await Assert.ThrowsAsync<CallCenterException>(() => server.BoardAsync(selector));

        Assert.Equal(("SELECTOR_INVALID", field), (failure.Reason, failure.Metadata["field"]));
        Assert.Contains(says, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Hours_restrict_what_counts()
    {
        await using var server = await LiveServer.StartAsync(o =>
        {
            o.Settings.Calendars["always"] = Every("00:00-24:00");
            o.Settings.Calendars["never"] = Every("closed");
        });
        await server.PublishAsync(Given.Queued("a"));

        var counts = new List<long>();
        foreach (var calendar in new[] { "always", "never" })
        {
            var board = await server.BoardAsync(Offered(
                new Window { Sliding = Seconds(3600), Hours = new OpenHours { Calendar = calendar } }));
            counts.Add(board.Rows[0].Values[0].Count);
        }

        Assert.Equal([1, 0], counts);
    }

    [Fact]
    public async Task A_changed_threshold_judges_what_comes_and_moves_nothing_before_it()
    {
        var folder = Directory.CreateTempSubdirectory("ccg-settings");
        try
        {
            var store = ServerStore.OnDisk(folder.FullName);
            await using (var server = await StartAsync(store, sales: "2s", help: "40s"))
            {
                await AnsweredAfterAsync(server, 10, "sales", "help");
                Assert.Equal([(0, 1), (1, 1)], await LevelsAsync(server));
            }
            await using (var server = await StartAsync(store, sales: "15s", help: "5s"))
            {
                Assert.Equal([(0, 1), (1, 1)], await LevelsAsync(server));
                await AnsweredAfterAsync(server, 10, "sales", "help");
                Assert.Equal([(1, 2), (1, 2)], await LevelsAsync(server));
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static Task<LiveServer> StartAsync(ServerStore store, string sales, string help) => LiveServer.StartAsync(o =>
    {
        store.Adjust(o);
        o.Settings.Queues =
        [
            new QueueOptions { Name = "sales", ServiceLevelThreshold = sales },
            new QueueOptions { Name = "help", ServiceLevelThreshold = help },
        ];
    });

    private static async Task AnsweredAfterAsync(LiveServer server, int seconds, params string[] queues)
    {
        foreach (var queue in queues)
        {
            var (visit, start) = ($"{queue}-{Given.Now.ToUnixTimeMilliseconds()}", Given.Now.AddMinutes(-5));
            await server.PublishAsync(
                Given.At(start, Given.Queued(visit, queue)), Given.At(start.AddSeconds(seconds), Given.Answered(visit, "ann")));
        }
    }

    // Of sales and help.
    private static async Task<List<(long, long)>> LevelsAsync(LiveServer server)
    {
        var board = await server.BoardAsync(Given.SelectBy(["queue"], ["service_level:answered_only"]));
        return
        [
            .. board.Rows.OrderByDescending(r => r.Labels[0]).Select(r => r.Values[0].Ratio).Select(r => (r.Numerator, r.Denominator)),
        ];
    }

    // The zone, of those in question, whose midnight is the start of the window.
    private static async Task<string> ZoneOfTodayAsync(LiveServer server, Window? window)
    {
        var board = await server.BoardAsync(Offered(window));
        return new[] { "Europe/London", "Asia/Tokyo" }.Single(zone => LocalStart(board, zone).TimeOfDay == TimeSpan.Zero);
    }

    private static DateTimeOffset LocalStart(KpiBoard board, string zone)
        => TimeZoneInfo.ConvertTime(board.WindowStartTime!.Value, TimeZoneInfo.FindSystemTimeZoneById(zone));

    private static CalendarOptions Every(string hours)
        => new() { Open = System.Enum.GetNames<DayOfWeek>().ToDictionary(day => day, _ => hours) };

    private static Selector Offered(Window? window) => new() { Kpis = { Given.Kpi("contacts_offered") }, Window = window };

    private static Core.Settings.SettingsOfTenants TenantsOf(ServerOptions options)
        => SettingsReader.Read(options.Settings, new SettingErrors());

    private static ServerOptions Read(Dictionary<string, string?> settings)
        => ServerOptions.Read(new ConfigurationBuilder().AddInMemoryCollection(settings).Build(), null);

    private static Duration Seconds(double seconds) => Duration.FromTimeSpan(TimeSpan.FromSeconds(seconds));
}
