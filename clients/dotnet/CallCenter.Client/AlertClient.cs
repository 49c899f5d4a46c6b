using System.Runtime.CompilerServices;
using CallCenter.V1;
using Grpc.Core;
using Grpc.Net.Client;

namespace CallCenter.Client;

/// <summary>Watches, lists and acknowledges alerts of missed targets. Safe for several callers at once.</summary>
public sealed class AlertClient : IDisposable
{
    private readonly AlertService.AlertServiceClient _client;
    private readonly GrpcChannel? _ownChannel;

    /// <summary>Makes a client with a channel of its own.</summary>
    /// <param name="address">Where the server listens, such as "http://127.0.0.1:50051".</param>
    /// <param name="credential">What the server asks for; null when it asks for nothing.</param>
    public AlertClient(string address, CallCenterCredential? credential = null)
    {
        _ownChannel = CallCenterChannel.Open(address, credential);
        _client = new AlertService.AlertServiceClient(_ownChannel);
    }

    /// <summary>Makes a client with a channel of the caller, who disposes it after the client.</summary>
    /// <param name="channel">The channel.</param>
    public AlertClient(ChannelBase channel) => _client = new AlertService.AlertServiceClient(channel);

    /// <summary>
    /// Watches alerts: first all that are open, then each that changed, and heartbeats. After a disconnection it goes on with what changed
    /// meanwhile. Ends only by the token or by an exception.
    /// </summary>
    /// <param name="target">Only alerts of the target of this name; empty for all.</param>
    /// <param name="options">How it reconnects; null for the defaults. What is about values is ignored.</param>
    /// <param name="token">Ends the watching, by an <see cref="OperationCanceledException"/>.</param>
    /// <returns>The messages, oldest first, those in parts put together.</returns>
    /// <exception cref="CallCenterException">The server refuses the caller.</exception>
    public async IAsyncEnumerable<WatchAlertsResponse> WatchAsync(
        string target = "", WatchOptions? options = null, [EnumeratorCancellation] CancellationToken token = default)
    {
        var stream = new ResumingStream<WatchAlertsResponse>(options ?? new WatchOptions())
        {
            Open = (resumeToken, stop) => _client.WatchAlerts(
                new WatchAlertsRequest { Target = target, ResumeToken = resumeToken }, cancellationToken: stop),
            MakeAssembler = MakeAssembler,
            TokenOf = message => message.ResumeToken,
            // A lost heartbeat and some delay are no silence.
            StaleAfterOf = message => message.HeartbeatInterval is { } interval ? 2.4 * interval.ToTimeSpan() : null,
        };
        await foreach (WatchAlertsResponse? message in stream.ReadAsync(token).ConfigureAwait(false))
        {
            if (message is not null)
                yield return message;
        }
    }

    /// <summary>Reads alerts, the newest breach first, page after page.</summary>
    /// <param name="request">Which alerts; its page_size is that of a page, its page_token where to start. Null for all.</param>
    /// <param name="token">Ends the reading.</param>
    /// <returns>The alerts.</returns>
    /// <exception cref="CallCenterException">A call failed.</exception>
    public async IAsyncEnumerable<Alert> ListAsync(
        ListAlertsRequest? request = null, [EnumeratorCancellation] CancellationToken token = default)
    {
        ListAlertsRequest asked = request?.Clone() ?? new ListAlertsRequest();
        do
        {
            ListAlertsResponse page = await UnaryAnswer.ReadAsync(_client.ListAlertsAsync(asked, cancellationToken: token), token)
                .ConfigureAwait(false);
            foreach (Alert alert in page.Alerts)
                yield return alert;
            asked.PageToken = page.NextPageToken;
        }
        while (asked.PageToken.Length > 0);
    }

    /// <summary>Notes that somebody has seen an alert, durably when this returns; needs the role alerts:ack.</summary>
    /// <param name="id">Id of the alert.</param>
    /// <param name="note">What is to be known of it; empty for nothing.</param>
    /// <param name="name">Who has seen it; of no account when the credential has a name.</param>
    /// <param name="token">Ends the call.</param>
    /// <returns>The alert with its acknowledgement.</returns>
    /// <exception cref="CallCenterException">The call failed: there is no such alert, or somebody else has acknowledged it.</exception>
    public async Task<Alert> AcknowledgeAsync(string id, string note = "", string name = "", CancellationToken token = default)
    {
        var request = new AcknowledgeAlertRequest { Id = id, Note = note, Name = name };
        return (await UnaryAnswer.ReadAsync(_client.AcknowledgeAlertAsync(request, cancellationToken: token), token)
            .ConfigureAwait(false)).Alert;
    }

    /// <summary>Closes the client's own channel, if it has one.</summary>
    public void Dispose() => _ownChannel?.Dispose();

    private static Func<WatchAlertsResponse, WatchAlertsResponse?> MakeAssembler()
    {
        WatchAlertsResponse? whole = null;
        return part =>
        {
            if (whole is null)
            {
                whole = part;
            }
            else
            {
                whole.Open.Alerts.AddRange(part.Open?.Alerts ?? []);
                whole.ResumeToken = part.ResumeToken;
                whole.ServerTime = part.ServerTime;
            }
            if (part.MoreFollows)
                return null;
            WatchAlertsResponse finished = whole;
            finished.MoreFollows = false;
            whole = null;
            return finished;
        };
    }
}
