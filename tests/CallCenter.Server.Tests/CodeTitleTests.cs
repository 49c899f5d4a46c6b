using CallCenter.Core.Kpis;
using CallCenter.Core.Views;
using CallCenter.V1;
using Google.Protobuf.Reflection;

namespace CallCenter.Server.Tests;

/// <summary>Every code that people see on a board has a name in each language of the catalogue; a new one without fails here.</summary>
public sealed class CodeTitleTests : IAsyncLifetime
{
    private static readonly EnumDescriptor[] Enums =
    [
        .. KpiReflection.Descriptor.EnumTypes, .. KpiServiceReflection.Descriptor.EnumTypes, .. EventReflection.Descriptor.EnumTypes,
    ];

    /// <summary>The codes that the contract, the catalogue and the dimensions have, by kind.</summary>
    private static readonly Dictionary<CodeKind, IReadOnlyList<string>> Known = new()
    {
        [CodeKind.Unit] = [.. KpiCatalog.All.Select(kpi => kpi.Unit).Distinct()],
        [CodeKind.KpiKind] = ValuesOf("KpiKind"),
        [CodeKind.Dimension] = [.. Dimension.Names, "tag.NAME"],
        [CodeKind.Channel] = WordsOf("Channel"),
        [CodeKind.Direction] = WordsOf("Direction"),
        [CodeKind.AgentState] = ["AGENT_STATE_UNSPECIFIED", .. ValuesOf("AgentState")],
        [CodeKind.VisitOutcome] = ValuesOf("VisitOutcome"),
        [CodeKind.FeedState] = ["FEED_STATE_UNSPECIFIED", .. ValuesOf("FeedState")],
        [CodeKind.Attribution] = ValuesOf("Attribution"),
        [CodeKind.NoValueReason] = ["NO_VALUE_REASON_UNSPECIFIED", .. ValuesOf("NoValueReason")],
    };

    private LiveServer _server = null!;

    public async Task InitializeAsync() => _server = await LiveServer.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task Every_unit_dimension_state_outcome_and_kind_has_a_name_in_each_language()
    {
        var served = (await _server.Kpis.ListKpisAsync(new ListKpisRequest())).CodeTitles;

        Assert.Equal(Enum.GetValues<CodeKind>().Where(kind => kind != CodeKind.Unspecified), served.Select(title => title.Kind).Distinct());
        Assert.All(Known, kind =>
            Assert.Equal(kind.Value.Order(), served.Where(title => title.Kind == kind.Key).Select(title => title.Code).Order()));
        Assert.All(served, title =>
        {
            Assert.Equal(["en", "zh-Hans"], title.Titles.Keys.Order());
            Assert.Matches("^[A-Za-z]", title.Titles["en"]);
            Assert.Matches("[\u4e00-\u9fff]", title.Titles["zh-Hans"]);
        });
    }

    [Fact]
    public async Task Names_of_one_kind_are_told_apart_in_each_language()
    {
        var served = (await _server.Kpis.ListKpisAsync(new ListKpisRequest())).CodeTitles;

        Assert.All(served.GroupBy(title => title.Kind), kind => Assert.All(new[] { "en", "zh-Hans" }, language =>
            Assert.Equal(kind.Count(), kind.Select(title => title.Titles[language]).Distinct().Count())));
    }

    // A value of 0 stands for an unset field.
    private static string[] ValuesOf(string name)
        => [.. Enums.Single(type => type.Name == name).Values.Where(value => value.Number != 0).Select(value => value.Name)];

    private static string[] WordsOf(string name) => [.. ValuesOf(name).Select(value => value.Split('_', 2)[1].ToLowerInvariant())];
}
