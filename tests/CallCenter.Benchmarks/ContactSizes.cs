using CallCenter.Core.Encoding;
using CallCenter.Core.Events;
using CallCenter.Core.Floor;
using CallCenter.Core.Identity;

namespace CallCenter.Benchmarks;

/// <summary>Bytes of a finished contact: its record in the ledger, what the log and the floor held of it while it was live, and the memory
/// that is left of it in the machine of its source.</summary>
internal static class ContactSizes
{
    private const int Contacts = 20_000;

    private static readonly Instant Start = new(1_780_000_000_000);

    private static readonly (string Name, Func<string, string, IEnumerable<SourceEvent>> Events)[] Kinds =
    [
        ("call, abandoned", (id, customer) => [Queued(id, customer, Channel.Phone), Ended(id, VisitOutcome.Abandoned)]),
        ("call, one offer, answered, wrap-up", (id, customer) => [Queued(id, customer, Channel.Phone), .. Handled(id, messages: 0)]),
        ("chat, 20 messages", (id, customer) => [Queued(id, customer, Channel.Chat), .. Handled(id, messages: 20)]),
        ("chat, 200 messages", (id, customer) => [Queued(id, customer, Channel.Chat), .. Handled(id, messages: 200)]),
    ];

    public static void Run(Report report)
    {
        report.Line();
        report.Line("## Bytes of a finished contact, mean of 20,000; committed after each event");
        report.Line("| contact | record in the ledger | items of the floor, in the log | memory left | with a customer id: memory left |");
        report.Line("|---|--:|--:|--:|--:|");
        foreach (var (name, events) in Kinds)
        {
            var (ledger, items, memory) = Measure(events, withCustomer: false);
            var (_, _, ofCustomer) = Measure(events, withCustomer: true);
            report.Line($"| {name} | {ledger:0} | {items:0} | {memory:0} | {ofCustomer:0} |");
        }
    }

    private static (double Ledger, double Items, double Memory) Measure(
        Func<string, string, IEnumerable<SourceEvent>> eventsOf, bool withCustomer)
    {
        var floor = new SourceFloor(new FloorOptions());
        Drain(floor);
        var (ledger, items, empty) = (0L, 0L, GC.GetTotalMemory(forceFullCollection: true));
        for (var i = 0; i < Contacts; i++)
        {
            var now = Start + TimeSpan.FromMilliseconds(i);
            foreach (var (step, e) in eventsOf($"contact-{i:00000000}", withCustomer ? $"customer-{i:00000000}" : "").Index())
            {
                var at = now + TimeSpan.FromSeconds(5 * step);
                floor.Apply(e with { OccurredAt = at }, at, out var refusal);
                if (refusal is not null) throw new InvalidOperationException(refusal.ToString());
                var (records, live) = Drain(floor);
                (ledger, items) = (ledger + records, items + live);
            }
        }
        var memory = GC.GetTotalMemory(forceFullCollection: true) - empty;
        GC.KeepAlive(floor);
        return ((double)ledger / Contacts, (double)items / Contacts, Math.Max(0, (double)memory / Contacts));
    }

    private static (int Ledger, int Items) Drain(SourceFloor floor)
    {
        var changes = floor.DrainChanges(StoredFormat.Newest);
        return (changes.Ledger.Length, changes.Items.Sum(item => item.Value?.Length ?? 0));
    }

    // The moment of each is set when it is sent.
    private static VisitQueued Queued(string id, string customer, Channel channel)
        => new(id, id, new VisitTraits("sales", channel, Direction.Inbound, "", "", "", "")) { CustomerId = customer, OccurredAt = Start };

    private static VisitEnded Ended(string id, VisitOutcome outcome)
        => new(id, outcome, null, null, outcome != VisitOutcome.Abandoned) { OccurredAt = Start };

    private static IEnumerable<SourceEvent> Handled(string id, int messages)
    {
        yield return new VisitOffered(id, "ann") { OccurredAt = Start };
        yield return new VisitAnswered(id, "ann", null, null) { OccurredAt = Start };
        for (var i = 0; i < messages; i++)
            yield return new MessageSent(id, i % 2 == 0 ? MessageAuthor.Customer : MessageAuthor.Agent) { OccurredAt = Start };
        yield return Ended(id, VisitOutcome.CompletedByCustomer);
        yield return new WrapUpEnded(id) { OccurredAt = Start };
    }
}
