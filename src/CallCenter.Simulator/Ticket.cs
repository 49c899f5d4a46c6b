namespace CallCenter.Simulator;

/// <summary>A ticket of the simulation.</summary>
internal sealed class Ticket(string id, DateTimeOffset opened)
{
    public string Id { get; } = id;

    /// <summary>Start of the response cycle: the opening, or the last reopening.</summary>
    public DateTimeOffset CycleTime { get; set; } = opened;

    public bool HasReplyInCycle { get; set; }
    public List<TimeSpan> FirstReplies { get; } = [];
    public List<TimeSpan> Resolutions { get; } = [];
    public int Reopenings { get; set; }
    public List<string> Agents { get; } = [];
    public bool HasEarlyReply { get; set; }
    public bool IsOpen { get; set; } = true;
    public bool IsAwaited { get; set; } = true;
    public bool IsPending { get; set; }
}
