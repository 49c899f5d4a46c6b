using CallCenter.V1;
using Google.Protobuf.WellKnownTypes;

namespace CallCenter.Benchmarks.Watch;

/// <summary>
/// Events of one source, in steps. Each step one visit joins a queue, an older one is offered and answered, or abandoned, and a still older
/// one ends; so each step is four events but for abandoned visits, and every agent is free when its next visit comes.
/// </summary>
/// <param name="queues">Of all sources together.</param>
internal sealed class WatchFloor(int source, int sources, int queues)
{
    public const string Marker = "~marker";
    public const int EventsAStep = 4;

    private const int Agents = 1_250, StepsToAnswer = 250, StepsToEnd = 1_250, StepsToAbandoned = 10;

    private int _step;

    public string Name => $"source-{source}";

    /// <summary>All agents log in and join a queue.</summary>
    public IEnumerable<Event> Begin(DateTimeOffset at)
    {
        for (var i = 0; i < Agents; i++)
        {
            yield return Stamp(at, new Event
            {
                AgentPresenceChanged = new AgentPresenceChanged { Agent = AgentOf(i), Presence = Presence.Available },
            });
            yield return Stamp(at, new Event
            {
                QueueMembershipChanged = new QueueMembershipChanged
                {
                    Agent = AgentOf(i),
                    Queue = QueueOf(i),
                    State = MembershipState.Joined,
                },
            });
        }
    }

    /// <summary>One abandoned visit in each of so many queues of their own.</summary>
    public IEnumerable<Event> IdleQueues(DateTimeOffset at, int count)
    {
        for (var i = source; i < count; i += sources)
        {
            yield return Queued(at, $"{source}-idle-{i}", $"idle {i}");
            yield return Ended(at, $"{source}-idle-{i}", VisitOutcome.Abandoned);
        }
    }

    public IEnumerable<Event> Step(DateTimeOffset at)
    {
        var step = _step++;
        yield return Queued(at, VisitOf(step), QueueOf(step));
        if (step - StepsToAnswer is >= 0 and var answered)
        {
            if (IsAbandoned(answered))
            {
                yield return Ended(at, VisitOf(answered), VisitOutcome.Abandoned);
            }
            else
            {
                yield return Stamp(at, new Event
                {
                    VisitOffered = new VisitOffered { VisitId = VisitOf(answered), Agent = AgentOf(answered) },
                });
                yield return Stamp(at, new Event
                {
                    VisitAnswered = new VisitAnswered { VisitId = VisitOf(answered), Agent = AgentOf(answered) },
                });
            }
        }
        if (step - StepsToEnd is >= 0 and var ended && !IsAbandoned(ended))
            yield return Ended(at, VisitOf(ended), VisitOutcome.CompletedByCustomer);
    }

    /// <summary>An event that can be found again in the values: by queue it adds one to the visits that wait in the queue of the marker, by
    /// agent its time is that of the state of the agent of the marker.</summary>
    public Event MarkerOf(long number, DateTimeOffset at, bool isByAgent) => isByAgent
        ? Stamp(at, new Event
        {
            AgentPresenceChanged = new AgentPresenceChanged
            {
                Agent = Marker,
                Presence = number % 2 == 0 ? Presence.Break : Presence.Available,
            },
        })
        : Queued(at, $"{source}-marker-{number}", Marker);

    private static bool IsAbandoned(int visit) => visit % StepsToAbandoned == 0;

    private string VisitOf(int step) => $"{source}-{step}";

    private string AgentOf(int visit) => $"agent {source}-{visit % Agents}";

    private string QueueOf(int visit) => $"queue {visit % (queues / sources) * sources + source}";

    private static Event Queued(DateTimeOffset at, string visit, string queue)
        => Stamp(at, new Event { VisitQueued = new VisitQueued { VisitId = visit, Queue = queue } });

    private static Event Ended(DateTimeOffset at, string visit, VisitOutcome outcome)
        => Stamp(at, new Event { VisitEnded = new VisitEnded { VisitId = visit, Outcome = outcome } });

    private static Event Stamp(DateTimeOffset at, Event e)
    {
        e.OccurredTime = Timestamp.FromDateTimeOffset(at);
        return e;
    }
}
