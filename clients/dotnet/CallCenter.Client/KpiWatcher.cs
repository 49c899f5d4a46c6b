using System.Runtime.CompilerServices;
using CallCenter.V1;
using Google.Protobuf.Collections;
using Grpc.Core;
using Grpc.Net.Client;

namespace CallCenter.Client;

/// <summary>Reads KPIs once or as a stream of boards that survives disconnections. Safe for several callers at once.</summary>
public sealed class KpiWatcher : IDisposable
{
    private readonly KpiService.KpiServiceClient _client;
    private readonly GrpcChannel? _ownChannel;

    /// <summary>Makes a watcher with a channel of its own.</summary>
    /// <param name="address">Where the server listens, such as "http://127.0.0.1:50051".</param>
    /// <param name="credential">What the server asks for; null when it asks for nothing.</param>
    public KpiWatcher(string address, CallCenterCredential? credential = null)
    {
        _ownChannel = CallCenterChannel.Open(address, credential);
        _client = new KpiService.KpiServiceClient(_ownChannel);
    }

    /// <summary>Makes a watcher with a channel of the caller, who disposes it after the watcher.</summary>
    /// <param name="channel">The channel.</param>
    public KpiWatcher(ChannelBase channel) => _client = new KpiService.KpiServiceClient(channel);

    /// <summary>
    /// Watches a selector: a board at once, a new one for every message, heartbeats included, and the last one again as stale when
    /// the server is silent for too long. After a disconnection it resumes from its token. Ends only by the token or by an exception.
    /// </summary>
    /// <param name="selector">Which KPIs, of what, over which window.</param>
    /// <param name="options">How the subscription behaves; null for the defaults.</param>
    /// <param name="token">Ends the watching, by an <see cref="OperationCanceledException"/>.</param>
    /// <returns>The boards, oldest first.</returns>
    /// <exception cref="CallCenterException">The server refuses the selector, or the caller.</exception>
    public async IAsyncEnumerable<KpiBoard> WatchAsync(
        Selector selector, WatchOptions? options = null, [EnumeratorCancellation] CancellationToken token = default)
    {
        var merger = new BoardMerger();
        ResumingStream<SubscribeResponse> subscription = Subscription.Of(_client, selector, options ?? new WatchOptions());
        bool isStale = false;
        await foreach (SubscribeResponse? message in subscription.ReadAsync(token).ConfigureAwait(false))
        {
            if (message is null && !isStale && merger.Board is { } last)
                yield return last.Stale();
            isStale = message is null;
            if (message is null)
                continue;
            if (merger.TryApply(message))
                yield return merger.Board!;
            else
                subscription.Forget();
        }
    }

    /// <summary>Like <see cref="WatchAsync"/>, with the server's messages, large ones put together, for relays and recordings.</summary>
    /// <param name="selector">Which KPIs, of what, over which window.</param>
    /// <param name="options">How the subscription behaves; null for the defaults.</param>
    /// <param name="token">Ends the stream, by an <see cref="OperationCanceledException"/>.</param>
    /// <returns>The messages, oldest first.</returns>
    /// <exception cref="CallCenterException">The server refuses the selector, or the caller.</exception>
    public async IAsyncEnumerable<SubscribeResponse> SubscribeAsync(
        Selector selector, WatchOptions? options = null, [EnumeratorCancellation] CancellationToken token = default)
    {
        ResumingStream<SubscribeResponse> subscription = Subscription.Of(_client, selector, options ?? new WatchOptions());
        await foreach (SubscribeResponse? message in subscription.ReadAsync(token).ConfigureAwait(false))
        {
            if (message is not null)
                yield return message;
        }
    }

    /// <summary>
    /// Reads the values of a selector now, however many they are. Includes every event that was acked before the call.
    /// </summary>
    /// <param name="selector">Which KPIs, of what, over which window.</param>
    /// <param name="token">Ends the call.</param>
    /// <returns>The board.</returns>
    /// <exception cref="CallCenterException">The call failed.</exception>
    public async Task<KpiBoard> GetSnapshotAsync(Selector selector, CancellationToken token = default)
    {
        var request = new GetSnapshotRequest { Selector = selector };
        try
        {
            return KpiBoard.From(
                await UnaryAnswer.ReadAsync(_client.GetSnapshotAsync(request, cancellationToken: token), token).ConfigureAwait(false));
        }
        catch (CallCenterException e) when (e.Reason == RpcFailure.NameOf(ErrorReason.AnswerTooLarge))
        {
            return await FirstBoardAsync(selector, token).ConfigureAwait(false); // A subscription sends it in parts.
        }
    }

