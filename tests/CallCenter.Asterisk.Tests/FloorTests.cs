using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using CallCenter.V1;

namespace CallCenter.Asterisk.Tests;

/// <summary>What is known at any time, against what the real Asterisk answered when asked at that time.</summary>
public sealed class FloorTests
{
    private static readonly TimeSpan Margin = TimeSpan.FromMilliseconds(50);

    [TraceFact("calm-1")]
    public void Waiting_callers_and_members_of_calm_1_are_those_of_each_answer_of_Asterisk() => AssertGauges("calm-1");

    [TraceFact("calm-2")]
    public void Waiting_callers_and_members_of_calm_2_are_those_of_each_answer_of_Asterisk() => AssertGauges("calm-2");

    [TraceFact("calm-1")]
    public void Snapshots_of_calm_1_give_an_adapter_that_starts_then_the_visits_and_ids_of_one_that_always_ran() =>
        AssertTakeOver("calm-1");

    [TraceFact("calm-2")]
    public void Snapshots_of_calm_2_give_an_adapter_that_starts_then_the_visits_and_ids_of_one_that_always_ran() =>
        AssertTakeOver("calm-2");

    private static void AssertGauges(string name)
    {
        var compared = 0;
        Walk(name, (tally, answers) =>
        {
            var snapshot = Ask(SyncScope.Members, answers.Asked, answers.Queues);
            Assert.Equal(
                snapshot.Waiting.Select(row => $"{row.Caller}/{row.Queue}").Order(),
                tally.Visits.Where(visit => visit.IsWaiting).Select(visit => $"{visit.Caller}/{visit.Queue}").Order());
            Assert.Equal(
                snapshot.Members.Select(row => $"{row.Interface} {row.Queue} {(row.IsPaused ? "Paused " + row.Reason : "Joined ")}")
                    .Order(),
                tally.Memberships.Where(pair => pair.Value.State != MembershipState.Left)
                    .Select(pair => $"{pair.Key.Agent} {pair.Key.Queue} {pair.Value.State} {pair.Value.Reason}").Order());
            compared++;
        });
        Assert.InRange(compared, 40, 200);
    }

    private static void AssertTakeOver(string name)
    {
        var talking = 0;
        Walk(name, (tally, answers) =>
        {
            if (answers.Channels is null)
                return;
            var snapshot = Ask(SyncScope.Floor, answers.Asked, answers.Queues, answers.Channels);
            var report = new AsteriskMapper(new MappingOptions()).Reconcile(snapshot, SyncScope.Floor)[^1].FloorReport;
            Assert.Equal(
                tally.Visits.Where(visit => visit.IsWaiting).Select(visit => visit.Id).Order(),
                report.Visits.Where(live => live.Agent.Length == 0).Select(live => live.Visit.VisitId).Order());
            var told = report.Visits.Where(live => live.Agent.Length > 0)
                .Select(live => $"{live.Visit.VisitId} {live.Agent}").Order().ToArray();
            var known = tally.Visits.Where(visit => visit.IsTalking).Select(visit => $"{visit.Id} {visit.Agent}").Order().ToArray();
            // A trunk's channel does not tell its member, and an optimised Local channel has another name: those
            // are left out, never guessed wrong.
            Assert.Subset(known.ToHashSet(), told.ToHashSet());
            talking += told.Length;
        });
        Assert.NotEqual(0, talking);
    }

    /// <summary>Replays up to each answer during which nothing happened.</summary>
    private static void Walk(string name, Action<Tally, Answers> compare)
    {
        var reader = new AmiReader(new MemoryStream(Traces.Bytes(name)));
        var mapper = new AsteriskMapper(new MappingOptions());
        var tally = new Tally();
        var next = reader.Read();
        foreach (var answers in AnswersOf(name))
        {
            for (; next is not null && (next.Timestamp is not { } time || time < answers.Asked); next = reader.Read())
                Add(tally, mapper.Apply(next, mapper.LatestTime));
            Add(tally, mapper.AdvanceTo(answers.Asked));
            // 50 ms: an event shortly before or after may or may not be in the answer.
            if (answers.Asked - mapper.LatestTime < Margin && (next?.Timestamp is not { } after || after - answers.Asked > Margin))
                compare(tally, answers);
        }
    }

    private static void Add(Tally tally, IReadOnlyList<Event> events)
    {
        foreach (var each in events)
            tally.Add(each);
    }

    private static QueueSnapshot Ask(SyncScope scope, DateTimeOffset asked, params string[] raws)
    {
        var sync = new AsteriskSync(scope, "x", asked);
        foreach (var raw in raws)
        {
            if (sync.Next?.Action.Name == "Status") // the recorder asked for CoreShowChannels only
                Feed(sync, "Response: Error\r\nActionID: x-status\r\n\r\n");
            Feed(sync, raw);
        }
        return sync.Snapshot!;
    }

    private static void Feed(AsteriskSync sync, string raw)
    {
        var id = sync.Next!.Value.ActionId;
        sync.Sent();
        var reader = new AmiReader(new MemoryStream(Encoding.UTF8.GetBytes(WithActionId(raw, id))));
        while (reader.Read() is { } message)
            Assert.True(sync.Accept(message));
    }

    private static string WithActionId(string raw, string id) => Regex.Replace(raw, "ActionID: [^\r]+", "ActionID: " + id);

    private static IEnumerable<Answers> AnswersOf(string name)
    {
        var (queues, asked) = ("", default(DateTimeOffset));
        foreach (var line in Lines(name))
        {
            var entry = JsonDocument.Parse(line).RootElement;
            var action = entry.GetProperty("action").GetString();
            var raw = entry.GetProperty("raw").GetString()!;
            if (action == "QueueStatus")
            {
                var stamp = entry.GetProperty("asked").GetDouble().ToString("F6", CultureInfo.InvariantCulture);
                (queues, asked) = (raw, AmiTime.Parse(stamp)!.Value);
                yield return new Answers(asked, queues, null);
            }
            else if (action == "CoreShowChannels" && queues.Length > 0)
            {
                yield return new Answers(asked, queues, raw);
            }
        }
    }

    private static IEnumerable<string> Lines(string name)
    {
        var file = Path.Combine(Traces.Find(name)!, "status.jsonl.gz");
        using var reader = new StreamReader(new GZipStream(File.OpenRead(file), CompressionMode.Decompress));
        while (reader.ReadLine() is { } line)
            yield return line;
    }

    private sealed record Answers(DateTimeOffset Asked, string Queues, string? Channels);
}
