namespace CallCenter.Asterisk;

/// <summary>A member of a queue as an event or a row of QueueStatus shows it.</summary>
internal sealed record MemberReport(string Queue, string Interface, string Name, DateTimeOffset Time)
{
    public bool IsPaused { get; init; }

    public string Reason { get; init; } = "";

    public int? Device { get; init; }

    public int WrapUpSeconds { get; init; }

    /// <summary>static, dynamic or realtime; empty: not reported.</summary>
    public string Kind { get; init; } = "";

    /// <summary>The device is in a call of this very queue.</summary>
    public bool IsInCall { get; init; }

    /// <summary>Events say MemberName and Interface, rows of QueueStatus say Name and Location.</summary>
    public static MemberReport? Of(AmiMessage message, DateTimeOffset time)
    {
        var queue = message.Text("Queue");
        var device = message["Interface"] ?? message.Text("Location");
        if (queue.Length == 0 || device.Length == 0)
            return null;
        return new MemberReport(queue, device, message["MemberName"] ?? message.Text("Name"), time)
        {
            IsPaused = message.Text("Paused") == "1",
            Reason = message.Text("PausedReason"),
            Device = message.Number("Status"),
            WrapUpSeconds = Math.Max(0, message.Number("Wrapuptime") ?? 0),
            Kind = message.Text("Membership"),
            IsInCall = message.Text("InCall") == "1",
        };
    }
}