    /// <summary>Reads the values of a selector by intervals, such as the days of a year.</summary>
    /// <param name="request">Which KPIs, of what, over which range, in which intervals. An answer of up to 64 MiB is accepted unless it
    /// names a limit.</param>
    /// <param name="token">Ends the call.</param>
    /// <returns>The values.</returns>
    /// <exception cref="CallCenterException">The call failed.</exception>
    public Task<QuerySeriesResponse> QuerySeriesAsync(QuerySeriesRequest request, CancellationToken token = default)
    {
        var asked = request.Clone();
        if (asked.AnswerBytesMax == 0)
            asked.AnswerBytesMax = CallCenterChannel.MessageBytesMax;
        return UnaryAnswer.ReadAsync(_client.QuerySeriesAsync(asked, cancellationToken: token), token);
    }

    /// <summary>Reads the definitions of all KPIs, in the order of the catalogue.</summary>
    /// <param name="token">Ends the call.</param>
    /// <returns>The definitions.</returns>
    /// <exception cref="CallCenterException">The call failed.</exception>
    public async Task<IReadOnlyList<KpiDefinition>> ListKpisAsync(CancellationToken token = default)
        => (await GetCatalogueAsync(token).ConfigureAwait(false)).Kpis.AsReadOnly();

    /// <summary>Reads the definitions of all KPIs with the server's defaults, and the names of units, states and other codes.</summary>
    /// <param name="token">Ends the call.</param>
    /// <returns>The catalogue.</returns>
    /// <exception cref="CallCenterException">The call failed.</exception>
    public Task<ListKpisResponse> GetCatalogueAsync(CancellationToken token = default)
        => UnaryAnswer.ReadAsync(_client.ListKpisAsync(new ListKpisRequest(), cancellationToken: token), token);

    /// <summary>Reads the settings that the tenant's numbers depend on.</summary>
    /// <param name="token">Ends the call.</param>
    /// <returns>The settings.</returns>
    /// <exception cref="CallCenterException">The call failed.</exception>
    public Task<GetSettingsResponse> GetSettingsAsync(CancellationToken token = default) =>
        UnaryAnswer.ReadAsync(_client.GetSettingsAsync(new GetSettingsRequest(), cancellationToken: token), token);

    /// <summary>Reads the sources of the tenant, by name, page after page.</summary>
    /// <param name="request">Which sources; its page_size is that of a page, its page_token where to start. Null for all.</param>
    /// <param name="token">Ends the reading.</param>
    /// <returns>The sources.</returns>
    /// <exception cref="CallCenterException">A call failed.</exception>
    public IAsyncEnumerable<Source> ListSourcesAsync(ListSourcesRequest? request = null, CancellationToken token = default)
    {
        ListSourcesRequest asked = request?.Clone() ?? new ListSourcesRequest();
        return ReadPagesAsync(asked.PageToken, async next =>
        {
            asked.PageToken = next;
            ListSourcesResponse page = await UnaryAnswer.ReadAsync(_client.ListSourcesAsync(asked, cancellationToken: token), token)
                .ConfigureAwait(false);
            return (page.Sources, page.NextPageToken);
        });
    }

    /// <summary>Reads the queues of the tenant, by name, page after page.</summary>
    /// <param name="request">Which queues; its page_size is that of a page, its page_token where to start. Null for all.</param>
    /// <param name="token">Ends the reading.</param>
    /// <returns>The queues.</returns>
    /// <exception cref="CallCenterException">A call failed.</exception>
    public IAsyncEnumerable<Queue> ListQueuesAsync(ListQueuesRequest? request = null, CancellationToken token = default)
    {
        ListQueuesRequest asked = request?.Clone() ?? new ListQueuesRequest();
        return ReadPagesAsync(asked.PageToken, async next =>
        {
            asked.PageToken = next;
            ListQueuesResponse page = await UnaryAnswer.ReadAsync(_client.ListQueuesAsync(asked, cancellationToken: token), token)
                .ConfigureAwait(false);
            return (page.Queues, page.NextPageToken);
        });
    }

    /// <summary>Reads the agents of the tenant with their states, by id, page after page.</summary>
    /// <param name="request">Which agents; its page_size is that of a page, its page_token where to start. Null for all.</param>
    /// <param name="token">Ends the reading.</param>
    /// <returns>The agents.</returns>
    /// <exception cref="CallCenterException">A call failed.</exception>
    public IAsyncEnumerable<Agent> ListAgentsAsync(ListAgentsRequest? request = null, CancellationToken token = default)
    {
        ListAgentsRequest asked = request?.Clone() ?? new ListAgentsRequest();
        return ReadPagesAsync(asked.PageToken, async next =>
        {
            asked.PageToken = next;
            ListAgentsResponse page = await UnaryAnswer.ReadAsync(_client.ListAgentsAsync(asked, cancellationToken: token), token)
                .ConfigureAwait(false);
            return (page.Agents, page.NextPageToken);
        });
    }

