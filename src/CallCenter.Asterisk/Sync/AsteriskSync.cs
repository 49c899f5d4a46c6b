namespace CallCenter.Asterisk;

/// <summary>How much a reconciliation asks for.</summary>
internal enum SyncScope
{
    /// <summary>Members and waiting callers; corrects what changed without an event.</summary>
    Members,

    /// <summary>Conversations too, of which the end may have been missed.</summary>
    Conversations,

    /// <summary>The same; gives a floor report.</summary>
    Floor,
}

/// <summary>
/// One reconciliation: asks for the queues, then for the channels, and collects the answers. It does no I/O: the owner sends
/// <see cref="Next"/> when it is not null and hands in every message.
/// </summary>
internal sealed class AsteriskSync(SyncScope scope, string id, DateTimeOffset asked)
{
    private readonly List<AmiMessage> _rows = [];
    private readonly List<AmiMessage> _channels = [];
    private bool _areChannelsKnown;

    public SyncScope Scope => scope;

    public DateTimeOffset Asked => asked;

    /// <summary>The action to send now, with its ActionID; null after <see cref="Sent"/>.</summary>
    public (AmiAction Action, string ActionId)? Next { get; private set; } = (new("QueueStatus"), id + "-queues");

    public QueueSnapshot? Snapshot { get; private set; }

    public void Sent() => Next = null;

    /// <summary>Whether the message is an answer to this reconciliation.</summary>
    public bool Accept(AmiMessage message)
    {
        if (message.ActionId is not { } actionId || !actionId.StartsWith(id + "-", StringComparison.Ordinal))
            return false;
        var isRefused = message.Response == "Error";
        switch (actionId[(id.Length + 1)..])
        {
            case "queues": Queues(message, isRefused); break;
            case "status" when isRefused: Next = (new("CoreShowChannels"), id + "-channels"); break;
            case "status" or "channels": Channels(message, isRefused); break;
        }
        return true;
    }

    private void Queues(AmiMessage message, bool isRefused)
    {
        if (!isRefused && message.Event != "QueueStatusComplete")
            _rows.Add(message);
        else if (scope != SyncScope.Members)
            Next = (new("Status", ("Variables", ChannelList.Variables)), id + "-status");
        else
            Complete();
    }

    private void Channels(AmiMessage message, bool isRefused)
    {
        _areChannelsKnown |= !isRefused;
        if (message.Event is "Status" or "CoreShowChannel")
            _channels.Add(message);
        else if (isRefused || message.Event is "StatusComplete" or "CoreShowChannelsComplete")
            Complete();
    }

    private void Complete()
    {
        var members = Rows("QueueMember").Select(row => MemberReport.Of(row, asked)).OfType<MemberReport>().ToArray();
        Snapshot = new QueueSnapshot(asked)
        {
            Queues = [.. Rows("QueueParams").Select(row => row.Text("Queue"))],
            Members = members,
            Waiting = [.. Rows("QueueEntry").Select(Waiting)],
            Channels = _areChannelsKnown ? ChannelList.Read(_channels, members) : null,
        };
    }

    private IEnumerable<AmiMessage> Rows(string name) => _rows.Where(row => row.Event == name);

    private static WaitingRow Waiting(AmiMessage row) =>
        new(row.Text("Uniqueid"), row.Text("Queue"), TimeSpan.FromSeconds(Math.Max(0, row.Number("Wait") ?? 0)));
}
