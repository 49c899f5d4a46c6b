using CallCenter.V1;
using Google.Protobuf.WellKnownTypes;

namespace CallCenter.Server.Tests.Golden;

/// <summary>
/// Thirteen days of two telephone sources and one that publishes, which reach every kind of stored record: all events, channels and
/// outcomes, blocks of every level, live things in each state, and a log behind the last checkpoint.
/// </summary>
internal static class GoldenHistory
{
    public const string East = "pbx-east";
    public const string West = "pbx-west";
    public const string Web = "web";

    /// <summary>The time at which the expected KPIs are read.</summary>
    public static readonly DateTimeOffset End = new(2026, 11, 17, 10, 7, 31, 250, TimeSpan.Zero);

    private static readonly VisitOutcome[] Left =
    [
        VisitOutcome.Abandoned, VisitOutcome.TimedOut, VisitOutcome.KeyExit, VisitOutcome.QueueEmpty, VisitOutcome.Withdrawn,
        VisitOutcome.Redirected, VisitOutcome.Overflowed, VisitOutcome.Voicemail, VisitOutcome.CallbackRequested, VisitOutcome.Failed,
        VisitOutcome.Lost,
    ];

    private static readonly VisitOutcome[] Completed =
    [
        VisitOutcome.CompletedByCustomer, VisitOutcome.CompletedByAgent, VisitOutcome.TransferredBlind, VisitOutcome.TransferredConsult,
        VisitOutcome.Failed, VisitOutcome.Lost,
    ];

    /// <summary>Before what is folded: when the server's clock stands, and what each source then says.</summary>
    public static IEnumerable<(DateTimeOffset Clock, string Source, IReadOnlyList<Event> Events)> Folded()
    {
        foreach (var age in new[] { TimeSpan.FromDays(13), TimeSpan.FromDays(5), TimeSpan.FromHours(30), TimeSpan.FromMinutes(100) })
        {
            var clock = End - age;
            yield return (clock, East, [.. Staff(clock, "e"), .. Calls(clock, "e", (int)age.TotalMinutes), .. Quality(clock, "e")]);
            yield return (clock, West, [.. Staff(clock, "w"), .. Calls(clock, "w", (int)age.TotalMinutes)]);
        }
        var late = End - TimeSpan.FromMinutes(8);
        yield return (late, East, [.. Calls(late, "e", 8), .. Live(late, "e")]);
        yield return (late, West, [.. Calls(late, "w", 8), .. Live(late, "w")]);
    }

    /// <summary>What stays in the log: a gap, changes of what is live, new rows, ends, refusals.</summary>
    public static IEnumerable<(string Source, IReadOnlyList<Event> Events)> Unfolded()
    {
        var clock = End - TimeSpan.FromSeconds(40);
        yield return (East,
        [
            At(clock, new() { VisitAnswered = new() { VisitId = "e-live-1", Agent = "e-anna", ReportedWait = Span(33) } }),
            At(clock.AddSeconds(1), new() { VisitEnded = new() { VisitId = "e-live-2", Outcome = VisitOutcome.Abandoned } }),
            At(clock.AddSeconds(2), new() { WrapUpEnded = new() { VisitId = "e-live-5" } }),
            At(clock.AddSeconds(3), Queued("e-live-6", "new queue", Channel.Email, Direction.Inbound)),
            At(clock.AddSeconds(4), new() { MessageSent = new() { VisitId = "e-live-4", Author = MessageAuthor.Agent } }),
            At(clock.AddSeconds(5), new() { VisitEnded = new() { VisitId = "unknown", Outcome = VisitOutcome.Abandoned } }),
            At(clock.AddHours(3), new() { AgentPresenceChanged = new() { Agent = "e-ben", Presence = Presence.Available } }),
            At(clock.AddDays(-11), new() { AgentPresenceChanged = new() { Agent = "e-ben", Presence = Presence.Offline } }),
        ]);
        yield return (West, [At(clock.AddSeconds(10), new() { FloorReport = Report(clock) })]);
    }

    /// <summary>What the publishing source says, twice: the second time all are duplicates by their event ids.</summary>
    public static IReadOnlyList<Event> Published() => [.. Enumerable.Range(1, 5).SelectMany(n => new[]
    {
        Named($"q{n}", At(End.AddSeconds(-60 + n), Queued($"chat-{n}", "web chat", Channel.Chat, Direction.Inbound))),
        Named($"m{n}", At(End.AddSeconds(-50 + n), new() { MessageSent = new() { VisitId = $"chat-{n}", Author = (MessageAuthor)(1
            + n % 3) } })),
    })];

