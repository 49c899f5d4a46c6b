using CallCenter.Core.Events;

namespace CallCenter.Core.Tests.Model;

// First responses that were asked for, and requests by calendars.
internal sealed partial class ModelBoard
{
    /// <summary>Visits and refused requests while their queue was open, or closed.</summary>
    public long Requests(bool isOpen)
        => Counted.Count(v => v.Dims.Direction == "inbound" && window.Holds(v.QueuedMs) && keep(v.Dims)
            && ModelTargets.IsOpen(v.Dims.Queue, v.QueuedMs) == isOpen)
        + sources.SelectMany(s => s.Facts).Count(f => f.Event is VisitRefused && window.Holds(f.AtMs) && keep(f.Dims)
            && ModelTargets.IsOpen(f.Dims.Queue, f.AtMs) == isOpen);

    public long Openings(bool isOpen) => Lives.Count(l => l.Dims.Direction == "inbound" && window.Holds(l.OpenedMs) && keep(l.Dims)
        && ModelTargets.IsOpen(l.Dims.Queue, l.OpenedMs) == isOpen);

    /// <summary>Visits that asked for a response.</summary>
    public long ResponsesAsked => Counted.Count(v => v.AsksForResponse && window.Holds(v.QueuedMs) && keep(v.Dims));

    /// <summary>Visits without the response that they ask for.</summary>
    public IReadOnlyList<ModelVisit> Unanswered
        => [.. Counted.Where(v => v.AsksForResponse && v.Outcome is null && v.FirstReply is null && keep(v.Dims))];

    /// <summary>Visits with a first response after at most so long, in the window.</summary>
    public long ResponsesInTime(Func<Dims, long> limitOf) => Counted.Count(v => v.AsksForResponse && v.FirstReply is { } reply
        && window.Holds(reply.AtMs) && keep(reply.Dims) && reply.AtMs - v.QueuedMs <= limitOf(v.Dims));

    /// <summary>Visits that lacked a response when they reached so long without it, the moment in the window.</summary>
    public long ResponsesReached(Func<Dims, long> limitOf) => Counted.Where(v => v.AsksForResponse).Count(v =>
    {
        var reachedMs = v.QueuedMs + limitOf(v.Dims);
        if (v.FirstReply is { } reply) return reply.AtMs > reachedMs && window.Holds(reachedMs) && keep(reply.Dims);
        if (v.Outcome is not { } outcome) return window.HasPassed(reachedMs) && keep(v.Dims);
        return !WithoutWait.Contains(outcome) && v.EndedMs > reachedMs && window.Holds(reachedMs) && keep(v.AgentDims ?? v.Dims);
    });

    /// <summary>Opened contacts without a first response.</summary>
    public IReadOnlyList<ModelLife> UnansweredLives
        => [.. Lives.Where(l => l.UnansweredMs is not null && keep(l.Dims))];

    /// <inheritdoc cref="ResponsesReached"/>
    public long ContactResponsesReached(Func<Dims, long> limitOf)
        => Lives.SelectMany(l => l.Facts)
            .Where(f => f.Kind is LifeFact.Responded or LifeFact.NotResponded)
            .Count(f => f.Ms > limitOf(f.Dims) && window.Holds(f.AtMs - f.Ms + limitOf(f.Dims)) && keep(f.Dims))
        + UnansweredLives.Count(l => window.HasPassed(l.UnansweredMs!.Value + limitOf(l.Dims)));
}
