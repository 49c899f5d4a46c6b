using CallCenter.V1;
using Google.Protobuf.WellKnownTypes;

namespace CallCenter.Client.Tests;

/// <summary>Building blocks of tests: events that differ by their visit, and options without long waits.</summary>
internal static class Given
{
    public const string Source = "pbx";

    /// <summary>Bounds every wait of a test; never reached by one that passes.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    public static readonly EventSenderOptions Options = new()
    {
        Source = Source,
        BackOffMin = TimeSpan.FromMilliseconds(1),
        BackOffMax = TimeSpan.FromMilliseconds(20),
        Random = new Random(1),
    };

    public static Event Queued(string visit) => new()
    {
        OccurredTime = Timestamp.FromDateTime(new DateTime(2026, 3, 2, 9, 0, 0, DateTimeKind.Utc)),
        VisitQueued = new VisitQueued { VisitId = visit, Queue = "sales" },
    };

    public static string[] Visits(int count) => [.. Enumerable.Range(1, count).Select(i => $"v{i}")];

    public static async Task SendAllAsync(this EventSender sender, IEnumerable<string> visits)
    {
        foreach (string visit in visits)
            await sender.SendAsync(Queued(visit)).AsTask().WaitAsync(Limit);
    }

    public static async Task SendAndFlushAsync(this EventSender sender, IEnumerable<string> visits)
    {
        await sender.SendAllAsync(visits);
        await sender.FlushAsync().WaitAsync(Limit);
    }
}
