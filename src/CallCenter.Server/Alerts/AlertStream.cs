using CallCenter.Engine.Alerts;
using CallCenter.Server.Callers;
using CallCenter.Server.Errors;
using CallCenter.Server.Hosting;
using CallCenter.V1;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace CallCenter.Server.Alerts;

/// <summary>One watcher's stream of alerts.</summary>
/// <param name="target">Only alerts of this target; empty: of all.</param>
internal sealed class AlertStream(
    Caller caller, string target, IServerStreamWriter<WatchAlertsResponse> responses, AlertMapper mapper, ServerOptions options,
    TimeProvider time)
{
    private const int AlertsOfPart = 500;

    private bool _hasBegun;

    public async Task RunAsync(AlertReader reader, CancellationToken cancellationToken)
    {
        await foreach (var read in reader.ReadAsync(cancellationToken)) await WriteAsync(read);
    }

    private async Task WriteAsync(AlertsRead read)
    {
        var token = AlertToken.Of(read.Entries.Revision);
        var alerts = read.Entries.Alerts.Where(IsSeen).Select(entry => mapper.ToMessage(caller.Tenant, entry)).ToList();
        if (read.IsHeartbeat)
        {
            await WriteAsync(new WatchAlertsResponse { ResumeToken = token, Heartbeat = new AlertHeartbeat() });
        }
        else if (!read.IsSnapshot)
        {
            if (alerts.Count == 0) return;
            await WriteAsync(new WatchAlertsResponse { ResumeToken = token, Changed = new ChangedAlerts { Alerts = { alerts } } });
        }
        else
        {
            for (var i = 0; i == 0 || i < alerts.Count; i += AlertsOfPart)
            {
                var isLast = i + AlertsOfPart >= alerts.Count;
                await WriteAsync(new WatchAlertsResponse
                {
                    ResumeToken = isLast ? token : ByteString.Empty,
                    Open = new OpenAlerts { Alerts = { alerts.Skip(i).Take(AlertsOfPart) } },
                    MoreFollows = !isLast,
                });
            }
        }
    }

    private bool IsSeen(AlertEntry entry)
        => (target.Length == 0 || entry.Alert.Subject.Target == target) && caller.Rights.Sees(entry.Alert.Subject);

    private async Task WriteAsync(WatchAlertsResponse message)
    {
        message.ServerTime = Timestamp.FromDateTimeOffset(time.GetUtcNow());
        if (!_hasBegun) message.HeartbeatInterval = Duration.FromTimeSpan(options.HeartbeatInterval);
        _hasBegun = true;
        try
        {
            var writing = responses.WriteAsync(message);
            if (!writing.IsCompletedSuccessfully) await writing.WaitAsync(options.UpdateWriteMax, time);
        }
        catch (TimeoutException)
        {
            throw RpcErrors.UpdatesUnread(options.UpdateWriteMax);
        }
    }
}
