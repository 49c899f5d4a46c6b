using CallCenter.Simulator;
using CallCenter.V1;
using Google.Protobuf.WellKnownTypes;

namespace CallCenter.Campaign;

/// <summary>
/// What happens at one source: event n of it is always the same, whoever sends it, so that its sequence names it. Grows from cycle to
/// cycle. Safe for readers while one thread lets it grow.
/// </summary>
public sealed class Story
{
    // So long ago it begins: within the window of 24 h, with room for the longest campaign.
    private static readonly TimeSpan Past = TimeSpan.FromHours(20);
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(10);

    // Every so many events one follows that must be rejected, so that rejections are put to the test like counts.
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

    /// <summary>What the events so far must count.</summary>
    public ExpectedTally Tally { get; }

    /// <summary>How many events may be sent.</summary>
    public int Count => _released.Length;

    /// <summary>The event with a sequence, which counts from 1.</summary>
    public Event At(long sequence) => _released[sequence - 1];

    /// <summary>Lets the senders have what has grown.</summary>
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
