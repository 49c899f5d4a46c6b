using CallCenter.Simulator;
using CallCenter.V1;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;

namespace CallCenter.Benchmarks;

/// <summary>
/// What is sent, as ready bytes: for each stream a history, which makes a server one that has run for a while, and what is measured, which
/// goes on where the history ends.
/// </summary>
/// <param name="WarmUp">Of one stream, as often as wanted, each time as another source: the beginning of the history in messages of the
/// measured size.</param>
internal sealed record IngestLoad(byte[][] WarmUp, byte[][][] History, byte[][][] Measured, int EventsAStream)
{
    public const int HistoryEventsAStream = 250_000;
    private const int HistoryBatchSize = 500;

    public int Streams => Measured.Length;

    /// <param name="events">By stream, history first.</param>
    public static IngestLoad Make(List<Event>[] events, int size, int eventsAStream) => new(
        Serialize(events[0], 0, Math.Min(eventsAStream, HistoryEventsAStream), size),
        [.. events.Select(e => Serialize(e, 0, HistoryEventsAStream, HistoryBatchSize))],
        [.. events.Select(e => Serialize(e, HistoryEventsAStream, eventsAStream, size))],
        eventsAStream);

    /// <param name="eventsAStream">To measure; the history is made besides.</param>
    public static List<Event>[] MakeEvents(int streams, int eventsAStream)
        => [.. Enumerable.Range(0, streams).Select(stream => MakeEventsOf(stream, HistoryEventsAStream + eventsAStream))];

    private static List<Event> MakeEventsOf(int stream, int count)
    {
        var start = DateTimeOffset.UtcNow - TimeSpan.FromHours(2);
        var center = new SimulatedCallCenter(new SimulationOptions
        {
            Seed = stream + 1,
            StartTime = start,
            AgentCount = 1_000,
            ContactsPerHour = 60_000,
            Queues = QueueProfile.Many(100),
            IdPrefix = $"{stream}-",
        });
        var events = new List<Event>(count);
        for (var minute = 1; events.Count < count; minute++) events.AddRange(center.AdvanceTo(start.AddSeconds(20 * minute)));
        // Within the last hours, whatever the simulation took: the server counts late ones in their own slots.
        var last = events[count - 1].OccurredTime.ToDateTimeOffset();
        var shift = DateTimeOffset.UtcNow - TimeSpan.FromMinutes(1) - last;
        if (shift < TimeSpan.Zero)
        {
            foreach (var e in events) e.OccurredTime = Timestamp.FromDateTimeOffset(e.OccurredTime.ToDateTimeOffset() + shift);
        }
        return events;
    }

    /// <summary>Encoded batches of a part of a stream's events.</summary>
    public static byte[][] Serialize(List<Event> events, int from, int count, int size)
    {
        var messages = new byte[(count + size - 1) / size][];
        for (var i = 0; i < messages.Length; i++)
        {
            var batch = new EventBatch { FirstSequence = from + i * size + 1 };
            batch.Events.AddRange(events.GetRange(from + i * size, Math.Min(size, count - i * size)));
            messages[i] = new IngestRequest { Events = batch }.ToByteArray();
        }
        return messages;
    }
}
