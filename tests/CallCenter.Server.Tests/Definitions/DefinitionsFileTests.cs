using System.Collections;
using System.Text;
using System.Text.Json;
using CallCenter.Server.Definitions;
using CallCenter.Server.Hosting;
using CallCenter.Server.Settings;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace CallCenter.Server.Tests.Definitions;

/// <summary>How the definitions file is read, and what is said about a wrong one.</summary>
public sealed class DefinitionsFileTests
{
    // By the library's own writer, so that a new setting is in it without further ado.
    private static readonly ISerializer Yaml
        = new SerializerBuilder().WithNamingConvention(UnderscoredNamingConvention.Instance).Build();

    [Fact]
    public void Every_setting_can_be_written_in_the_file()
    {
        var number = 0;
        var all = (SettingOptions)Filled(typeof(SettingOptions), () => $"text {++number}");

        var read = DefinitionsText.Parse(Yaml.Serialize(all));

        Assert.Empty(read.Errors(_ => { }));
        Assert.True(number > 50);
        Assert.Equal(Json(all), Json(read.Options));
    }

    [Fact]
    public void The_sample_is_right_and_shows_every_setting()
    {
        var read = Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "definitions.sample.yaml")));

        Assert.Empty(read.Errors);
        var walked = Walk(read.Options, "").ToList();
        Assert.Empty(walked.Where(part => !part.IsSet).Select(part => part.Path)
            .Except(walked.Where(part => part.IsSet).Select(part => part.Path)));
    }

    [Fact]
    public void A_file_of_nothing_is_as_no_file()
    {
        Assert.Equal(Json(new SettingOptions()), Json(Parse("# Nothing yet.\ncalendar:\nqueues: ~\n").Options));
        Assert.Empty(Parse("").Errors);
    }

    [Fact]
    public void Parts_can_be_written_once_and_named()
        => Assert.Equal("45s", Parse("channels: { chat: &slow { service_level_threshold: 45s }, email: *slow }\n")
            .Options.Channels["email"].ServiceLevelThreshold);

    [Theory]
    [InlineData("time_zone: Mars", "1:12: time_zone is 'Mars'; set it to an IANA time zone such as Europe/London.")]
    [InlineData("TimeZone: UTC", "1:1: TimeZone is no setting; did you mean time_zone? There are *")]
    [InlineData("queues:\n- name: a\n  treshold: 20s", "3:3: queues[0].treshold is no setting; did you mean *")]
    [InlineData("queues:\n- name: a\n  service_level_threshold: 20", "3:28: queues[0].service_level_threshold is '20'; set *")]
    [InlineData("queues:\n- service_level_threshold: 20s", "2:3: queues[0].name is ''; set it to the name of a queue, *")]
    [InlineData("queues:\n- name: a\n- sales", "3:3: queues[1] is a single value; write keys with values, such as 'key: value'.")]
    [InlineData("queues:\n- name: a\n-", "3:2: queues[1] is empty; fill it in, or leave it out.")]
    [InlineData("queues: sales", "1:9: queues is a single value; write a list, such as [sales].")]
    [InlineData("calendar: [a]", "1:11: calendar is a list; write a single value.")]
    [InlineData("calendar: a", "1:11: calendar is 'a', which is not among calendars; there is none.")]
    [InlineData("channels: { fax: {} }", "1:13: channels.fax is no channel; there are phone, chat, email, ticket, callback.")]
    [InlineData("calendars:\n  a:\n    open: { Mon: closed }", "3:18: calendars.a.open.Mon is no day of the week; there are Monday, *")]
    [InlineData("calendars:\n  a:\n    open: { Monday: }", "3:13: calendars.a.open.Monday is empty; fill it in, or leave it out.")]
    [InlineData("costs:\n  currency: euro\n  agent_hour: 1", "2:13: costs.currency is 'euro'; set it to three letters such as EUR.")]
    [InlineData("productive_reasons: [a]\nunproductive_reasons: [a]",
        "2:1: unproductive_reasons has 'a', which is in productive_reasons too; leave it in one.")]
    [InlineData("kpi_targets:\n- name: a\n  kpi: service_level", "2:3: kpi_targets[0] needs either at_least or at_most.")]
    [InlineData("kpi_targets:\n- { name: a, at_most: 1, kpi: contacts_abandonned }",
        "2:31: kpi_targets[0].kpi is 'contacts_abandonned', which is not a KPI; did you mean contacts_abandoned, *")]
    [InlineData("kpi_targets:\n- { name: a, at_most: 1, kpi: contacts_offered, group_by: [queue, quue] }",
        "2:67: kpi_targets[0].group_by[1] is *")]
    [InlineData("kpi_targets:\n- { name: a, at_most: 1, kpi: contacts_offered, where: [queue] }",
        "2:57: kpi_targets[0].where[0] is wrong: *")]
    [InlineData("kpi_targets:\n- { name: a, at_most: 1, kpi: contacts_offered, window: 2x }", "2:57: kpi_targets[0].window is wrong: *")]
    [InlineData("tenants:\n  acme:\n    costs: { currency: EUR, agent_hour: x }", "3:41: tenants.acme.costs.agent_hour is 'x'; *")]
    [InlineData("tenants:\n  acme:\n    kpi_targets: [{ name: a, at_most: 1, kpi: x }]", "3:47: tenants.acme.kpi_targets[0].kpi is 'x'*")]
    [InlineData("tenants: { A: {} }", "1:12: tenants.A names no tenant; *")]
    [InlineData("? [a]\n: b", "1:3: The file has a key that is no text.")]
    [InlineData("- a", "1:1: The file is a list; write keys with values, such as 'key: value'.")]
    [InlineData("calendar: a: b", "1:12: The file is no YAML here: *")]
    [InlineData("queues: [1\ncalendar: a", "1:9: The file is no YAML here: what was opened with [ or { is not closed.")]
    [InlineData("calendar: *nix", "1:11: The file is no YAML here: there is no anchor &nix before it.")]
    [InlineData("queues: []\nqueues: []", "2:1: The file is no YAML here: duplicate key queues.")]
    [InlineData("--- {}\n--- {}", "2:5: The file has two documents; leave one.")]
    public void A_wrong_file_is_refused_with_the_place_and_what_would_be_right(string text, string error)
    {
        var found = Assert.Single(Parse(text).Errors);

        if (error.EndsWith('*')) Assert.StartsWith($"file.yaml:{error[..^1]}", found, StringComparison.Ordinal);
        else Assert.Equal($"file.yaml:{error}", found);
    }

    [Fact]
    public void All_errors_come_at_once_and_those_that_tenants_take_over_come_once()
        => Assert.Equal(
            ["1:12", "2:1", "5:13", "8:17"],
            Parse("time_zone: Mars\nweekstart: Monday\nqueues:\n- name: a\n  calendar: b\ntenants:\n  acme:\n    week_start: today\n")
                .Errors.Select(error => string.Join(':', error.Split(':')[1..3])));

    [Fact]
    public void A_target_that_a_tenant_takes_over_needs_what_the_tenant_has()
        => Assert.StartsWith(
            "file.yaml:5:3: tenants.acme.kpi_targets[0].kpi is 'own.a', which is not a KPI",
            Assert.Single(Parse("kpis: [{ name: a, formula: contacts_offered }]\nkpi_targets:\n- { name: t, kpi: own.a, at_most: 1 }\n"
                + "tenants:\n  acme: { kpis: [{ name: b, formula: contacts_offered }] }\n").Errors), StringComparison.Ordinal);

    [Fact]
    public void A_file_that_cannot_be_read_is_named()
    {
        var deep = Parse("a: " + new string('[', 100_000));
        var latin = DefinitionsFile.Parse([(byte)'#', 0xE9], "f", new ServerOptions(), TimeProvider.System);
        var missing = DefinitionsFile.Read("nowhere.yaml", new ServerOptions(), TimeProvider.System);

        Assert.Equal(["file.yaml:1:33: The file is no YAML here: it is nested too deeply."], deep.Errors);
        Assert.Equal(["The definitions file 'f' is no text in UTF-8; save it as such."], latin.Errors);
        Assert.StartsWith("The definitions file 'nowhere.yaml' does not exist", Assert.Single(missing.Errors), StringComparison.Ordinal);
    }

    [Fact]
    public void Settings_are_in_one_place()
    {
        var both = new ServerOptions { Definitions = "f.yaml", Settings = new SettingOptions { TimeZone = "Asia/Tokyo" } };

        Assert.Equal(
            ["Definitions and Settings are both set; move all of Settings into 'f.yaml', or leave Definitions out."], both.Errors());
        Assert.Empty(new ServerOptions { Definitions = "f.yaml" }.Errors());
    }

    [Fact]
    public void A_server_with_a_wrong_file_does_not_start()
    {
        using var folder = new DataFolder();
        var file = Path.Combine(folder.Path, "definitions.yaml");
        File.WriteAllText(file, "kpi_targets:\n- { name: a, at_most: 1, kpi: x }\n");

        var failure = Assert.Throws<ServerOptionsException>(() => LiveServer.Build(o => o.Definitions = file));

        Assert.StartsWith($"{file}:2:31: kpi_targets[0].kpi is 'x'", Assert.Single(failure.Errors), StringComparison.Ordinal);
    }

    private static DefinitionSet Parse(string text)
        => DefinitionsFile.Parse(Encoding.UTF8.GetBytes(text), "file.yaml", new ServerOptions(), TimeProvider.System);

    private static string Json(object options) => JsonSerializer.Serialize(options);

    private static object Filled(Type type, Func<string> next)
    {
        if (type == typeof(string)) return next();
        var filled = Activator.CreateInstance(type)!;
        if (filled is IDictionary dictionary) dictionary["name-1"] = Filled(type.GetGenericArguments()[1], next);
        else if (filled is IList list) list.Add(Filled(type.GetGenericArguments()[0], next));
        else
        {
            foreach (var property in type.GetProperties().Where(p => p.CanWrite))
                property.SetValue(filled, Filled(property.PropertyType, next));
        }
        return filled;
    }

    // Paths without names and indexes: what one queue leaves out, another may have.
    private static IEnumerable<(string Path, bool IsSet)> Walk(object? options, string path) => options switch
    {
        null or "" => [(path, false)],
        string => [(path, true)],
        IDictionary { Count: 0 } or IList { Count: 0 } => [(path, false)],
        IDictionary items => items.Values.Cast<object>().SelectMany(item => Walk(item, path)),
        IList items => items.Cast<object>().SelectMany(item => Walk(item, path)),
        // What tenants have of their own is what all have.
        TenantSettingOptions and not SettingOptions => [(path, true)],
        _ => options.GetType().GetProperties().Where(p => p.CanWrite).SelectMany(p => Walk(p.GetValue(options), $"{path}{p.Name}:")),
    };
}