    private static IEnumerable<Event> Staff(DateTimeOffset clock, string s)
    {
        var t = clock.AddMinutes(-6);
        string[] names = ["anna", "ben", "çelik"];
        for (var i = 0; i < names.Length; i++)
        {
            var agent = $"{s}-{names[i]}";
            yield return At(t, new()
            {
                AgentDescribed = new()
                {
                    Agent = agent, DisplayName = $"{names[i]} 名", Team = $"team {i % 2}", Seniority = i == 0
                    ? "senior" : "junior"
                },
            });
            yield return At(t.AddSeconds(1), new()
            {
                AgentScheduled = new() { Agent = agent, StartTime = Stamp(t.AddMinutes(1)), EndTime = Stamp(t.AddHours(8 * (i % 2))) },
            });
            yield return At(t.AddSeconds(2), new()
            {
                AgentCapacityChanged = new()
                {
                    Agent = agent, Channel = (Channel)(1 + i),
                    SlotCount = 1 + i
                }
            });
            yield return At(t.AddSeconds(3), new()
            {
                QueueMembershipChanged = new()
                {
                    Agent = agent, Queue = "sales",
                    State = MembershipState.Joined
                }
            });
            yield return At(t.AddSeconds(3), new()
            {
                QueueMembershipChanged = new()
                {
                    Agent = agent, Queue = "förderung", State = (MembershipState)(1 + i), Reason = i == 1
                    ? "training" : ""
                },
            });
            yield return At(t.AddSeconds(4), new() { AgentPresenceChanged = new() { Agent = agent, Presence = Presence.Available } });
        }
    }

    // Each visit takes its course within the last five minutes before the clock.
    private static IEnumerable<Event> Calls(DateTimeOffset clock, string s, int age)
    {
        var t = clock.AddMinutes(-5);
        for (var i = 0; i < Left.Length + Completed.Length; i++, t = t.AddSeconds(11))
        {
            var id = $"{s}-{age}-{i}";
            yield return At(t, Queued(id, i % 3 == 0 ? "förderung" : "sales", (Channel)(1 + i % 5), (Direction)(1 + i % 3), i));
            if (i < Left.Length)
            {
                if (i % 4 == 1) yield return At(t.AddSeconds(2), new() { VisitOffered = new() { VisitId = id, Agent = $"{s}-ben" } });
                if (i % 4 == 1) yield return At(t.AddSeconds(4), new()
                {
                    OfferEnded = new() { VisitId = id, Agent = $"{s}-ben", Result = (OfferResult)(1 + i % 4) },
                });
                yield return At(t.AddSeconds(4 + i), new() { VisitEnded = new() { VisitId = id, Outcome = Left[i] } });
                continue;
            }
            foreach (var e in Answered(t, id, $"{s}-{(i % 2 == 0 ? "anna" : "çelik")}", Completed[i - Left.Length])) yield return e;
        }
        yield return At(t, Queued($"{s}-{age}-x", "sales", Channel.Phone, Direction.Inbound));
        yield return At(t.AddSeconds(1), new() { VisitExcluded = new() { VisitId = $"{s}-{age}-x", Reason = "test call" } });
        yield return At(t.AddSeconds(2), new() { VisitEnded = new() { VisitId = $"{s}-{age}-x", Outcome = VisitOutcome.Abandoned } });
        yield return At(t.AddSeconds(3), new() { VisitRefused = new() { Queue = "sales", Channel = Channel.Phone, Reason = "closed" } });
        // Late by more than the limit.
        yield return At(t.AddSeconds(-30), new()
        {
            AgentPresenceChanged = new()
            {
                Agent = $"{s}-ben", Presence = Presence.Break,
                Reason = "lunch"
            }
        });
    }

    private static IEnumerable<Event> Answered(DateTimeOffset t, string id, string agent, VisitOutcome outcome)
    {
        yield return At(t.AddSeconds(3), new() { VisitOffered = new() { VisitId = id, Agent = agent } });
        yield return At(t.AddSeconds(6), new()
        {
            VisitAnswered = new()
            {
                VisitId = id, Agent = agent, ReportedWait = Span(6),
                ReportedRing = Span(3)
            }
        });
        yield return At(t.AddSeconds(8), new() { VisitHeld = new() { VisitId = id } });
        yield return At(t.AddSeconds(12.5), new() { VisitResumed = new() { VisitId = id } });
        yield return At(t.AddSeconds(13), new() { MessageSent = new() { VisitId = id, Author = MessageAuthor.Customer } });
        var ended = new VisitEnded
        {
            VisitId = id, Outcome = outcome, WrapUp = outcome == VisitOutcome.Lost ? WrapUp.Unspecified
            : WrapUp.Follows
        };
        yield return At(t.AddSeconds(40), new() { VisitEnded = ended });
        if (outcome != VisitOutcome.Lost) yield return At(t.AddSeconds(50), new() { WrapUpEnded = new() { VisitId = id } });
    }

