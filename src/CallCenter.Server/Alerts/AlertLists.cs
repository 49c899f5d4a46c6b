using CallCenter.Engine.Alerts;
using CallCenter.Server.Callers;
using CallCenter.V1;
using Google.Protobuf.WellKnownTypes;

namespace CallCenter.Server.Alerts;

/// <summary>Lists a tenant's alerts, read from the store when it is asked for.</summary>
internal sealed class AlertLists(AlertFeeds feeds, AlertMapper mapper, TimeProvider time)
{
    // A quarter of what gRPC clients accept unless set otherwise.
    private const int BytesMax = 1024 * 1024;

    public async Task<ListAlertsResponse> ListAsync(ListAlertsRequest request, Caller caller, CancellationToken cancellationToken)
    {
        var query = new AlertQuery(request, caller);
        var answer = new ListAlertsResponse { AsOfTime = Timestamp.FromDateTimeOffset(time.GetUtcNow()) };
        var (bytes, last) = (0, 0L);
        await foreach (var entry in feeds.Of(caller.Tenant).ReadBeforeAsync(query.Before, request.OpenOnly, cancellationToken))
        {
            if (!query.Selects(entry)) continue;
            var message = mapper.ToMessage(caller.Tenant, entry);
            bytes += message.CalculateSize();
            if (answer.Alerts.Count == query.Size || (answer.Alerts.Count > 0 && bytes > BytesMax))
            {
                answer.NextPageToken = query.TokenAfter(last);
                break;
            }
            answer.Alerts.Add(message);
            last = entry.Alert.Id;
        }
        return answer;
    }
}
