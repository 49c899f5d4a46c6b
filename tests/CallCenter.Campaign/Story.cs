using CallCenter.Simulator;
using CallCenter.V1;
using Google.Protobuf.WellKnownTypes;

namespace CallCenter.Campaign;

/// <summary>
/// The events of one source: event n is always the same, whichever sender sends it, so that its sequence names it. Grows from cycle to
/// cycle. Safe for concurrent readers and one writer.
/// </summary>
public sealed class Story
{
    // Start before the present: within the window of 24 h, with room for the longest campaign.
    private static readonly TimeSpan Past = TimeSpan.FromHours(20);
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(10);

    // Interval of events that must be rejected, so that rejections are tested like counts.
    private const int InvalidEvery = 97;

    private readonly SimulatedCallCenter _center;
    private readonly List<Event> _events = [];
    private volatile Event[] _released = [];
    private int _invalidCount;

    public Story(string source, int seed, DateTimeOffset now)
    {
        Source = source;
        Tally = new ExpectedTally(source);
        _center = new SimulatedCallCenter(SimulationOptions.Demo with
        {
            Seed = seed,
            StartTime = now - Past,
            AgentCount = 20,
            ContactsPerHour = 1500,
            IdPrefix = source + "-",
            TestShare = 0.02,
        });
    }

    public string Source { get; }

    /// <summary>The expected counts of the events so far.</summary>
    public ExpectedTally Tally { get; }

    /// <summary>The number of events ready for sending.</summary>
    public int Count => _released.Length;

    /// <summary>The event with a sequence, which counts from 1.</summary>
    public Event At(long sequence) => _released[sequence - 1];

    /// <summary>Publishes the new events to the senders.</summary>
    public void Release() => _released = [.. _events];

    public void GrowBy(int count)
    {
        var wanted = _events.Count + count;
        while (_events.Count < wanted)
        {
            foreach (var item in _center.AdvanceTo(_center.Time + Step))
            {
                Add(item);
                if (_events.Count % InvalidEvery == 0) Add(Invalid(item.OccurredTime));
            }
        }
    }

    private void Add(Event item)
    {
        _events.Add(item);
        Tally.Take(item);
    }

    private Event Invalid(Timestamp at) => _invalidCount++ % 2 == 0
        ? new Event { OccurredTime = at, VisitAnswered = new VisitAnswered { VisitId = "unknown", Agent = "nobody" } }
        : new Event { OccurredTime = at, VisitQueued = new VisitQueued { VisitId = "", Queue = "sales" } };
}
