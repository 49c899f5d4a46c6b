using CallCenter.Server.Access;
using CallCenter.Server.Settings;
using CallCenter.V1;

namespace CallCenter.Server.Tests.Definitions;

/// <summary>Contacts that a rule of the tenant excludes when they arrive.</summary>
public sealed class ExclusionRuleTests
{
    private static readonly ExclusionOptions Test = new() { Reason = "test", Customers = ["+44207946*", "loop"] };

    private static readonly ExclusionOptions Staff = new() { Reason = "staff", Where = ["direction=internal", "queue=sales,help"] };

    [Fact]
    public async Task Contacts_that_fit_a_rule_are_in_no_number_but_that_of_the_excluded()
    {
        await using var server = await StartAsync(Test, Staff);

        await server.PublishAsync(
            Of("a", "+442079460000"), Of("b", "loop"), Of("c", "loop2"), Of("d", ""),
            Internal("e", "help"), Internal("f", "care"), Given.Answered("a", "ann"), Given.Answered("c", "bob"),
            Given.Ended("b", VisitOutcome.Abandoned));

        await server.AssertCountAsync(
            [3, 1, 0, 3, 0], "contacts_offered", "contacts_answered", "contacts_abandoned", "contacts_excluded", "events_rejected");
        var byReason = await server.BoardAsync(Given.SelectBy(["reason"], ["contacts_excluded"]));
        Assert.Equal(["staff 1", "test 2"], byReason.Rows.Where(row => row.Labels[0].Length > 0)
            .Select(row => $"{row.Labels[0]} {row.Values[0].Count}").Order());
    }

    [Fact]
    public async Task A_rule_counts_as_an_exclusion_by_the_source_does()
    {
        await using var ruled = await StartAsync(Test);
        await using var told = await StartAsync();
        Event[] before = [Of("a", "loop"), Given.Offered("a", "ann"), Given.Answered("a", "ann")];
        Event[] after = [Given.Held("a"), Given.Resumed("a"), Given.Ended("a", VisitOutcome.CompletedByAgent)];

        await ruled.PublishAsync([.. before, .. after]);
        await told.PublishAsync(
            [before[0], Given.At(Given.Now, new() { VisitExcluded = new() { VisitId = "a", Reason = "test" } }), .. before[1..], .. after]);

        var all = (await ruled.Kpis.ListKpisAsync(new ListKpisRequest())).Kpis.Select(kpi => kpi.Id)
            .Where(id => !id.StartsWith("events_", StringComparison.Ordinal)).ToList();
        var numbers = new List<string>();
        foreach (var server in new[] { ruled, told })
        {
            var board = await server.BoardAsync(Given.SelectBy(["queue"], all));
            numbers.Add(string.Join('\n', board.Rows.Select(row => string.Join(' ', row.Values.Select(v => v.ValueCase switch
            {
                KpiValue.ValueOneofCase.Count => $"{v.Count}",
                KpiValue.ValueOneofCase.Ratio => $"{v.Ratio}",
                _ => $"{v.ValueCase}",
            })))));
        }
        Assert.Equal(numbers[1], numbers[0]);
    }

    [Fact]
    public async Task Opened_contacts_and_visits_of_floor_reports_are_excluded_too()
    {
        await using var server = await StartAsync(Test);
        await using var adapter = await server.HelloAsync();
        await server.PublishAsync(
            Given.At(Given.Now, new() { ContactOpened = new() { ContactId = "t", Queue = "help", CustomerId = "loop" } }));

        await adapter.SendAndAckAsync(1, Given.At(Given.Now, new()
        {
            FloorReport = new()
            {
                Visits =
                {
                    new LiveVisit { Visit = Of("w", "loop").VisitQueued, QueuedTime = Of("w", "").OccurredTime },
                    new LiveVisit { Visit = Of("x", "else").VisitQueued, QueuedTime = Of("x", "").OccurredTime },
                },
            },
        }));

        await server.AssertCountAsync([1, 1, 0], "contacts_waiting", "contacts_excluded", "backlog_open");
        await server.AssertCountAsync([1], "contacts_excluded:opened_contacts");
    }

    [Fact]
    public async Task Rules_work_where_ids_are_replaced()
    {
        using var folder = new DataFolder();
        var secret = Path.Combine(folder.Path, "secret");
        await File.WriteAllTextAsync(secret, new string('a', 64));
        await using var server = await LiveServer.StartAsync(o =>
        {
            o.Privacy = new PrivacyOptions { SecretFile = secret };
            o.Settings.Exclusions = [Test];
        });

        await server.PublishAsync(Of("a", "loop"), Of("b", "other"));

        await server.AssertCountAsync([1, 1], "contacts_offered", "contacts_excluded");
    }

    [Theory]
    [InlineData("exclusions: [{ customers: [a] }]", "1:14: exclusions[0].reason is ''; set it to a reason such as test, *")]
    [InlineData("exclusions: [{ reason: a }]", "1:14: exclusions[0] would exclude everything; set customers, where or both.")]
    [InlineData("exclusions: [{ reason: a, customers: ['*'] }]", "1:39: exclusions[0].customers[0] would be every customer; *")]
    [InlineData("exclusions: [{ reason: a, where: [agent=b] }]", "1:35: exclusions[0].where[0] is about 'agent', which no visit has *")]
    [InlineData("exclusions: [{ reason: a, where: [queue] }]", "1:35: exclusions[0].where[0] is wrong: filter 'queue' *")]
    [InlineData("exclusions: [{ reason: a, where: [channel=fax] }]", "1:35: exclusions[0].where[0] is about 'fax'; a channel is phone, *")]
    public void A_wrong_rule_is_refused(string text, string error)
    {
        var read = DefinitionsText.Parse(text);

        var found = Assert.Single(read.Errors(errors => SettingsReader.Read(read.Options, errors)));

        Assert.StartsWith(error.TrimEnd('*'), found, StringComparison.Ordinal);
    }

    private static Task<LiveServer> StartAsync(params ExclusionOptions[] rules)
        => LiveServer.StartAsync(o => o.Settings.Exclusions = [.. rules]);

    private static Event Of(string visit, string customer)
    {
        var queued = Given.Queued(visit);
        queued.VisitQueued.CustomerId = customer;
        return queued;
    }

    private static Event Internal(string visit, string queue)
    {
        var queued = Given.Queued(visit, queue);
        queued.VisitQueued.Direction = Direction.Internal;
        return queued;
    }
}
