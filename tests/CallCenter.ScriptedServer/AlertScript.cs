using System.Collections.Concurrent;
using CallCenter.V1;

namespace CallCenter.ScriptedServer;

/// <summary>The answers of the side of alerts.</summary>
public sealed class AlertScript
{
    /// <summary>Answers ListAlerts.</summary>
    public Func<ListAlertsRequest, ListAlertsResponse> List { get; set; } = _ => new ListAlertsResponse();

    /// <summary>Answers AcknowledgeAlert.</summary>
    public Func<AcknowledgeAlertRequest, AcknowledgeAlertResponse> Acknowledge { get; set; } = _ => new AcknowledgeAlertResponse();

    /// <summary>The messages of the next streams, each of which ends after its last; then streams stay open and silent.</summary>
    public ConcurrentQueue<WatchAlertsResponse[]> Streams { get; } = new();

    /// <summary>The requests of WatchAlerts.</summary>
    public ConcurrentQueue<WatchAlertsRequest> Watched { get; } = new();
}
