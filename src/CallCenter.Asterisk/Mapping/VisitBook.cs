using System.Globalization;

namespace CallCenter.Asterisk;

/// <summary>The live visits, found by the caller's channel or by an agent's, and the memory of those that ended.</summary>
internal sealed class VisitBook(int endedMax)
{
    private readonly Dictionary<string, List<Visit>> _byCaller = [];
    private readonly Dictionary<string, Visit> _byAgentChannel = [];
    private readonly Dictionary<(string Caller, string Queue), Stays> _stays = [];
    private readonly Queue<(string Caller, string Queue)> _ended = new();

    /// <summary>In the order in which they joined.</summary>
    public IEnumerable<Visit> Live => _byCaller.Values.SelectMany(visits => visits).OrderBy(visit => visit.QueuedTime)
        .ThenBy(visit => visit.Id, StringComparer.Ordinal);

    public IReadOnlyList<Visit> Of(string caller) => _byCaller.TryGetValue(caller, out var visits) ? visits : [];

    public IEnumerable<Visit> InQueue(string queue) => Live.Where(visit => visit.Queue == queue);

    public Visit? ByAgentChannel(string channel) => _byAgentChannel.GetValueOrDefault(channel);

    /// <summary>Whether this is a repeated message of a known stay.</summary>
    public bool IsRepeat(string caller, string queue, DateTimeOffset joined) =>
        _stays.TryGetValue((caller, queue), out var stays) && joined <= stays.SeenTime;

    /// <summary>Whether this caller has ever been in this queue.</summary>
    public bool IsKnown(string caller, string queue) => _stays.ContainsKey((caller, queue));

    public Visit Open(string caller, string queue, DateTimeOffset queued, DateTimeOffset seen, string linked = "")
    {
        var key = (caller, queue);
        var stays = _stays.GetValueOrDefault(key);
        var number = stays.Count + 1;
        _stays[key] = new Stays(number, seen);
        var id = Ids.Identity(string.Create(CultureInfo.InvariantCulture, $"{caller}/{queue}/{number}"));
        var visit = new Visit(id, caller, queue, queued) { Linked = linked };
        File(visit);
        return visit;
    }

    /// <summary>Another channel is in the caller's place now.</summary>
    public void Follow(Visit visit, string caller)
    {
        visit.IsOrphan = false;
        if (caller.Length == 0 || caller == visit.Caller)
            return;
        Unfile(visit);
        visit.Caller = caller;
        File(visit);
    }

    public void Link(Visit visit, string channel)
    {
        if (channel.Length == 0)
            return;
        visit.AgentChannels.Add(channel);
        _byAgentChannel[channel] = visit;
    }

    public void Unlink(Visit visit, string channel)
    {
        visit.AgentChannels.Remove(channel);
        if (_byAgentChannel.GetValueOrDefault(channel) == visit)
            _byAgentChannel.Remove(channel);
    }

    public void Close(Visit visit)
    {
        visit.Phase = VisitPhase.Over;
        foreach (var channel in visit.AgentChannels.ToArray())
            Unlink(visit, channel);
        Unfile(visit);
        _ended.Enqueue((visit.Contact, visit.Queue));
        while (_ended.Count > endedMax)
            Forget(_ended.Dequeue());
    }

    private void File(Visit visit)
    {
        if (!_byCaller.TryGetValue(visit.Caller, out var visits))
            _byCaller[visit.Caller] = visits = [];
        visits.Add(visit);
    }

    private void Unfile(Visit visit)
    {
        var visits = _byCaller[visit.Caller];
        visits.Remove(visit);
        if (visits.Count == 0)
            _byCaller.Remove(visit.Caller);
    }

    private void Forget((string Caller, string Queue) key)
    {
        if (!Live.Any(visit => visit.Contact == key.Caller && visit.Queue == key.Queue))
            _stays.Remove(key);
    }

    private readonly record struct Stays(int Count, DateTimeOffset SeenTime);
}
