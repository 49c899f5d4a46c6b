using CallCenter.V1;

namespace CallCenter.Simulator;

/// <summary>Tickets from their opening to their end: assigned, answered, pending, resolved, opened again, closed.</summary>
internal sealed class TicketDesk(Platform platform)
{
    private const string Queue = "tickets";
    private const double QuestionShare = 0.6;
    private const double ReassignedShare = 0.2;
    private const double ReopenedShare = 0.12;
    private static readonly TimeSpan MeanToAssign = TimeSpan.FromMinutes(20);
    private static readonly TimeSpan MeanToReply = TimeSpan.FromMinutes(45);
    private static readonly TimeSpan MeanToCustomer = TimeSpan.FromHours(3);
    private static readonly TimeSpan MeanToReopen = TimeSpan.FromHours(8);
    private static readonly TimeSpan ToClose = TimeSpan.FromHours(30);
    private static readonly string[] Issues = ["access", "invoice", "fault"];

    // A generator of its own, so that tickets leave the calls of a run as they are.
    private readonly Dice _dice = new(unchecked(platform.Options.Seed * 17) + 3);

    public List<Ticket> All { get; } = [];

    public void Start()
    {
        if (platform.Options.TicketsPerHour > 0)
            PlanNext();
    }

    private void PlanNext() => Later(TimeSpan.FromHours(1) / platform.Options.TicketsPerHour, () =>
    {
        Open();
        PlanNext();
    });

    private void Open()
    {
        var ticket = new Ticket($"{platform.Options.IdPrefix}t{All.Count + 1}", platform.Timeline.Now);
        All.Add(ticket);
        platform.Emit(new Event
        {
            ContactOpened = new ContactOpened
            {
                ContactId = ticket.Id,
                Queue = Queue,
                Channel = Channel.Ticket,
                IssueType = platform.Options.WithDimensions ? _dice.Pick(Issues) : "",
            },
        });
        Later(MeanToAssign, () => Assign(ticket));
    }

    private void Assign(Ticket ticket)
    {
        ticket.Agents.Add(_dice.Pick(platform.Agents).Id);
        platform.Emit(new Event { ContactAssigned = new ContactAssigned { ContactId = ticket.Id, Agent = ticket.Agents[^1] } });
        Later(MeanToReply, () => Reply(ticket));
    }

    private void Reply(Ticket ticket)
    {
        if (!ticket.HasReplyInCycle)
            ticket.FirstReplies.Add(platform.Timeline.Now - ticket.CycleTime);
        (ticket.HasReplyInCycle, ticket.IsAwaited) = (true, false);
        Say(ticket, MessageAuthor.Agent);
        if (_dice.Chance(QuestionShare))
            Ask(ticket);
        else if (_dice.Chance(ReassignedShare))
            Later(MeanToAssign, () => Assign(ticket));
        else
            Later(MeanToReply, () => Resolve(ticket));
    }

    private void Ask(Ticket ticket)
    {
        ticket.IsPending = true;
        platform.Emit(new Event
        {
            ContactStateChanged = new ContactStateChanged { ContactId = ticket.Id, State = ContactState.PendingCustomer },
        });
        Later(MeanToCustomer, () =>
        {
            (ticket.IsPending, ticket.IsAwaited) = (false, true);
            ticket.HasEarlyReply |= ticket.Resolutions.Count == 0;
            Say(ticket, MessageAuthor.Customer);
            Later(MeanToReply, () => Reply(ticket));
        });
    }

    private void Resolve(Ticket ticket)
    {
        ticket.IsOpen = false;
        ticket.Resolutions.Add(platform.Timeline.Now - ticket.CycleTime);
        platform.Emit(new Event
        {
            ContactResolved = new ContactResolved
            {
                ContactId = ticket.Id,
                Queue = Queue,
                Agent = ticket.Agents[^1],
                Channel = Channel.Ticket,
            },
        });
        if (_dice.Chance(ReopenedShare))
            Later(MeanToReopen, () => Reopen(ticket));
        else
            platform.Timeline.After(ToClose, () => Close(ticket));
    }

    private void Reopen(Ticket ticket)
    {
        ticket.Reopenings++;
        (ticket.IsOpen, ticket.IsAwaited, ticket.HasReplyInCycle) = (true, true, false);
        ticket.CycleTime = platform.Timeline.Now;
        platform.Emit(new Event
        {
            ContactReopened = new ContactReopened { ContactId = ticket.Id, Queue = Queue, Channel = Channel.Ticket },
        });
        Later(MeanToReply, () => Reply(ticket));
    }

    private void Close(Ticket ticket) =>
        platform.Emit(new Event { ContactClosed = new ContactClosed { ContactId = ticket.Id } });

    private void Say(Ticket ticket, MessageAuthor author) =>
        platform.Emit(new Event { MessageSent = new MessageSent { ContactId = ticket.Id, Author = author } });

    private void Later(TimeSpan mean, Action action) => platform.Timeline.After(_dice.Exponential(mean), action);
}
