namespace CallCenter.Asterisk;

/// <summary>Settings of the mapper for facts that Asterisk does not report.</summary>
public sealed record MappingOptions
{
    /// <summary>How bytes that are not UTF-8 become text.</summary>
    /// <value>Default: escaped as \xHH.</value>
    public AmiText Text { get; init; } = AmiText.Utf8;

    /// <summary>After-call work after each answered visit.</summary>
    /// <value>Default none. A queue's own wrapuptime is in no AMI answer; a member's is, and goes before this.</value>
    public TimeSpan WrapUp { get; init; } = TimeSpan.Zero;

    /// <summary>After-call work by queue, for queues that differ from <see cref="WrapUp"/>.</summary>
    public IReadOnlyDictionary<string, TimeSpan> WrapUpByQueue { get; init; } = new Dictionary<string, TimeSpan>();

    /// <summary>Pause reasons that are a break; all others mean not ready. Compared without case.</summary>
    public IReadOnlySet<string> BreakReasons { get; init; } = new HashSet<string>(StringComparer.OrdinalIgnoreCase)
    {
        "break", "coffee", "dinner", "lunch", "meal", "rest", "smoke", "tea", "toilet", "小休", "休息", "午餐", "午休", "用餐", "洗手间",
    };

    /// <summary>How long to wait for the message with the reason why a caller left.</summary>
    /// <value>Default 1 s, 0.1 s to 10 s. It follows within milliseconds; longer delays the numbers of callers who left by a key.</value>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long a device must be busy without a call of a queue, or unreachable, before the agent's presence changes.</summary>
    /// <value>Default 5 s, 0 to 60 s. Device states trail the calls; shorter shows states that last for moments.</value>
    public TimeSpan DeviceGrace { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Number of ended visits that are remembered, so that a repeated message opens no new visit.</summary>
    /// <value>Default 10,000, 100 to 1,000,000; about 200 bytes each.</value>
    public int EndedVisitsMax { get; init; } = 10_000;
}