    private static IEnumerable<Event> Quality(DateTimeOffset clock, string s)
    {
        var t = clock.AddMinutes(-1);
        yield return At(t, new()
        {
            ContactResolved = new()
            {
                ContactId = "c1", Queue = "sales", Agent = $"{s}-anna",
                Channel = Channel.Ticket
            }
        });
        yield return At(t, new() { ContactReopened = new() { ContactId = "c1", Queue = "sales", Channel = Channel.Ticket } });
        yield return At(t, new()
        {
            SurveyAnswered = new()
            {
                ContactId = "c1", Queue = "sales", Agent = $"{s}-anna",
                Channel = Channel.Phone, Score = 4.5
            }
        });
        yield return At(t, new()
        {
            QualityScored = new()
            {
                ContactId = "c1", Queue = "sales", Agent = $"{s}-ben", Channel = Channel.Phone,
                Score = 3.25
            }
        });
    }

    // One visit in each state: waiting, waiting with an offer, connected, on hold, in wrap-up; an agent on a break and one not ready.
    private static IEnumerable<Event> Live(DateTimeOffset clock, string s)
    {
        var t = clock.AddSeconds(-50);
        for (var i = 1; i <= 5; i++) yield return At(t.AddSeconds(i), Queued($"{s}-live-{i}", "sales", Channel.Phone, Direction.Inbound,
            i));
        yield return At(t.AddSeconds(10), new() { VisitOffered = new() { VisitId = $"{s}-live-2", Agent = $"{s}-ben" } });
        for (var i = 3; i <= 5; i++) yield return At(t.AddSeconds(10 + i), new()
        {
            VisitAnswered = new()
            {
                VisitId = $"{s}-live-{i}",
                Agent = $"{s}-çelik"
            }
        });
        yield return At(t.AddSeconds(20), new() { VisitHeld = new() { VisitId = $"{s}-live-4" } });
        yield return At(t.AddSeconds(30), new()
        {
            VisitEnded = new() { VisitId = $"{s}-live-5", Outcome = VisitOutcome.CompletedByAgent, WrapUp = WrapUp.Follows },
        });
        yield return At(t.AddSeconds(31), new()
        {
            AgentPresenceChanged = new()
            {
                Agent = $"{s}-dora", Presence = Presence.Break,
                Reason = "coffee"
            }
        });
        yield return At(t.AddSeconds(31), new()
        {
            AgentPresenceChanged = new()
            {
                Agent = $"{s}-emil", Presence = Presence.NotReady,
                Reason = ""
            }
        });
        yield return Named($"{s}-named", At(t.AddSeconds(32), new()
        {
            AgentPresenceChanged = new()
            {
                Agent = $"{s}-fred",
                Presence = Presence.Available
            }
        }));
    }

    // Visit 1 goes on, 3 was put on hold unseen, the others are gone, one is new.
    private static FloorReport Report(DateTimeOffset clock) => new()
    {
        Visits =
        {
            new LiveVisit { Visit = Queued("w-live-1", "sales", Channel.Phone, Direction.Inbound, 1).VisitQueued,
                QueuedTime = Stamp(clock.AddMinutes(-8)) },
            new LiveVisit
            {
                Visit = Queued("w-live-3", "sales", Channel.Phone, Direction.Inbound, 3).VisitQueued,
                    QueuedTime = Stamp(clock.AddMinutes(-8)),
                Agent = "w-çelik", AnsweredTime = Stamp(clock.AddMinutes(-7)), HeldTime = Stamp(clock.AddSeconds(-20)),
            },
            new LiveVisit
            {
                Visit = Queued("w-live-9", "sales", Channel.Phone, Direction.Inbound).VisitQueued, QueuedTime = Stamp(clock.AddMinutes(-2)),
                Agent = "w-anna", AnsweredTime = Stamp(clock.AddMinutes(-1)),
            },
        },
        Agents =
        {
            new LiveAgent { Agent = "w-çelik", Presence = Presence.Available, Memberships = { new LiveMembership { Queue = "sales",
                State = MembershipState.Joined } } },
            new LiveAgent { Agent = "w-anna", Presence = Presence.Break, Reason = "lunch" },
        },
    };

    private static Event Queued(string id, string queue, Channel channel, Direction direction, int n = 0)
    {
        var queued = new VisitQueued
        {
            VisitId = id, Queue = queue, Channel = channel, Direction = direction, ContactId = n % 2 == 0
            ? "" : $"contact of {id}"
        };
        if (n % 4 == 0) return new Event { VisitQueued = queued };
        (queued.CustomerTier, queued.IssueType, queued.Complexity) = (n % 4 == 1 ? "gold" : "", $"issue {n % 2}", n % 3 == 0 ? "high" : "");
        if (n % 4 == 3) queued.Tags.Add("campaign", "winter ❄");
        if (n % 4 == 3) queued.Tags.Add("language", "de");
        return new Event { VisitQueued = queued };
    }

    private static Event At(DateTimeOffset time, Event item) => Given.At(time, item);
    private static Event Named(string id, Event item) => Given.Named(id, item);
    private static Timestamp Stamp(DateTimeOffset time) => Timestamp.FromDateTimeOffset(time);
    private static Duration Span(double seconds) => Duration.FromTimeSpan(TimeSpan.FromSeconds(seconds));
}
