using CallCenter.V1;

namespace CallCenter.Client.Tests;

/// <summary>A sender without long waits, and events that differ by their visit.</summary>
internal static class Sending
{
    public const string Source = "pbx";

    public static readonly EventSenderOptions Options = new()
    {
        Source = Source,
        BackOffMin = TimeSpan.FromMilliseconds(1),
        BackOffMax = TimeSpan.FromMilliseconds(20),
        Random = new Random(1),
    };

    /// <summary>Events of the same time, and so of the same size.</summary>
    public static Event Queued(string visit) => Given.Queued(visit, Given.Nine);

    public static string[] Visits(int count) => [.. Enumerable.Range(1, count).Select(i => $"v{i}")];

    public static async Task SendAllAsync(this EventSender sender, IEnumerable<string> visits)
    {
        foreach (string visit in visits)
            await sender.SendAsync(Queued(visit)).AsTask().InTime();
    }

    public static async Task SendAndFlushAsync(this EventSender sender, IEnumerable<string> visits)
    {
        await sender.SendAllAsync(visits);
        await sender.FlushAsync().InTime();
    }
}
