namespace CallCenter.Core.Events;

/// <summary>An event that counts by itself, whatever is live: it names what it counts for.</summary>
public abstract record ContactEvent(string Queue, string Agent, Channel Channel) : SourceEvent
{
    /// <summary>What it is counted by beside; empty: nothing.</summary>
    public virtual string Reason => "";
}

public sealed record VisitRefused(string Queue, Channel Channel, string Cause) : ContactEvent(Queue, "", Channel)
{
    public override string Reason => Cause;
}

/// <summary>Also moves the contact, when its source has opened it.</summary>
public sealed record ContactResolved(string ContactId, string Queue, string Agent, Channel Channel) : ContactEvent(Queue, Agent, Channel);

/// <inheritdoc cref="ContactResolved"/>
public sealed record ContactReopened(string ContactId, string Queue, string Agent, Channel Channel) : ContactEvent(Queue, Agent, Channel);

public sealed record SurveySent(string Queue, string Agent, Channel Channel) : ContactEvent(Queue, Agent, Channel);

/// <param name="ScoreMilli">Thousandths of a point, 1,000 to 5,000; null: not asked.</param>
public sealed record SurveyAnswered(string Queue, string Agent, Channel Channel, int? ScoreMilli) : ContactEvent(Queue, Agent, Channel)
{
    /// <summary>0 to 10; null: not asked.</summary>
    public int? Recommendation { get; init; }

    /// <summary>Whether the customer says that the issue was resolved; null: not asked.</summary>
    public bool? IsResolved { get; init; }

    /// <summary>Empty: the overall one.</summary>
    public string Question { get; init; } = "";

    public override string Reason => Question;
}

/// <param name="ScoreMilli">Thousandths of a point, 0 to 100,000.</param>
public sealed record QualityScored(string Queue, string Agent, Channel Channel, int ScoreMilli) : ContactEvent(Queue, Agent, Channel)
{
    /// <summary>Part of the review; empty: the whole one.</summary>
    public string Category { get; init; } = "";

    public bool HasFailed { get; init; }
    public int JudgedCount { get; init; }
    public int CorrectCount { get; init; }

    public override string Reason => Category;
}

public sealed record ComplaintReceived(string Queue, string Agent, Channel Channel, string About) : ContactEvent(Queue, Agent, Channel)
{
    public override string Reason => About;
}

/// <param name="AmountMilli">Thousandths of the tenant's currency; below 0: paid back.</param>
public sealed record RevenueRecorded(string Queue, string Agent, Channel Channel, long AmountMilli) : ContactEvent(Queue, Agent, Channel);

public sealed record VoicemailLeft(string Queue, Channel Channel) : ContactEvent(Queue, "", Channel);

public sealed record StageEnded(string Queue, string Agent, Channel Channel, string Stage, TimeSpan Duration)
    : ContactEvent(Queue, Agent, Channel)
{
    public override string Reason => Stage;
}

public sealed record CallbackAttempted(string Queue, string Agent, Channel Channel, CallbackResult Result)
    : ContactEvent(Queue, Agent, Channel)
{
    public override string Reason => Result switch
    {
        CallbackResult.Connected => "connected",
        CallbackResult.NoAnswer => "no_answer",
        CallbackResult.Busy => "busy",
        _ => "failed",
    };
}

public sealed record CallbackAbandoned(string Queue, string Cause) : ContactEvent(Queue, "", Channel.Callback)
{
    public override string Reason => Cause;
}
