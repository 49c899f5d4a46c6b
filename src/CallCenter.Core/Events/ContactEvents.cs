namespace CallCenter.Core.Events;

/// <summary>An event that counts by itself, whatever is live: it names what it counts for.</summary>
public abstract record ContactEvent(string Queue, string Agent, Channel Channel) : SourceEvent;

public sealed record VisitRefused(string Queue, Channel Channel, string Reason) : ContactEvent(Queue, "", Channel);

public sealed record ContactResolved(string Queue, string Agent, Channel Channel) : ContactEvent(Queue, Agent, Channel);

public sealed record ContactReopened(string Queue, string Agent, Channel Channel) : ContactEvent(Queue, Agent, Channel);

/// <param name="ScoreMilli">Thousandths of a point, 1,000 to 5,000.</param>
public sealed record SurveyAnswered(string Queue, string Agent, Channel Channel, int ScoreMilli) : ContactEvent(Queue, Agent, Channel);

/// <param name="ScoreMilli">Thousandths of a point, 0 to 100,000.</param>
public sealed record QualityScored(string Queue, string Agent, Channel Channel, int ScoreMilli) : ContactEvent(Queue, Agent, Channel);
