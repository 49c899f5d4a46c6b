using CallCenter.ScriptedServer;
using CallCenter.V1;
using Google.Protobuf.WellKnownTypes;
using Spectre.Console;

namespace CallCenter.Cli.Tests;

/// <summary>ccg kpis.</summary>
public sealed class KpisTests : IAsyncLifetime
{
    private ScriptedPeer _server = null!;

    public async Task InitializeAsync()
    {
        _server = await ScriptedPeer.StartAsync();
        _server.Kpis.Definitions =
        [
            new KpiDefinition
            {
                Id = "service_level",
                Titles = { ["en"] = "Service level", ["zh-Hans"] = "服务水平" },
                Descriptions = { ["en"] = "Share of visits answered in time.", ["zh-Hans"] = "及时接起的访问占比。" },
                Unit = "ratio",
                Formula = "answered in time / offered",
                Variants = { Enumerable.Range(1, 30).Select(i => new KpiVariant { Id = $"variant_{i}" }) },
                Thresholds = { Duration.FromTimeSpan(TimeSpan.FromSeconds(20)), Duration.FromTimeSpan(TimeSpan.FromSeconds(90)) },
            },
        ];
        _server.Kpis.CodeTitles =
            [new CodeTitle { Kind = CodeKind.Unit, Code = "ratio", Titles = { ["en"] = "share", ["zh-Hans"] = "占比" } }];
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task They_are_listed_with_names_units_meanings_formulas_variants_and_thresholds()
    {
        var lines = (await CcgAsync("kpis")).Out.Split('\n').Select(line => line.Trim()).ToList();

        Assert.Equal("id              name and unit   meaning and formula", lines[1]);
        Assert.Equal("service_level   Service level   Share of visits answered in time.", lines[3]);
        Assert.Equal("share           = answered in time / offered", lines[4]);
        Assert.StartsWith("variants: variant_1, variant_2, ", lines[5]);
        Assert.Contains("thresholds: 20s, 1m30s", lines);
    }

    [Fact]
    public async Task They_are_listed_in_Chinese_with_names_of_units_on_request()
    {
        var lines = (await CcgAsync("kpis", "--language", "zh")).Out.Split('\n').Select(line => line.Trim()).ToList();

        Assert.Equal("service_level   服务水平     及时接起的访问占比。", lines[3]);
        Assert.StartsWith("占比", lines[4]);
        Assert.Contains("阈值：20s, 1m30s", lines);
    }

    [Theory]
    [InlineData("en")]
    [InlineData("zh")]
    public async Task Lines_fit_in_120_columns_where_no_terminal_says_how_wide_it_is(string language)
    {
        var lines = (await CcgAsync("kpis", "--language", language)).Out.Split('\n');

        Assert.All(lines, line => Assert.InRange(line.GetCellWidth(), 0, 120));
    }

    [Fact]
    public async Task Names_of_a_server_before_names_of_codes_are_the_codes()
    {
        _server.Kpis.CodeTitles = [];
        _server.Kpis.Definitions[0].Descriptions.Clear();

        var lines = (await CcgAsync("kpis", "--language", "zh")).Out.Split('\n').Select(line => line.Trim()).ToList();

        Assert.Equal("service_level   服务水平     = answered in time / offered", lines[3]);
        Assert.StartsWith("ratio", lines[4]);
    }

    [Fact]
    public async Task JSON_has_the_whole_catalogue_in_all_languages()
    {
        var answer = ListKpisResponse.Parser.ParseJson((await CcgAsync("kpis", "-o", "json")).Out);

        Assert.Equal(_server.Kpis.Definitions, answer.Kpis);
        Assert.Equal(_server.Kpis.CodeTitles, answer.CodeTitles);
    }

    [Fact]
    public async Task A_language_that_there_is_not_is_a_usage_error_on_one_line()
    {
        Ended ended = await CcgAsync("kpis", "--language", "fr");

        Assert.Equal(new Ended(2, "", "ccg: Argument 'fr' not recognized. Must be one of: 'en', 'zh'; see 'ccg kpis --help'\n"), ended);
    }

    private Task<Ended> CcgAsync(params string[] args) => CommandRun.ToEndAsync([.. args, "--server", _server.Address]);
}