    /// <summary>Reads the tags of the tenant's visits, by name, page after page.</summary>
    /// <param name="request">Which tags; its page_size is that of a page, its page_token where to start. Null for all.</param>
    /// <param name="token">Ends the reading.</param>
    /// <returns>The tags.</returns>
    /// <exception cref="CallCenterException">A call failed.</exception>
    public IAsyncEnumerable<Tag> ListTagsAsync(ListTagsRequest? request = null, CancellationToken token = default)
    {
        ListTagsRequest asked = request?.Clone() ?? new ListTagsRequest();
        return ReadPagesAsync(asked.PageToken, async next =>
        {
            asked.PageToken = next;
            ListTagsResponse page = await UnaryAnswer.ReadAsync(_client.ListTagsAsync(asked, cancellationToken: token), token)
                .ConfigureAwait(false);
            return (page.Tags, page.NextPageToken);
        });
    }

    /// <summary>Reads what is behind one value: the value with its parts, and the first contacts or agents that they are made of.</summary>
    /// <param name="request">Which value; its page_token is that of the page before.</param>
    /// <param name="token">Ends the call.</param>
    /// <returns>A page.</returns>
    /// <exception cref="CallCenterException">The call failed, or no contact or agent is behind the value.</exception>
    public Task<ExplainValueResponse> ExplainValueAsync(ExplainValueRequest request, CancellationToken token = default)
        => UnaryAnswer.ReadAsync(_client.ExplainValueAsync(request, cancellationToken: token), token);

    /// <summary>Reads the contacts and agents behind one value, the newest first, page after page.</summary>
    /// <param name="request">Which value; its page_size is that of a page, its page_token where to start.</param>
    /// <param name="token">Ends the reading.</param>
    /// <returns>The entries; what they add amounts to the value.</returns>
    /// <exception cref="CallCenterException">A call failed, or no contact or agent is behind the value.</exception>
    public IAsyncEnumerable<ExplainedEntry> ListBehindAsync(ExplainValueRequest request, CancellationToken token = default)
    {
        ExplainValueRequest asked = request.Clone();
        return ReadPagesAsync(asked.PageToken, async next =>
        {
            asked.PageToken = next;
            ExplainValueResponse page = await ExplainValueAsync(asked, token).ConfigureAwait(false);
            return (page.Entries, page.NextPageToken);
        });
    }

    /// <summary>Reads the targets of the tenant's settings, each with how its values do now.</summary>
    /// <param name="token">Ends the call.</param>
    /// <returns>The targets.</returns>
    /// <exception cref="CallCenterException">The call failed.</exception>
    public Task<ListTargetsResponse> ListTargetsAsync(CancellationToken token = default)
        => UnaryAnswer.ReadAsync(_client.ListTargetsAsync(new ListTargetsRequest(), cancellationToken: token), token);
    /// <summary>Reads how many agents each queue needs for a service level, by Erlang C and Erlang A.</summary>
    /// <param name="request">Which queues, by which window, and for which service level; null for all queues, the last half hour, and 80 %
    /// within 20 s.</param>
    /// <param name="token">Ends the call.</param>
    /// <returns>The queues.</returns>
    /// <exception cref="CallCenterException">The call failed.</exception>
    public Task<GetStaffingResponse> GetStaffingAsync(GetStaffingRequest? request = null, CancellationToken token = default)
        => UnaryAnswer.ReadAsync(_client.GetStaffingAsync(request ?? new GetStaffingRequest(), cancellationToken: token), token);

    /// <summary>Closes the watcher's own channel, if it has one.</summary>
    public void Dispose() => _ownChannel?.Dispose();

    private async Task<KpiBoard> FirstBoardAsync(Selector selector, CancellationToken token)
    {
        await foreach (KpiBoard board in WatchAsync(selector, token: token).ConfigureAwait(false))
            return board;
        throw new OperationCanceledException(token);
    }

    private static async IAsyncEnumerable<T> ReadPagesAsync<T>(
        string first, Func<string, Task<(RepeatedField<T> Entries, string Next)>> read)
    {
        string next = first;
        do
        {
            (RepeatedField<T> entries, next) = await read(next).ConfigureAwait(false);
            foreach (T entry in entries)
                yield return entry;
        }
        while (next.Length > 0);
    }
}
