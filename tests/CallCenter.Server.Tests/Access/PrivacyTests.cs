using System.Text;
using CallCenter.Server.Access;
using CallCenter.Storage.Embedded;
using CallCenter.V1;
using Microsoft.Data.Sqlite;

namespace CallCenter.Server.Tests;

/// <summary>Personal ids that are replaced on their way in.</summary>
public sealed class PrivacyTests : IDisposable
{
    private const string Phone = "+44 20 7946 0000";

    private readonly DataFolder _folder = new();

    private string Secret => Path.Combine(_folder.Path, "secret");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Ids_of_contacts_and_visits_are_nowhere_in_the_data_file_and_events_still_find_each_other()
    {
        await using (var server = await StartAsync(agents: false))
        {
            await using var adapter = await server.HelloAsync();
            var acked = await adapter.SendAndAckAsync(1, Visit());
            await adapter.SendAndAckAsync(5, Given.Queued($"{Phone} again"), Given.At(Given.Now, Report($"{Phone} again")));
            await server.PublishAsync(Given.Queued($"{Phone} web"));

            Assert.Empty(acked.Rejections);
            await server.AssertCountAsync([3, 1], "contacts_offered", "contacts_answered");
            Assert.Equal("ann", (await server.BoardAsync(Given.SelectBy(["agent"], ["contacts_answered"]))).Rows[^1].Labels[0]);
        }
        Assert.DoesNotContain(Phone, DataText());
    }

    [Fact]
    public async Task Ids_of_agents_are_replaced_and_names_dropped_on_request()
    {
        await using (var server = await StartAsync(agents: true))
        {
            await using var adapter = await server.HelloAsync();
            await adapter.SendAndAckAsync(1, Visit());

            var agent = (await server.BoardAsync(Given.SelectBy(["agent"], ["contacts_answered"]))).Rows[^1].Labels[0];
            Assert.Equal(22, agent.Length);
            var listed = Assert.Single((await server.Kpis.ListAgentsAsync(new ListAgentsRequest()).ResponseAsync.InTime()).Agents);
            Assert.Equal((agent, ""), (listed.Agent_, listed.DisplayName));
        }
        Assert.DoesNotContain("Ann Example", DataText());
    }

    [Fact]
    public async Task One_id_is_another_one_in_another_tenant()
    {
        await File.WriteAllBytesAsync(Secret, new byte[32]);
        await using var server = await GuardedServer.StartAsync(
            o => o.Privacy = new PrivacyOptions { SecretFile = Secret, Agents = true });

        var names = new List<string>();
        foreach (var tenant in new[] { "acme", "acme", "globex" })
        {
            var client = await server.ClientAsync(tenant, "admin");
            await client.PublishAsync("pbx", Given.Present("ann"));
            names.Add((await client.BoardAsync(Given.SelectBy(["agent"], ["agents_available"]))).Rows.Single().Labels[0]);
        }

        Assert.Equal(names[0], names[1]);
        Assert.NotEqual(names[0], names[2]);
    }

    private static Event[] Visit() =>
    [
        Given.At(Given.Now, new() { AgentDescribed = new() { Agent = "ann", DisplayName = "Ann Example" } }),
        Given.At(Given.Now, new() { VisitQueued = new()
        {
            VisitId = Phone,
            Queue = "sales",
            ContactId = $"contact {Phone}",
            CustomerId = $"customer {Phone}",
        } }),
        Given.Answered(Phone, "ann"),
        Given.Ended(Phone, VisitOutcome.CompletedByAgent),
    ];

    private static Event Report(string visit) => new()
    {
        FloorReport = new FloorReport
        {
            Visits =
            {
                new LiveVisit
                {
                    Visit = new VisitQueued { VisitId = visit, Queue = "sales" },
                    QueuedTime = Google.Protobuf.WellKnownTypes.Timestamp.FromDateTimeOffset(Given.Now),
                },
            },
        },
    };

    private Task<LiveServer> StartAsync(bool agents)
    {
        File.WriteAllBytes(Secret, new byte[32]);
        return LiveServer.StartAsync(o =>
        {
            o.Store = new EmbeddedStoreOptions { Directory = Path.Combine(_folder.Path, "data") };
            o.Privacy = new PrivacyOptions { SecretFile = Secret, Agents = agents };
        });
    }

    // Whatever was written, whether it is still in use or not.
    private string DataText()
    {
        SqliteConnection.ClearAllPools();
        var files = Directory.EnumerateFiles(Path.Combine(_folder.Path, "data"));
        return string.Concat(files.Select(file => Encoding.Latin1.GetString(File.ReadAllBytes(file))));
    }
}
